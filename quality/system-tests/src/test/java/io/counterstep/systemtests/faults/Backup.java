package io.counterstep.systemtests.faults;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Backs up one service's database and restores it while that service is stopped, and sets its consumer groups back, as
 * docs/backup-and-restore.md says.
 *
 * @param at before the backup began
 */
record Backup(LocalSystem system, Service service, Instant at) {

    /** Each consumer group of the services, by service. */
    private static final Map<Service, List<String>> GROUPS = Map.of(
            Service.ORDER, List.of("order-service-order"),
            Service.PAYMENT, List.of("payment-service-payment"),
            Service.INVENTORY, List.of("inventory-service-inventory"),
            Service.SHIPPING, List.of("shipping-service-shipping"),
            Service.ORCHESTRATOR, List.of("orchestrator-service-orchestrator", "orchestrator-service-starts"));

    static Backup take(LocalSystem system, Service service) {
        Backup backup = new Backup(system, service, Instant.now());
        system.stop(service);
        backup.copy(service.database(), backup.name());
        system.start(service);
        return backup;
    }

    /** Puts the database back to what it was; the service must be stopped. */
    void restore() {
        copy(name(), service.database());
    }

    /** As {@code kafka-consumer-groups.sh --reset-offsets --to-datetime}; the service must be stopped. */
    void rewind() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
            for (String group : GROUPS.getOrDefault(service, List.of())) {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                Map<TopicPartition, OffsetSpec> wanted = committed.keySet().stream()
                        .collect(Collectors.toMap(it -> it, it -> OffsetSpec.forTimestamp(at.toEpochMilli())));
                Map<TopicPartition, OffsetAndMetadata> earlier = new HashMap<>();
                for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                        admin.listOffsets(wanted).all().get().entrySet()) {
                    // No record since then: what is committed stays.
                    if (found.getValue().offset() >= 0) {
                        earlier.put(
                                found.getKey(),
                                new OffsetAndMetadata(found.getValue().offset()));
                    }
                }
                admin.alterConsumerGroupOffsets(group, earlier).all().get();
            }
        }
    }

    private String name() {
        return service.database() + "_backup";
    }

    private void copy(String from, String to) {
        String maintenance = system.jdbcUrl(service).replaceFirst("/[^/]*$", "/postgres");
        try (Connection connection =
                        DriverManager.getConnection(maintenance, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + to + " with (force)");
            statement.execute("create database " + to + " template " + from);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot copy database " + from + " to " + to, failed);
        }
    }
}

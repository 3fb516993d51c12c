package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.chaos.cluster.Node;
import io.counterstep.chaos.cluster.ServiceNode;
import io.counterstep.fulfilment.local.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A participant is away, and the commands that it has not read are lost: sagas say them again or, where the customer has canceled
 * meanwhile, undo what they do not know to have happened. Then the lost commands come after all.
 */
final class LateCommands implements Attack {

    private static final Duration AWAY = Duration.ofSeconds(5);

    /** Long enough for the compensations of what was lost to have come first. */
    private static final Duration LATE_BY = Duration.ofSeconds(20);

    private final Service service;
    private final Cluster cluster;
    private final Injector injector;

    LateCommands(Service service, Cluster cluster, Injector injector) {
        this.service = service;
        this.cluster = cluster;
        this.injector = injector;
    }

    @Override
    public String target() {
        return service.label();
    }

    @Override
    public String strike() throws Exception {
        String topic = service.label() + "-commands";
        List<ServiceNode> instances = cluster.services(service);
        instances.forEach(Node::kill);
        injector.listenTo(topic);
        Thread.sleep(AWAY);
        new LostRecords(topic, cluster.directBootstrapServers()).delete();
        List<ConsumerRecord<byte[], byte[]>> lost =
                injector.heardOf().stream().filter(LateCommands::isRequest).toList();
        heal();
        Thread.sleep(LATE_BY);
        injector.sayLate(lost);
        if (lost.isEmpty()) {
            throw new IllegalStateException("nothing was said to " + service + " while it was away");
        }
        return lost.size() + " requests lost, and said %d s later".formatted(LATE_BY.toSeconds());
    }

    /** Compensations stay lost: one that came late too would hide what the late request has done. */
    private static boolean isRequest(ConsumerRecord<byte[], byte[]> command) {
        Header type = command.headers().lastHeader("ce_type");
        return type != null && new String(type.value(), StandardCharsets.UTF_8).endsWith("_REQUESTED");
    }

    @Override
    public String heal() throws InterruptedException {
        for (ServiceNode instance : cluster.services(service)) {
            Repair.start(instance);
        }
        return "";
    }
}

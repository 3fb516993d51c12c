package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/backup-and-restore.md says becomes of a system that was put back in part, by the procedure that it names. */
class BackupTest {

    private static final int BEFORE = 40;
    private static final int AFTER = 100;
    private static final Duration ALL_WITHIN = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aParticipantThatIsRestoredAndRewoundDoesAgainWhatItLost() throws Exception {
        try (LocalSystem system = LocalSystem.start(LocalOptions.temporary())) {
            Customers customers = new Customers();
            for (Service service : List.of(Service.PAYMENT, Service.INVENTORY, Service.SHIPPING)) {
                Backup backup = ordersBeforeAndAfterABackup(system, service, customers);
                system.stop(service);
                backup.restore();
                assertThat(new Conservation(system).orderViolations())
                        .as("what the backup of %s lacks", service)
                        .isNotEmpty();

                backup.rewind();
                system.start(service);

                await("what %s lost is done again".formatted(service))
                        .atMost(ALL_WITHIN)
                        .until(() -> new Conservation(system).orderViolations().isEmpty());
                new Ended(system).asTheyMust(customers.endings(), ALL_WITHIN);
            }
        }
    }

    @Test
    void anOrchestratorThatIsRestoredAndRewoundBeginsTheLostSagasAnewAndEachEndsAsBefore() throws Exception {
        try (LocalSystem system = LocalSystem.start(LocalOptions.temporary())) {
            Customers customers = new Customers();
            Shop shop = new Shop(system);
            Backup backup = ordersBeforeAndAfterABackup(system, Service.ORCHESTRATOR, customers);
            String canceled = canceledByTheCustomerWhenItWasPaid(system, shop);
            Map<String, String> before = statuses(system);
            String effects = effects(system);
            system.stop(Service.ORCHESTRATOR);
            backup.restore();
            backup.rewind();
            system.start(Service.ORCHESTRATOR);

            Map<String, String> endings = new HashMap<>(customers.endings());
            endings.put(canceled, "CANCELED");
            new Ended(system).asTheyMust(endings, ALL_WITHIN);
            assertThat(statuses(system)).isEqualTo(before);
            assertThat(effects(system)).as("nobody acted twice").isEqualTo(effects);
        }
    }

    @Test
    void anOrderServiceThatIsRestoredAndRewoundEndsWhatItKnowsAndLacksWhatCameLater() throws Exception {
        try (LocalSystem system = LocalSystem.start(LocalOptions.temporary())) {
            Shop shop = new Shop(system);
            system.stop(Service.ORCHESTRATOR);
            String known = shop.order("alice", "KR", Shop.line("KEYBOARD", 1));
            Backup backup = Backup.take(system, Service.ORDER);
            system.start(Service.ORCHESTRATOR);
            String lost = shop.order("alice", "KR", Shop.line("KEYBOARD", 1));
            shop.awaitFinal(known);
            shop.awaitFinal(lost);
            system.stop(Service.ORDER);
            backup.restore();
            backup.rewind();
            system.start(Service.ORDER);

            assertThat(shop.awaitFinal(known).get("status").asString()).isEqualTo("COMPLETED");
            assertThat(shop.get(Service.ORDER, "/orders/" + lost).status())
                    .as("an order that the backup does not have is lost there")
                    .isEqualTo(404);
            assertThat(shop.saga(lost).get("state").asString()).isEqualTo("COMPLETED");
            assertThat(shop.payment(lost).get("status").asString()).isEqualTo("CHARGED");
            assertThat(new Conservation(system).moneyViolations()).isEmpty();
            assertThat(new Conservation(system).stockViolations()).isEmpty();
        }
    }

    @Test
    void anOlderKafkaIsCaughtUpWithByItself() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("kafka-copy");
        LocalOptions options = LocalOptions.temporaryIn(data)
                .withDeleteData(false)
                .withArguments(Service.ORDER, "--order.announce-again-after=5s", "--order.sweep-every=1s");
        Customers customers = new Customers();
        try (LocalSystem system = LocalSystem.start(options)) {
            customers.order(system.orderUrl(), BEFORE);
        }
        copy(data.resolve("kafka"), copy);
        try (LocalSystem system = LocalSystem.start(options)) {
            customers.order(system.orderUrl(), AFTER);
            leaveSomeOnTheirWay(system, customers);
        }
        delete(data.resolve("kafka"));
        copy(copy, data.resolve("kafka"));
        endsAsItMust(options, customers);
    }

    @Test
    void aKafkaThatLostEverythingIsFilledAgain() throws Exception {
        Path data = folder.resolve("data");
        LocalOptions options = LocalOptions.temporaryIn(data)
                .withDeleteData(false)
                .withArguments(Service.ORDER, "--order.announce-again-after=5s", "--order.sweep-every=1s");
        Customers customers = new Customers();
        try (LocalSystem system = LocalSystem.start(options)) {
            customers.order(system.orderUrl(), BEFORE);
            leaveSomeOnTheirWay(system, customers);
        }
        delete(data.resolve("kafka"));
        endsAsItMust(options, customers);
    }

    /** Sagas that wait for payment, and orders whose sagas have not begun. */
    private static void leaveSomeOnTheirWay(LocalSystem system, Customers customers) throws Exception {
        system.stop(Service.PAYMENT);
        customers.order(system.orderUrl(), customers.placed() + BEFORE);
        await("sagas wait for payment").atMost(ALL_WITHIN).until(() -> unfinishedSagas(system) >= BEFORE / 2);
        system.stop(Service.ORCHESTRATOR);
        customers.order(system.orderUrl(), customers.placed() + BEFORE);
        Database orders = new Database(system, Service.ORDER);
        await("all are announced")
                .atMost(ALL_WITHIN)
                .until(() -> orders.number("select count(*) from saga_outbox") == 0);
    }

    private static long unfinishedSagas(LocalSystem system) {
        return new Database(system, Service.ORCHESTRATOR).number("select count(*) from saga where ended_at is null");
    }

    private static void endsAsItMust(LocalOptions options, Customers customers) {
        try (LocalSystem system = LocalSystem.start(options)) {
            assertThat(unfinishedSagas(system)).as("on their way").isPositive();
            new Ended(system).asTheyMustAfterAnOutage(customers.endings(), ALL_WITHIN);
        }
    }

    private static Backup ordersBeforeAndAfterABackup(LocalSystem system, Service service, Customers customers)
            throws Exception {
        int placed = customers.placed();
        customers.order(system.orderUrl(), placed + BEFORE);
        new Ended(system).asTheyMust(customers.endings(), ALL_WITHIN);
        Backup backup = Backup.take(system, service);
        customers.order(system.orderUrl(), placed + AFTER);
        new Ended(system).asTheyMust(customers.endings(), ALL_WITHIN);
        return backup;
    }

    /** Its payment is refunded then, and nothing was ever asked of the steps behind. */
    private static String canceledByTheCustomerWhenItWasPaid(LocalSystem system, Shop shop) {
        system.stop(Service.INVENTORY);
        String order = shop.order("alice", "KR", Shop.line("KEYBOARD", 1));
        shop.awaitStep(order, "inventory");
        shop.cancel(order);
        await("the saga turns back")
                .atMost(ALL_WITHIN)
                .until(() -> shop.saga(order).get("state").asString().equals("COMPENSATING"));
        system.start(Service.INVENTORY);
        assertThat(shop.awaitFinal(order).get("status").asString()).isEqualTo("CANCELED");
        assertThat(shop.payment(order).get("status").asString()).isEqualTo("REFUNDED");
        return order;
    }

    private static Map<String, String> statuses(LocalSystem system) {
        Map<String, String> statuses = new HashMap<>();
        new Database(system, Service.ORDER)
                .column("select id || ' ' || status || ' ' || coalesce(reason, '') from orders")
                .forEach(it -> statuses.put(it.substring(0, it.indexOf(' ')), it.substring(it.indexOf(' ') + 1)));
        return statuses;
    }

    /** How often anybody acted. */
    private static String effects(LocalSystem system) {
        return List.of(
                        new Database(system, Service.PAYMENT).number("select count(*) from ledger_entry"),
                        new Database(system, Service.INVENTORY).number("select count(*) from reservation"),
                        new Database(system, Service.SHIPPING).number("select count(*) from shipment"))
                .toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

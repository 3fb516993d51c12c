package io.counterstep.systemtests.console;

import static io.counterstep.systemtests.support.Shop.line;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.RawProducer;
import io.counterstep.systemtests.support.Shop;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A system on which every page of the console has something to show: an order of each end, one that waits because shipping
 * is paused, a dead letter, a finding of the audit, and an operation on many sagas that is over.
 */
final class Stage implements AutoCloseable {

    static final String REASON = "{\"by\":\"dana\",\"why\":\"the carrier moves house\"}";

    private final LocalSystem system;
    private final Shop shop;
    private final String completed;
    private final String canceled;
    private final String waiting;
    private final long letter;
    private final long finding;
    private final long anotherFinding;
    private final long bulk;

    private Stage(LocalSystem system) {
        this.system = system;
        this.shop = new Shop(system);
        this.completed = shop.order("alice", "KR", line("KEYBOARD", 2));
        this.canceled = shop.order("alice", "AQ", line("MONITOR", 1));
        shop.awaitFinal(completed);
        shop.awaitFinal(canceled);
        this.letter = letter("not a number");
        this.finding = finding();
        this.anotherFinding = finding();
        post("/api/participants/shipping/pause", REASON);
        this.waiting = waitingOrder();
        this.bulk =
                post("/api/bulk-operations", """
                        {"operation":"retry","filter":{"key":"%s"},"by":"dana","why":"it is back"}""".formatted(waiting)).get("id").asLong();
        awaitBulk(bulk);
    }

    static Stage set() {
        LocalSystem system = LocalSystem.start(
                LocalOptions.temporary().withArguments(Service.ORCHESTRATOR, "--counterstep.audit.every=never"));
        try {
            return new Stage(system);
        } catch (RuntimeException | Error failed) {
            system.close();
            throw failed;
        }
    }

    Shop shop() {
        return shop;
    }

    /** Where the orchestrator listens. */
    String url() {
        return system.url(Service.ORCHESTRATOR);
    }

    String completed() {
        return page(completed);
    }

    String canceled() {
        return page(canceled);
    }

    String waiting() {
        return page(waiting);
    }

    /** A finding that is not on the {@link #pages}, to be repaired. */
    long anotherFinding() {
        return anotherFinding;
    }

    /** The page of an order's saga. */
    static String page(String order) {
        return "/console/sagas/fulfil-order:" + order;
    }

    /** Every page that an address leads to, with something on it. */
    List<String> pages() {
        return List.of(
                "/console",
                "/console/sagas",
                "/console/sagas?state=RUNNING&participant=shipping",
                "/console/sagas?minAge=soon",
                completed(),
                canceled(),
                waiting(),
                waiting() + "/compensate",
                waiting() + "/pause",
                waiting() + "/resolve",
                "/console/definitions",
                "/console/definitions/fulfil-order",
                "/console/gates/participants/shipping/resume",
                "/console/gates/definitions/fulfil-order/pause",
                "/console/dead-letters",
                "/console/dead-letters/" + letter,
                "/console/dead-letters/" + letter + "/edit",
                "/console/dead-letters/" + letter + "/replay",
                "/console/dead-letters/all/discard?topic=payment-commands",
                "/console/audit",
                "/console/audit/start",
                "/console/audit/findings/" + finding,
                "/console/audit/findings/" + finding + "/repair",
                "/console/bulk",
                "/console/bulk/" + bulk,
                "/console/bulk/new?state=RUNNING",
                "/console/try?placed=2",
                "/console/no-such-page");
    }

    /** Opens whatever gate a test may have closed, and ends all mischief; shipping stays paused. */
    void calm() {
        for (String gate : List.of("participants/payment", "participants/order", "definitions/fulfil-order")) {
            post("/api/" + gate + "/resume", REASON);
        }
        shop.delete(Service.PAYMENT, "/demo/mischief");
        shop.delete(Service.SHIPPING, "/demo/mischief");
    }

    /** One that goes as far as shipping, some time. */
    String order() {
        return shop.order("alice", "KR", line("MOUSE", 1));
    }

    /** An order that shipping does not hear of while it is paused. */
    String waitingOrder() {
        String order = order();
        shop.awaitStep(order, "shipping");
        return order;
    }

    /** A command that payment cannot read, with that text where it wants an amount; returns the dead letter's number. */
    long letter(String amount) {
        return letter("payment-commands", "PAYMENT_REQUESTED", "amount", amount);
    }

    /** A command that inventory cannot read. */
    long letterOfInventory() {
        return letter("inventory-commands", "INVENTORY_REQUESTED", "lines", "none");
    }

    private long letter(String topic, String status, String field, String value) {
        String order = UUID.randomUUID().toString();
        try (RawProducer producer = new RawProducer(system)) {
            producer.send(topic, """
                    {"orderId":"%s","status":"%s","customerId":"alice","%s":"%s"}""".formatted(order, status, field, value));
        }
        return await("the dead letter is listed")
                .atMost(Shop.PATIENCE)
                .until(() -> get("/api/dead-letters?key=" + order).get("deadLetters"), it -> !it.isEmpty())
                .get(0)
                .get("id")
                .asLong();
    }

    /** A shipment that somebody canceled by hand, and an audit that has seen it; returns the finding's number. */
    long finding() {
        String order = shop.order("alice", "KR", line("MOUSE", 1));
        shop.awaitFinal(order);
        Database shipping = new Database(system, Service.SHIPPING);
        shipping.change("delete from saga_ledger where saga_id = 'fulfil-order:" + order + "'");
        shipping.change("delete from shipment where order_id = '" + order + "'");
        return await("the audit has found it")
                .atMost(Shop.PATIENCE)
                .until(
                        () -> {
                            post("/api/audit", "{\"by\":\"dana\",\"why\":\"a look\",\"grace\":\"1s\"}");
                            return get("/api/audit/findings")
                                    .get("findings")
                                    .valueStream()
                                    .filter(it -> it.get("saga").asString().endsWith(order))
                                    .toList();
                        },
                        it -> !it.isEmpty())
                .getFirst()
                .get("id")
                .asLong();
    }

    JsonNode awaitBulk(long id) {
        return await("the operation is over")
                .atMost(Shop.PATIENCE)
                .until(
                        () -> get("/api/bulk-operations/" + id),
                        it -> !it.get("state").asString().equals("RUNNING"));
    }

    JsonNode get(String path) {
        return shop.get(Service.ORCHESTRATOR, path).body();
    }

    JsonNode post(String path, String body) {
        return shop.post(Service.ORCHESTRATOR, path, body).body();
    }

    @Override
    public void close() {
        system.close();
    }
}

package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.Database;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold when all is over: G1 to G4, read from the databases. */
record Ended(LocalSystem system) {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** Waits until no order and no saga is on its way, then checks that each ended as it must and that all adds up. */
    void asTheyMust(Map<String, String> endings, Duration atMost) {
        awaitAllOver(atMost);
        assertThat(mistaken(endings))
                .as("orders that did not end as their kind demands")
                .isEmpty();
        assertAllAddsUp();
    }

    /**
     * As {@link #asTheyMust}, but a step that the outage kept from its answer beyond its deadline counts as unknown, so that
     * its order is canceled, whatever its kind.
     */
    void asTheyMustAfterAnOutage(Map<String, String> endings, Duration atMost) {
        awaitAllOver(atMost);
        assertThat(mistaken(endings))
                .as("orders that did not end as their kind demands, nor by a time-out")
                .allMatch(it -> it.contains(" is CANCELED: step ") && it.contains(" timed out after "));
        assertAllAddsUp();
    }

    private void awaitAllOver(Duration atMost) {
        await("all orders and sagas are over")
                .atMost(atMost)
                .pollInterval(LOOK_EVERY)
                .untilAsserted(() -> {
                    assertThat(orders().number("select count(*) from orders where status = 'PENDING'"))
                            .as("orders pending")
                            .isZero();
                    assertThat(
                                    sagas().column(
                                                    "select state || ' at ' || coalesce(step, '') || ', ' || count(*) from saga"
                                                            + " where state not in ('COMPLETED', 'CANCELED') group by state, step"))
                            .as("unfinished sagas")
                            .isEmpty();
                });
    }

    private List<String> mistaken(Map<String, String> endings) {
        Map<String, String> statuses = byId(orders().column("select id || ' ' || status from orders"));
        Map<String, String> reasons = byId(orders().column("select id || ' ' || coalesce(reason, '') from orders"));
        return endings.entrySet().stream()
                .filter(it -> !it.getValue().equals(statuses.get(it.getKey())))
                .map(it -> "%s must be %s, is %s: %s"
                        .formatted(it.getKey(), it.getValue(), statuses.get(it.getKey()), reasons.get(it.getKey())))
                .toList();
    }

    private void assertAllAddsUp() {
        assertThat(byId(sagas().column("select business_key || ' ' || state from saga")))
                .as("sagas say what orders say")
                .isEqualTo(byId(orders().column("select id || ' ' || status from orders")));
        new Conservation(system).assertHolds();
        assertEachEffectOnce();
    }

    private void assertEachEffectOnce() {
        assertThat(new Database(system, Service.INVENTORY)
                        .column("select sku || ' ' || reserved from current_stock where reserved > 0 order by sku"))
                .as("reserved is what completed orders hold")
                .isEqualTo(orders().column("""
                        select line ->> 'sku' || ' ' || sum((line ->> 'quantity')::int)
                          from orders, jsonb_array_elements(lines) as line
                         where status = 'COMPLETED' group by line ->> 'sku' order by line ->> 'sku'"""));
        Database payments = new Database(system, Service.PAYMENT);
        assertThat(payments.number(
                        "select coalesce(sum(amount), 0) from ledger_entry where account = 'system:merchant'"))
                .as("the merchant has what completed orders cost")
                .isEqualTo(orders().number(
                                "select coalesce(sum(total_minor_units), 0) from orders where status = 'COMPLETED'"));
        assertThat(payments.column("select reference || ' ' || kind from ledger_entry where kind <> 'FUNDING'"
                        + " group by reference, kind having count(*) <> 2"))
                .as("each payment and refund has its two entries")
                .isEmpty();
        List<String> history = sagas().column("""
                select saga_id || ' ' || kind || ' ' || step from saga_history
                 where kind not in ('COMMAND_RESENT', 'STEP_FAILED', 'RETRIED', 'HELD', 'RELEASED')
                 group by saga_id, kind, step having count(*) > 1""");
        assertThat(history).as("transitions made twice").isEmpty();
        assertThat(sagas().column("""
                select id from saga
                 where revision <> (select count(*) from saga_history where saga_id = saga.id)""")).as("sagas whose history has gaps").isEmpty();
    }

    private Database orders() {
        return new Database(system, Service.ORDER);
    }

    private Database sagas() {
        return new Database(system, Service.ORCHESTRATOR);
    }

    private static Map<String, String> byId(List<String> rows) {
        Map<String, String> found = new HashMap<>();
        rows.forEach(it -> found.put(it.substring(0, it.indexOf(' ')), it.substring(it.indexOf(' ') + 1)));
        return found;
    }
}

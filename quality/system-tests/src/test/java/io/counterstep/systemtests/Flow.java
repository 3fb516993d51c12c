package io.counterstep.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.systemtests.support.Told;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that was said about one order, in the order of its telling. Checks what every record must have: the business key,
 * the flat body, CloudEvents headers, one trace, and for a reply the command that it answers.
 */
final class Flow {

    private static final Map<String, String> WRITERS_OF_EVENTS = Map.of(
            "order-events", "/order-service",
            "payment-events", "/payment-service",
            "inventory-events", "/inventory-service",
            "shipping-events", "/shipping-service");

    private final String orderId;
    private final List<Told> records;

    Flow(String orderId, List<Told> records) {
        this.orderId = orderId;
        this.records = records.stream()
                .sorted(Comparator.comparing(it -> Instant.parse(it.header("ce_time"))))
                .toList();
    }

    /** @param expected topic and type of each record, no more and no less, cause before consequence */
    Flow isExactly(String... expected) {
        assertThat(records).extracting(it -> it.topic() + " " + it.status()).containsExactly(expected);
        Told previous = null;
        for (Told told : records) {
            isWellFormed(told);
            answers(told, previous);
            previous = told;
        }
        assertThat(records)
                .extracting(it -> it.header("traceparent").substring(3, 35))
                .as("trace id of all records")
                .containsOnly(records.getFirst().header("traceparent").substring(3, 35));
        assertThat(records).extracting(it -> it.header("ce_id")).doesNotHaveDuplicates();
        return this;
    }

    /** @param rest of the body of the one message of that type, after order id and status */
    Flow says(String status, String rest) {
        Told told = records.stream()
                .filter(it -> it.status().equals(status))
                .findFirst()
                .orElseThrow();
        assertThat(new String(told.value(), UTF_8)).isEqualTo("""
                {"orderId":"%s","status":"%s"%s""".formatted(orderId, status, rest));
        return this;
    }

    private void isWellFormed(Told told) {
        assertThat(told.key()).as("key of %s", told).isEqualTo(orderId);
        assertThat(told.orderId()).as("order id in %s", told).isEqualTo(orderId);
        assertThat(told.headers())
                .as("headers of %s", told)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", told.status())
                .containsEntry("ce_subject", orderId)
                .containsEntry("content-type", "application/json")
                .containsEntry("ce_source", WRITERS_OF_EVENTS.getOrDefault(told.topic(), "/orchestrator-service"));
        assertThat(told.header("ce_id")).as("id of %s", told).contains(orderId);
        assertThat(told.header("traceparent"))
                .as("trace of %s", told)
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    }

    /** Commands follow from events, and an event right after a command is its reply. */
    private static void answers(Told told, @Nullable Told previous) {
        if (previous != null && previous.topic().endsWith("-commands")) {
            assertThat(told.header("ce_inreplyto")).as("what %s answers", told).isEqualTo(previous.header("ce_id"));
        } else {
            assertThat(told.headers()).as("headers of %s", told).doesNotContainKey("ce_inreplyto");
        }
    }
}

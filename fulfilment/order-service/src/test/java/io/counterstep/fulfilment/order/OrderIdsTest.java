package io.counterstep.fulfilment.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class OrderIdsTest {

    private static final Instant START = Instant.parse("2026-11-22T10:15:30.123456Z");

    private final OrderIds ids = OrderIds.timeOrdered(new SplittableRandom(7));

    @Test
    void anIdIsAVersion7UuidThatBeginsWithItsMillisecond() {
        UUID id = ids.at(START);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(START.toEpochMilli());
    }

    @Test
    void idsOfLaterMillisecondsSortLater() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            made.add(ids.at(START.plusMillis(i * 37L)).toString());
        }

        assertThat(made).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void idsOfTheSameMillisecondDiffer() {
        assertThat(List.of(ids.at(START), ids.at(START), ids.at(START))).doesNotHaveDuplicates();
    }

    @Test
    void onlyTheCanonicalFormIsRead() {
        UUID id = ids.at(START);

        assertThat(OrderIds.parse(id.toString())).contains(id);
        assertThat(OrderIds.parse(" " + id)).isEmpty();
        assertThat(OrderIds.parse("1-1-1-1-1")).isEmpty();
        assertThat(OrderIds.parse("")).isEmpty();
    }
}

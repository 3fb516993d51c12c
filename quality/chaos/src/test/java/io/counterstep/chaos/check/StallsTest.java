package io.counterstep.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.chaos.load.Accepted;
import io.counterstep.chaos.load.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StallsTest {

    private final Stalls stalls = new Stalls(new Recording(
            List.of(
                    end("a", "ORDER_COMPLETED", 10, null),
                    end("a", "ORDER_COMPLETED", 50, null),
                    end("b", "ORDER_CANCELED", 20, null),
                    end("c", "ORDER_COMPLETED", 60, "duplicate"),
                    end("c", "ORDER_COMPLETED", 90, null)),
            Map.of(),
            Set.of()));

    @Test
    void theLongestGapIsBetweenFirstEnds() {
        assertThat(stalls.ends()).isEqualTo(3);
        assertThat(stalls.longestGap(at(0), at(100))).isEqualTo(new Stalls.Gap(at(20), at(90)));
        assertThat(stalls.longestGap(at(0), at(100)).length()).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void theWindowsEdgesCountAsEnds() {
        assertThat(stalls.longestGap(at(15), at(40))).isEqualTo(new Stalls.Gap(at(20), at(40)));
        assertThat(stalls.longestGap(at(30), at(80))).isEqualTo(new Stalls.Gap(at(30), at(80)));
    }

    @Test
    void recoveryIsTheFirstEndOfAnOrderAcceptedAfterwards() {
        List<Accepted> accepted = List.of(accepted("a", 1), accepted("b", 16), accepted("c", 17));
        assertThat(stalls.recovery(at(5), accepted)).contains(Duration.ofSeconds(15));
        assertThat(stalls.recovery(at(16), accepted)).contains(Duration.ofSeconds(74));
        assertThat(stalls.recovery(at(17), accepted)).isEmpty();
    }

    @Test
    void theSlowestOrderIsTheOneThatTookLongestToItsFirstEnd() {
        List<Accepted> accepted = List.of(accepted("a", 1), accepted("b", 16), accepted("c", 17), accepted("d", 2));
        assertThat(stalls.slowest(accepted)).isEqualTo(Duration.ofSeconds(73));
        assertThat(stalls.slowest(List.of(accepted("d", 2)))).isZero();
    }

    private static Instant at(int seconds) {
        return Instant.ofEpochSecond(1_800_000_000L + seconds);
    }

    private static Accepted accepted(String id, int seconds) {
        return new Accepted(id, Kind.GOOD, at(seconds));
    }

    private static TapeRecord end(String id, String type, int seconds, @Nullable String mark) {
        return new TapeRecord("order-events", 0, seconds, at(seconds).toEpochMilli(), id, type, null, null, mark, null);
    }
}

package io.counterstep.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResendTest {

    private static final CommandId COMMAND = CommandId.parse("fulfil-order:4711/payment/invoke");

    private static void assertSpread(Duration found, Duration interval) {
        assertThat(found).isBetween(interval, interval.plus(interval.dividedBy(5)));
    }

    @Test
    void theIntervalDoublesWithEachAttemptUpToTheLongest() {
        Resend resend = new Resend(Duration.ofSeconds(5), Duration.ofSeconds(60));

        assertSpread(resend.after(1, COMMAND), Duration.ofSeconds(5));
        assertSpread(resend.after(2, COMMAND), Duration.ofSeconds(10));
        assertSpread(resend.after(4, COMMAND), Duration.ofSeconds(40));
        assertSpread(resend.after(5, COMMAND), Duration.ofSeconds(60));
        assertSpread(resend.after(Integer.MAX_VALUE, COMMAND), Duration.ofSeconds(60));
    }

    @Test
    void aFirstIntervalBeyondTheDefaultLongestIsItsOwnLongest() {
        assertSpread(Resend.every(Duration.ofHours(1)).after(10, COMMAND), Duration.ofHours(1));
    }

    @Test
    void theSameCommandAndAttemptAlwaysGiveTheSameInterval() {
        assertThat(Resend.DEFAULT.after(3, COMMAND))
                .isEqualTo(Resend.DEFAULT.after(3, CommandId.parse(COMMAND.toString())));
    }

    @Test
    void commandsThatWereSentTogetherAreNotSentAgainTogether() {
        List<Duration> intervals = IntStream.range(0, 1_000)
                .mapToObj(i -> CommandId.parse("fulfil-order:" + i + "/payment/invoke"))
                .map(it -> Resend.every(Duration.ofSeconds(10)).after(1, it))
                .toList();

        // of 1,000 drawn from 1,000 parts, about 632 are expected to differ
        assertThat(new HashSet<>(intervals)).hasSizeGreaterThan(550);
        for (int tenth = 0; tenth < 10; tenth++) {
            Duration from = Duration.ofSeconds(10).plusMillis(200L * tenth);
            assertThat(intervals)
                    .filteredOn(it -> it.compareTo(from) >= 0 && it.compareTo(from.plusMillis(200)) < 0)
                    .hasSizeBetween(60, 140);
        }
    }

    @Test
    void aStepThatMayTakeDaysIsNotAskedEveryMinute() {
        assertThat(Resend.within(Duration.ofSeconds(30))).isEqualTo(Resend.DEFAULT);
        assertThat(Resend.within(Duration.ofDays(10)).max()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void anIntervalIsPositiveAndAtMostTheLongest() {
        assertThatIllegalArgumentException().isThrownBy(() -> Resend.every(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Resend.every(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resend(Duration.ofSeconds(5), Duration.ofSeconds(4)))
                .withMessage("resend interval must be positive and at most max, found PT5S with max PT4S");
    }
}

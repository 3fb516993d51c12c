package io.counterstep.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResendTest {

    @Test
    void theIntervalDoublesWithEachAttemptUpToTheLongest() {
        Resend resend = new Resend(Duration.ofSeconds(5), Duration.ofSeconds(60));

        assertThat(resend.after(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(resend.after(2)).isEqualTo(Duration.ofSeconds(10));
        assertThat(resend.after(4)).isEqualTo(Duration.ofSeconds(40));
        assertThat(resend.after(5)).isEqualTo(Duration.ofSeconds(60));
        assertThat(resend.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aFirstIntervalBeyondTheDefaultLongestIsItsOwnLongest() {
        assertThat(Resend.every(Duration.ofHours(1)).after(10)).isEqualTo(Duration.ofHours(1));
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

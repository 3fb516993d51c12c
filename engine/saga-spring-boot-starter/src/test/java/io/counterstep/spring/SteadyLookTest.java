package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is set by an hour, either way, and a process that stands still. */
class SteadyLookTest {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(10);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private long nanos;
    private int looks;
    private boolean fails;

    private final SteadyLook look = new SteadyLook(this::work, REST, () -> now, () -> nanos);

    private Duration work() {
        looks++;
        pass(Duration.ofSeconds(20));
        if (fails) {
            throw new IllegalStateException("the database is away");
        }
        return EVERY;
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void timeThatGoesByEvenlyIsNoLeapHoweverLongALookTakes() {
        for (int i = 1; i <= 100; i++) {
            assertThat(look.get()).isEqualTo(EVERY);
            assertThat(looks).isEqualTo(i);
            pass(EVERY.plusSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void afterTheClockWasSetTheNextLookRestsOnce(Duration set) {
        pass(look.get());
        now = now.plus(set);

        assertThat(look.get()).isEqualTo(REST);
        assertThat(looks).as("nothing times out by the leap alone").isEqualTo(1);
        pass(REST);
        assertThat(look.get()).isEqualTo(EVERY);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void afterTheProcessStoodStillTheNextLookRestsOnce() {
        pass(look.get().plus(Duration.ofMinutes(5)));

        assertThat(look.get()).isEqualTo(REST);
        assertThat(looks).isEqualTo(1);
        pass(REST);
        assertThat(look.get()).isEqualTo(EVERY);
    }

    @Test
    void howLongIsWaitedAfterALookThatFailedIsNoLeap() {
        pass(look.get());
        fails = true;
        assertThatThrownBy(look::get).isInstanceOf(IllegalStateException.class);
        fails = false;
        pass(Duration.ofMinutes(1));

        assertThat(look.get()).isEqualTo(EVERY);
    }
}

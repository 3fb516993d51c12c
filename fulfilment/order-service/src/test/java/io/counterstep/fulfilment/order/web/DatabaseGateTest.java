package io.counterstep.fulfilment.order.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.order.TooBusyException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@NullMarked
class DatabaseGateTest {

    private final DatabaseGate gate = new DatabaseGate(1, Duration.ZERO, TransactionOperations.withoutTransaction());

    @Test
    void whoFindsNoPlaceInTimeIsTurnedAwayWithoutHavingDoneAnything() {
        AtomicBoolean done = new AtomicBoolean();

        assertThatThrownBy(() -> gate.enter(() -> gate.enter(() -> done.getAndSet(true))))
                .isInstanceOf(TooBusyException.class)
                .hasMessageContaining("was not begun");
        assertThat(done).isFalse();
    }

    @Test
    void aPlaceIsFreeAgainAfterItsWorkAlsoIfThatFailed() {
        assertThatThrownBy(() -> gate.enter(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(gate.<String>enter(() -> "done")).isEqualTo("done");
    }

    @Test
    void whoIsInterruptedIsTurnedAwayAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> gate.enter(() -> "done")).isInstanceOf(TooBusyException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}

package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** How often orders are counted, on a clock of the test's own. */
@NullMarked
@ExtendWith(OrderServiceExtension.class)
class BacklogTest {

    private static final int MAX_PENDING = 3;

    private final RunningOrderService service;
    private final AtomicLong nanoTime = new AtomicLong();
    private final CountingQueries queries;
    private final Backlog backlog;

    BacklogTest(RunningOrderService service) {
        this.service = service;
        this.queries = new CountingQueries(service.jdbc(), nanoTime);
        OrderProperties properties = new OrderProperties(
                Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofSeconds(10), 1, 1_000, MAX_PENDING);
        this.backlog = new Backlog(service.outbox(), queries, properties, nanoTime::get);
    }

    @Test
    void atTheBoundAndNotBeforeThereIsNoRoom() throws Exception {
        for (int i = 1; i < MAX_PENDING; i++) {
            service.placed(KEYBOARD_ORDER);
        }
        backlog.look();
        backlog.requireRoom();
        service.placed(KEYBOARD_ORDER);
        backlog.look();
        assertThatThrownBy(backlog::requireRoom)
                .isInstanceOf(TooBusyException.class)
                .hasMessageContaining("3 orders are PENDING");
        service.jdbc().update("update orders set status = 'COMPLETED', finished_at = now()");
        backlog.look();
        backlog.requireRoom();
    }

    @Test
    void theLongerCountingTakesTheLessOftenItIsDone() {
        queries.take(Duration.ofMillis(40));
        lookEverySecondFor(Duration.ofSeconds(100));
        assertThat(queries.number).as("40 ms, then 4 s of rest").isBetween(15, 25);
    }

    @Test
    void whatIsQuickIsCountedEachTime() {
        queries.take(Duration.ofMillis(1));
        lookEverySecondFor(Duration.ofSeconds(10));
        assertThat(queries.number).isEqualTo(10);
    }

    @Test
    void howeverLongCountingTakesTheRestIsBounded() {
        queries.take(Duration.ofSeconds(5));
        lookEverySecondFor(Duration.ofSeconds(100));
        assertThat(queries.number).isGreaterThanOrEqualTo(5);
    }

    private void lookEverySecondFor(Duration time) {
        for (long end = nanoTime.get() + time.toNanos(); nanoTime.get() < end; ) {
            backlog.look();
            nanoTime.addAndGet(OrderConfiguration.LOOK_EVERY.toNanos());
        }
    }

    /** Says how often it was asked, and lets each time cost something. */
    private static final class CountingQueries extends JdbcTemplate {
        private final AtomicLong nanoTime;
        private Duration cost = Duration.ZERO;
        private int number;

        CountingQueries(JdbcTemplate real, AtomicLong nanoTime) {
            super(Objects.requireNonNull(real.getDataSource()));
            this.nanoTime = nanoTime;
        }

        void take(Duration time) {
            cost = time;
        }

        @Override
        public <T> @Nullable T queryForObject(String sql, Class<T> type, @Nullable Object @Nullable ... arguments) {
            number++;
            nanoTime.addAndGet(cost.toNanos());
            return super.queryForObject(sql, type, arguments);
        }
    }
}

package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderComplete;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionOperations;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class PendingSweepTest {

    private static final Duration AFTER = Duration.ofMinutes(2);
    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(10);

    /** More than any other test here has. */
    private static final int MAX_UNPUBLISHED = 20;

    private final RunningOrderService service;
    private final PendingSweep sweep;
    private final Backlog backlog;
    private Instant now = Instant.now();

    PendingSweepTest(RunningOrderService service) {
        this.service = service;
        OrderProperties properties =
                new OrderProperties(AFTER, AT_MOST_EVERY, Duration.ofSeconds(10), 1, MAX_UNPUBLISHED, 1_000_000);
        this.backlog = new Backlog(service.outbox(), service.jdbc(), properties);
        this.sweep = new PendingSweep(
                service.jdbc(),
                service.outbox(),
                service.bean(TransactionOperations.class),
                () -> now,
                properties,
                backlog);
    }

    @Test
    void anOrderThatStaysPendingIsAnnouncedAgainAsItWas() throws Exception {
        service.placed(KEYBOARD_ORDER);
        RecordingOutbox.Recorded first = service.outbox().events().getFirst();

        assertThat(sweep.announceDue()).isZero();
        pass(AFTER.plusSeconds(1));
        assertThat(sweep.announceDue()).isOne();

        assertThat(service.outbox().events()).containsExactly(first, first);
    }

    @Test
    void nothingIsAnnouncedAgainWhileTooMuchWaitsToBePublished() throws Exception {
        for (int i = 0; i < MAX_UNPUBLISHED; i++) {
            service.placed(KEYBOARD_ORDER);
        }
        backlog.look();
        pass(AFTER.plusSeconds(1));
        assertThat(sweep.announceDue()).isZero();

        service.jdbc().execute("truncate recorded_event");
        backlog.look();
        assertThat(sweep.announceDue()).isEqualTo(MAX_UNPUBLISHED);
    }

    @Test
    void theWaitDoublesUpToItsBound() throws Exception {
        service.placed(KEYBOARD_ORDER);
        pass(AFTER.plusSeconds(1));
        assertThat(sweep.announceDue()).isOne();

        for (int minutes : new int[] {4, 8, 10, 10}) {
            pass(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(sweep.announceDue())
                    .as("just before %d minutes", minutes)
                    .isZero();
            pass(Duration.ofSeconds(1));
            assertThat(sweep.announceDue()).as("after %d minutes", minutes).isOne();
        }
        assertThat(service.outbox().events()).hasSize(6);
    }

    @Test
    void theWaitStaysAtItsBoundHoweverOftenAnOrderWasAnnounced() throws Exception {
        service.placed(KEYBOARD_ORDER);
        service.jdbc().update("update orders set announcements = 2000000000");
        pass(AFTER.plusSeconds(1));

        assertThat(sweep.announceDue()).isOne();
        assertThat(sweep.announceDue()).isZero();
    }

    @Test
    void aWishToCancelIsAnnouncedAgainAfterItsOrder() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);
        service.post("/orders/" + id + "/cancel", "");

        pass(AFTER.plusSeconds(1));
        sweep.announceDue();

        assertThat(service.outbox().types())
                .containsExactly("ORDER_CREATED", "ORDER_CANCEL_REQUESTED", "ORDER_CREATED", "ORDER_CANCEL_REQUESTED");
    }

    @Test
    void aFinalOrderIsNotAnnouncedAgain() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);
        service.bean(OrderEndings.class).complete(List.of(new OrderComplete(id)));

        pass(Duration.ofDays(1));

        assertThat(sweep.announceDue()).isZero();
    }

    @Test
    void aSweepAnnouncesABoundedNumberTheLongestOverdueFirst() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);
        service.jdbc().update("""
                insert into orders (id, customer_id, status, lines, currency, total_minor_units, country,
                                    created_at, announce_at)
                select gen_random_uuid(), customer_id, status, lines, currency, total_minor_units, country,
                       created_at, announce_at + make_interval(secs => n)
                from orders, generate_series(1, ?) as n
                """, PendingSweep.MAX_ORDERS);
        pass(Duration.ofHours(1));

        assertThat(sweep.announceDue()).isEqualTo(PendingSweep.MAX_ORDERS);
        assertThat(service.outbox().events().subList(1, PendingSweep.MAX_ORDERS + 1))
                .anySatisfy(event -> assertThat(event.key()).isEqualTo(id));
        assertThat(sweep.announceDue()).isOne();
        assertThat(sweep.announceDue()).isZero();
    }

    @Test
    void anOrderThatAnotherTransactionHoldsIsSkipped() throws Exception {
        String held = service.placed(KEYBOARD_ORDER);
        String free = service.placed(KEYBOARD_ORDER);
        pass(AFTER.plusSeconds(1));

        service.bean(TransactionOperations.class).executeWithoutResult(status -> {
            service.jdbc().queryForList("select 1 from orders where id = ? for update", UUID.fromString(held));
            try (ExecutorService other = Executors.newSingleThreadExecutor()) {
                assertThat(other.submit(sweep::announceDue))
                        .succeedsWithin(Duration.ofSeconds(30))
                        .isEqualTo(1);
            }
        });

        assertThat(service.outbox().events().getLast().key()).isEqualTo(free);
        assertThat(sweep.announceDue()).isOne();
        assertThat(service.outbox().events().getLast().key()).isEqualTo(held);
    }

    @Test
    void anAnnouncementThatFailsIsDueStill() throws Exception {
        service.placed(KEYBOARD_ORDER);
        pass(AFTER.plusSeconds(1));
        service.outbox().failOnce();

        assertThatThrownBy(sweep::announceDue).hasMessageContaining("told to fail");

        assertThat(service.outbox().events()).hasSize(1);
        assertThat(sweep.announceDue()).isOne();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}

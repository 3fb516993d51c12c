package io.counterstep.participant;

import io.counterstep.messaging.FreshPlans;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes what stands in the outbox: right after a commit when woken, and at every sweep what a crash left behind. Rows
 * are deleted only after the broker has them, so a crash leads to duplicates, never to loss. There is no cursor that a
 * late commit could slip past: a row is there or it is not.
 *
 * <p>One relay at a time works on a database, by an advisory lock, so that the order of each key is kept with any number
 * of instances.
 */
public final class OutboxRelay {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    /** The most rows published in one go. */
    static final int MAX_ROWS = 1_000;

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    /** Any number, the same in all instances: "outbox" in ASCII. */
    private static final long LOCK = 0x6f7574626f78L;

    /**
     * Two statements in one round trip, not one: only a statement that begins when the lock is held sees what the relay
     * that held it before has deleted.
     */
    private static final String LOCK_AND_SELECT = """
            select pg_advisory_xact_lock(?) is null;
            select id, topic, business_key, type, body from saga_outbox order by id limit ?""";

    private static final String DELETE = "delete from saga_outbox where id = any(?)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final MessageFormat format;
    private final Publisher publisher;
    private final Semaphore work = new Semaphore(0);
    private @Nullable Thread thread;
    private volatile boolean running;

    public OutboxRelay(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, MessageFormat format, Publisher publisher) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.format = format;
        this.publisher = publisher;
    }

    public synchronized void start() {
        running = true;
        thread = Thread.ofPlatform().name("outbox-relay").start(this::run);
    }

    /** Says that there is something new; returns at once. */
    public void wake() {
        work.release();
    }

    private void run() {
        while (running) {
            try {
                work.tryAcquire(SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                work.drainPermits();
                while (running && publishSome() == MAX_ROWS) {
                    LOG.debug("outbox holds more than {} rows, going on", MAX_ROWS);
                }
            } catch (InterruptedException stopping) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn(
                        "cannot publish from the outbox, the rows stay and are tried again in {}", SWEEP_EVERY, failed);
            }
        }
    }

    /** Publishes the oldest rows, if there are any; returns how many. */
    int publishSome() {
        Integer published = transaction.execute(status -> {
            List<Row> rows = lockAndSelect();
            if (!rows.isEmpty()) {
                publisher.publish(rows.stream().map(this::message).toList());
                jdbc.update(DELETE, (Object) rows.stream().map(Row::id).toArray(Long[]::new));
            }
            return rows.size();
        });
        return published == null ? 0 : published;
    }

    private List<Row> lockAndSelect() {
        List<Row> rows = new ArrayList<>();
        FreshPlans.beginWith(
                jdbc,
                LOCK_AND_SELECT,
                new Object[] {LOCK, MAX_ROWS},
                locked -> {},
                row -> rows.add(new Row(
                        row.getLong("id"),
                        row.getString("topic"),
                        row.getString("business_key"),
                        row.getString("type"),
                        row.getString("body"))));
        return rows;
    }

    private OutgoingMessage message(Row row) {
        return new OutgoingMessage(
                row.topic(),
                row.key(),
                row.type(),
                row.key() + "/" + row.type(),
                null,
                null,
                format.body(row.body().getBytes(StandardCharsets.UTF_8)));
    }

    private record Row(long id, String topic, String key, String type, String body) {}

    public boolean isRunning() {
        return running;
    }

    /** Waits for what is being published; what is left stays in the table. */
    public synchronized void stop() {
        running = false;
        wake();
        try {
            if (thread != null) {
                thread.join(STOP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

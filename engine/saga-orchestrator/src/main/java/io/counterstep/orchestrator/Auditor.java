package io.counterstep.orchestrator;

import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.orchestrator.Audit.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares what participants' ledgers say with what the sagas ended as, over Kafka: first each participant's whole ledger, page by
 * page; then all sagas that are over, about which it is asked. One run at a time, however many instances there are; it stands in
 * the first database, so whoever comes next goes on with it. Thread-safe.
 */
public final class Auditor {

    /** Between two steps of a run, so that it leaves the system to the sagas. */
    static final Duration PAUSE = Duration.ofMillis(50);

    /** While none runs. */
    static final Duration IDLE = Duration.ofSeconds(1);

    /** How long what has failed rests before it is tried again. */
    static final Duration TRY_AGAIN = Duration.ofSeconds(30);

    /** The most characters of a failure's reason that are kept. */
    static final int MAX_PROBLEM = 1_000;

    /** How long a system that was never audited is left alone after its start. */
    static final Duration FIRST_AFTER = Duration.ofHours(1);

    /** The most runs that are shown. */
    private static final int SHOWN_RUNS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);

    private static final String ENGINE = "engine";

    private final SagaDefinitions definitions;
    private final Map<String, Participant> participants;
    private final AuditedSagas sagas;
    private final AuditStore runs;
    private final AuditFindings findings;
    private final LedgerWalk walk;
    private final TransactionTemplate transaction;
    private final AuditSettings settings;
    private final Publisher publisher;
    private final InstantSource clock;
    private final Instant firstAt;
    private volatile Map<Audit.Kind, Integer> open = Map.of();

    public Auditor(
            SagaDefinitions definitions,
            SagaStores stores,
            AuditSettings settings,
            MessageFormat format,
            Publisher publisher,
            InstantSource clock) {
        this.definitions = definitions;
        this.participants = participants(definitions);
        this.sagas = new AuditedSagas(definitions, stores, format);
        this.runs = new AuditStore(stores.first().jdbc());
        this.findings = new AuditFindings(stores.first().jdbc());
        this.walk = new LedgerWalk(definitions, sagas, runs, findings, settings, format, clock);
        this.transaction = stores.first().readCommitted();
        this.settings = settings;
        this.publisher = publisher;
        this.clock = clock;
        this.firstAt = clock.instant().plus(FIRST_AFTER);
    }

    /** Those who keep a ledger; the orchestrator itself, who runs child sagas, has the sagas. */
    static Map<String, Participant> participants(SagaDefinitions definitions) {
        Map<String, Participant> participants = definitions.participants();
        participants.values().removeIf(ChildSagas.PARTICIPANT::equals);
        return participants;
    }

    /**
     * Begins a run; the work is done by {@link #tick}, of this instance or another.
     *
     * @param grace null for the configured one
     * @return false if one is running
     */
    public boolean start(String by, String why, @Nullable Duration grace) {
        Boolean begun = transaction.execute(status -> {
            boolean first = runs.begin(
                    UUID.randomUUID().toString(),
                    by,
                    why,
                    grace == null ? settings.grace() : grace,
                    clock.instant(),
                    participants.keySet());
            if (first) {
                findings.forgetClosed();
            }
            return first;
        });
        return Boolean.TRUE.equals(begun);
    }

    /** The open findings when it was last looked, for metrics. */
    public int openFindings() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The last runs, and how many findings of each kind are open. */
    public Audit.Overview overview() {
        return new Audit.Overview(runs.runs(SHOWN_RUNS), findings.open());
    }

    public Audit.Findings findings(Audit.Filter filter) {
        List<Audit.Finding> found = findings.findings(filter);
        if (found.size() <= filter.limit()) {
            return new Audit.Findings(found, null);
        }
        List<Audit.Finding> page = List.copyOf(found.subList(0, filter.limit()));
        return new Audit.Findings(page, Long.toString(page.getLast().id()));
    }

    /** @return null if there is none of that number */
    public Audit.@Nullable Finding finding(long id) {
        return findings.finding(id);
    }

    /**
     * Does one bounded piece of work. What fails with one participant is tried again a few times, then it is left out, and the
     * run goes on with the others; where the run itself keeps failing, it ends as FAILED.
     *
     * @return how long to wait before the next
     */
    public Duration tick() {
        List<OutgoingMessage> questions = new ArrayList<>();
        Boolean running;
        try {
            running = transaction.execute(status -> {
                AuditStore.Row run = runs.lockRunning();
                if (run != null) {
                    advance(run, questions);
                }
                return run != null;
            });
        } catch (Failed failed) {
            failed(failed);
            return failed.participant == null ? TRY_AGAIN : PAUSE;
        }
        publisher.publish(questions);
        if (Boolean.TRUE.equals(running)) {
            return PAUSE;
        }
        open = findings.open();
        startIfDue();
        return IDLE;
    }

    private void startIfDue() {
        Duration every = settings.every();
        if (every == null) {
            return;
        }
        Instant now = clock.instant();
        Instant due = runs.runs(1).stream()
                .map(it -> it.startedAt().plus(every))
                .findFirst()
                .orElse(firstAt);
        if (!now.isBefore(due)) {
            start(ENGINE, "every " + every, null);
        }
    }

    /** What failed, and with whom; null if it is the run itself. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long run;
        private final @Nullable String participant;

        Failed(long run, @Nullable String participant, RuntimeException cause) {
            super(cause);
            this.run = run;
            this.participant = participant;
        }
    }

    private void advance(AuditStore.Row run, List<OutgoingMessage> questions) {
        boolean over = true;
        for (AuditPart part : parts(run)) {
            if (part.isOver()) {
                continue;
            }
            AuditPart next = advance(run, part, questions);
            over &= next.isOver();
        }
        if (over) {
            end(run);
        }
    }

    private List<AuditPart> parts(AuditStore.Row run) {
        try {
            return runs.parts(run.id());
        } catch (RuntimeException failed) {
            throw new Failed(run.id(), null, failed);
        }
    }

    private AuditPart advance(AuditStore.Row run, AuditPart part, List<OutgoingMessage> questions) {
        if (part.rests(clock.instant())) {
            return part;
        }
        Participant participant = participants.get(part.participant());
        try {
            // a version that is deployed in the middle of a run may know it no more
            AuditPart next =
                    participant == null ? LedgerWalk.silent(part) : walk.step(run, participant, part, questions);
            if (!next.equals(part)) {
                runs.save(run.id(), next);
            }
            return next;
        } catch (RuntimeException failed) {
            throw new Failed(run.id(), part.participant(), failed);
        }
    }

    /** In a transaction of its own, as the one in which it failed is gone; so what fails does not hold up the others. */
    private void failed(Failed failed) {
        String problem = problem(failed);
        Instant now = clock.instant();
        String participant = failed.participant;
        boolean givenUp = Boolean.TRUE.equals(transaction.execute(status -> participant == null
                ? runs.failed(failed.run, problem, now)
                : runs.failed(failed.run, participant, problem, now.plus(TRY_AGAIN))));
        LOG.warn(
                "audit {} failed{}, {}",
                failed.run,
                participant == null ? "" : " with participant " + participant,
                givenUp ? "and is given up: nothing is said about it" : "next try in " + TRY_AGAIN,
                failed.getCause());
    }

    /** PostgreSQL takes no NUL. */
    private static String problem(Failed failed) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failed);
        String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return text.substring(0, Math.min(MAX_PROBLEM, text.length())).replace('\0', '?');
    }

    private void end(AuditStore.Row run) {
        try {
            int closed = closeUnseen(run);
            runs.end(run.id(), closed, findings.countUnseen(run.id()), clock.instant());
            tell(run.id(), closed);
        } catch (RuntimeException failed) {
            throw new Failed(run.id(), null, failed);
        }
    }

    /** Closes what the run has not found any more, where it would have. */
    private int closeUnseen(AuditStore.Row ended) {
        long run = ended.id();
        Instant until = ended.run().startedAt().minus(ended.run().grace());
        Instant dead = ended.run().startedAt().minus(settings.deadAfter());
        int closed = 0;
        long after = 0;
        List<Audit.Finding> page = findings.unseen(run, after, LedgerWalk.MAX_ASKED);
        while (!page.isEmpty()) {
            LedgerComparison.Known known =
                    sagas.find(page.stream().map(it -> SagaId.parse(it.saga())).collect(Collectors.toSet()));
            List<Audit.Finding> gone = page.stream()
                    .filter(it -> LedgerComparison.judges(definitions, it, known, until, dead))
                    .toList();
            closed += findings.close(gone, clock.instant());
            after = page.getLast().id();
            page = findings.unseen(run, after, LedgerWalk.MAX_ASKED);
        }
        return closed;
    }

    private void tell(long run, int closed) {
        Audit.Run ended = runs.runs(1).getFirst();
        if (ended.opened() + ended.untold() > 0) {
            LOG.warn(
                    "audit {} found {} new contradictions between sagas and ledgers: look with ./counterstep audit or"
                            + " GET /api/audit/findings",
                    run,
                    ended.opened() + ended.untold());
        }
        LOG.info(
                "audit {} is done: {} new, {} closed, {} that it could not judge, silent {}, failed {}",
                run,
                ended.opened(),
                closed,
                ended.unjudged(),
                those(ended, Pass.SILENT),
                those(ended, Pass.FAILED));
    }

    private static List<String> those(Audit.Run run, Pass pass) {
        return run.participants().stream()
                .filter(it -> it.pass() == pass)
                .map(Audit.Progress::participant)
                .toList();
    }
}

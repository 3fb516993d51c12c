package io.counterstep.orchestrator;

import io.counterstep.core.audit.LedgerAudit;
import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.orchestrator.Audit.Found;
import io.counterstep.orchestrator.Audit.Pass;
import io.counterstep.orchestrator.AuditStore.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares what participants' ledgers say with what the sagas ended as, over Kafka: first each participant's whole ledger, page by
 * page; then all sagas that are over, about which it is asked. One run at a time, however many instances there are; it stands in
 * the first database, so whoever comes next goes on with it. Thread-safe.
 */
public final class Auditor {

    /** The most sagas named in one question, and looked for at once. */
    static final int MAX_ASKED = 300;

    /** About as many bytes has a question at the most. */
    static final int MAX_QUESTION_BYTES = 32 * 1024;

    /** How long an answer is waited for before it is asked again. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    /** How often it is asked before the participant counts as silent. */
    static final int MAX_ATTEMPTS = 4;

    /** Between two steps of a run, so that it leaves the system to the sagas. */
    static final Duration PAUSE = Duration.ofMillis(50);

    /** While none runs. */
    static final Duration IDLE = Duration.ofSeconds(1);

    /** How long a system that was never audited is left alone after its start. */
    static final Duration FIRST_AFTER = Duration.ofHours(1);

    /** The most runs that are shown. */
    private static final int SHOWN_RUNS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);

    private static final String ENGINE = "engine";

    private final SagaDefinitions definitions;
    private final Map<String, Participant> participants;
    private final AuditedSagas sagas;
    private final AuditStore store;
    private final TransactionTemplate transaction;
    private final AuditSettings settings;
    private final MessageFormat format;
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
        this.store = new AuditStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.settings = settings;
        this.format = format;
        this.publisher = publisher;
        this.clock = clock;
        this.firstAt = clock.instant().plus(FIRST_AFTER);
    }

    /** Those who keep a ledger; the orchestrator itself, who runs child sagas, has the sagas. */
    static Map<String, Participant> participants(SagaDefinitions definitions) {
        Map<String, Participant> participants = new TreeMap<>();
        definitions
                .all()
                .forEach(definition -> definition.invocations().forEach(it -> {
                    Participant participant = it.command().participant();
                    if (!participant.equals(ChildSagas.PARTICIPANT)) {
                        participants.put(participant.name(), participant);
                    }
                }));
        return participants;
    }

    /**
     * Begins a run; the work is done by {@link #tick}, of this instance or another.
     *
     * @param grace null for the configured one
     * @return false if one is running
     */
    public boolean start(String by, String why, @Nullable Duration grace) {
        Boolean begun = transaction.execute(status -> store.begin(
                UUID.randomUUID().toString(),
                by,
                why,
                grace == null ? settings.grace() : grace,
                clock.instant(),
                participants.keySet()));
        return Boolean.TRUE.equals(begun);
    }

    /** The open findings when it was last looked, for metrics. */
    public int openFindings() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The last runs, and how many findings of each kind are open. */
    public Audit.Overview overview() {
        return new Audit.Overview(store.runs(SHOWN_RUNS), store.open());
    }

    public Audit.Findings findings(Audit.Filter filter) {
        List<Audit.Finding> found = store.findings(filter);
        if (found.size() <= filter.limit()) {
            return new Audit.Findings(found, null);
        }
        List<Audit.Finding> page = List.copyOf(found.subList(0, filter.limit()));
        return new Audit.Findings(page, Long.toString(page.getLast().id()));
    }

    /** @return null if there is none of that number */
    public Audit.@Nullable Finding finding(long id) {
        return store.finding(id);
    }

    /**
     * Does one bounded piece of work.
     *
     * @return how long to wait before the next
     */
    public Duration tick() {
        List<OutgoingMessage> questions = new ArrayList<>();
        Boolean running = transaction.execute(status -> {
            AuditStore.Row run = store.lockRunning();
            if (run != null) {
                advance(run, questions);
            }
            return run != null;
        });
        publisher.publish(questions);
        if (Boolean.TRUE.equals(running)) {
            return PAUSE;
        }
        open = store.open();
        startIfDue();
        return IDLE;
    }

    private void startIfDue() {
        Duration every = settings.every();
        if (every == null) {
            return;
        }
        Instant now = clock.instant();
        Instant due = store.runs(1).stream()
                .map(it -> it.startedAt().plus(every))
                .findFirst()
                .orElse(firstAt);
        if (!now.isBefore(due)) {
            start(ENGINE, "every " + every, null);
        }
    }

    private void advance(AuditStore.Row run, List<OutgoingMessage> questions) {
        boolean over = true;
        for (Part part : store.parts(run.id())) {
            Participant participant = participants.get(part.participant());
            if (part.isOver()) {
                continue;
            }
            // a version that is deployed in the middle of a run may know it no more
            Part next = participant == null ? silent(part) : advance(run, participant, part, questions);
            if (!next.equals(part)) {
                store.save(run.id(), next);
            }
            over &= next.isOver();
        }
        if (over) {
            end(run);
        }
    }

    private void end(AuditStore.Row run) {
        int closed = store.end(run.id(), clock.instant());
        Audit.Run ended = store.runs(1).getFirst();
        List<String> silent = ended.participants().stream()
                .filter(it -> it.pass() == Pass.SILENT)
                .map(Audit.Progress::participant)
                .toList();
        if (ended.opened() + ended.untold() > 0) {
            LOG.warn(
                    "audit {} found {} new contradictions between sagas and ledgers: look with ./counterstep audit or"
                            + " GET /api/audit/findings",
                    run.id(),
                    ended.opened() + ended.untold());
        }
        LOG.info("audit {} is done: {} new, {} closed, silent {}", run.id(), ended.opened(), closed, silent);
    }

    private Part advance(AuditStore.Row run, Participant participant, Part part, List<OutgoingMessage> questions) {
        Instant asked = part.askedAt();
        Part next = part;
        if (part.page() != null) {
            next = compared(run, participant, part);
        } else if (asked != null) {
            if (clock.instant().isBefore(asked.plus(ASK_AGAIN))) {
                return part;
            }
            if (part.attempts() >= MAX_ATTEMPTS) {
                return silent(part);
            }
            next = at(part, part.pass(), part.question(), part.asked(), part.until());
            questions.add(question(run, participant, next));
            return next;
        }
        if (next.pass() == Pass.SAGAS) {
            next = chosen(run, next);
        } else if (next.pass() == Pass.LEDGER) {
            next = at(next, Pass.LEDGER, next.question(), List.of(), until(run));
        }
        if (next.askedAt() != null) {
            questions.add(question(run, participant, next));
        }
        return next;
    }

    private Instant until(AuditStore.Row run) {
        return clock.instant().minus(run.run().grace());
    }

    private static Part silent(Part part) {
        LOG.warn("participant {} does not answer the audit: nothing is said about it", part.participant());
        return new Part(
                part.participant(),
                Pass.SILENT,
                part.store(),
                part.afterSaga(),
                part.afterEnd(),
                part.question(),
                part.attempts(),
                null,
                null,
                List.of(),
                null,
                part.lookedAt());
    }

    /** Asked now, once more than before. */
    private Part at(Part part, Pass pass, int question, List<String> asked, @Nullable Instant until) {
        return new Part(
                part.participant(),
                pass,
                part.store(),
                part.afterSaga(),
                part.afterEnd(),
                question,
                part.attempts() + 1,
                clock.instant(),
                until,
                asked,
                null,
                part.lookedAt());
    }

    private OutgoingMessage question(AuditStore.Row run, Participant participant, Part part) {
        boolean ledger = part.pass() == Pass.LEDGER;
        LedgerAudit audit = new LedgerAudit(
                run.token(),
                participant.name(),
                part.question(),
                ledger ? null : part.asked(),
                ledger ? part.afterSaga() : null);
        String key = "audit-" + run.token();
        String type = LedgerAudit.TYPE.name();
        String id = key + "/" + participant.name() + "/" + part.question();
        return new OutgoingMessage(
                participant.commandTopic(), key, type, id, null, null, format.encode(key, type, audit));
    }

    private Part compared(AuditStore.Row run, Participant participant, Part part) {
        String text = String.valueOf(part.page());
        LedgerPage page = format.body(text.getBytes(StandardCharsets.UTF_8)).as(LedgerPage.TYPE);
        Instant until = part.until() == null ? until(run) : part.until();
        List<SagaId> asked = part.asked().stream().map(SagaId::parse).toList();
        List<SagaId> ids = new ArrayList<>(asked);
        page.sagas().forEach(it -> addKnown(ids, it.saga()));
        LedgerComparison.Known known = sagas.find(ids);
        List<Found> found = LedgerComparison.of(definitions, participant.name(), times(until), page, asked, known);
        store.add(run.id(), sagas.unexplained(found, known), clock.instant());
        boolean ledger = part.pass() == Pass.LEDGER;
        boolean last = ledger && (!page.more() || page.sagas().isEmpty());
        return new Part(
                part.participant(),
                last ? Pass.SAGAS : part.pass(),
                part.store(),
                last ? null : ledger ? page.sagas().getLast().saga() : part.afterSaga(),
                part.afterEnd(),
                part.question() + 1,
                0,
                null,
                null,
                List.of(),
                null,
                part.lookedAt() + (ledger ? page.sagas().size() : 0));
    }

    private void addKnown(List<SagaId> ids, String text) {
        try {
            SagaId id = SagaId.parse(text);
            if (definitions.newest(id.definition()) != null) {
                ids.add(id);
            }
        } catch (IllegalArgumentException noId) {
            LOG.warn("a ledger holds a row of saga '{}', which is no saga's id: {}", text, noId.getMessage());
        }
    }

    private LedgerComparison.Times times(Instant until) {
        Instant now = clock.instant();
        Duration forgotten = settings.forgottenAfter();
        return new LedgerComparison.Times(
                until,
                now.minus(settings.deadAfter()),
                forgotten == null ? Instant.MIN : now.minus(forgotten).plus(settings.grace()));
    }

    /** Chooses what to ask about next; asks nothing, and goes on at the next tick, if none of those read is of interest. */
    private Part chosen(AuditStore.Row run, Part part) {
        Instant until = until(run);
        // what ends while it runs is for the next run, else a busy system's run would have no end
        Instant begun = run.run().startedAt().minus(run.run().grace());
        List<AuditedSaga> read = sagas.over(part.store(), begun, part.afterEnd(), part.afterSaga(), MAX_ASKED);
        List<String> asked = new ArrayList<>();
        int bytes = 0;
        int rows = 0;
        int taken = 0;
        for (AuditedSaga it : read) {
            String id = it.saga().id().toString();
            int expected = LedgerComparison.expected(definitions, it.saga(), part.participant())
                    .size();
            bytes += expected == 0 ? 0 : id.getBytes(StandardCharsets.UTF_8).length;
            rows += steps(it, part.participant());
            if (taken > 0 && (bytes > MAX_QUESTION_BYTES || rows > MAX_ASKED)) {
                break;
            }
            if (expected > 0) {
                asked.add(id);
            }
            taken++;
        }
        boolean exhausted = read.isEmpty();
        boolean last = exhausted && part.store() + 1 == sagas.stores();
        AuditedSaga end = taken == 0 ? null : read.get(taken - 1);
        Part moved = new Part(
                part.participant(),
                last ? Pass.DONE : Pass.SAGAS,
                exhausted && !last ? part.store() + 1 : part.store(),
                end == null ? null : end.saga().id().toString(),
                end == null ? null : end.endedAt(),
                part.question(),
                0,
                null,
                null,
                List.of(),
                null,
                part.lookedAt() + taken);
        return asked.isEmpty() ? moved : at(moved, Pass.SAGAS, part.question(), asked, until);
    }

    /** How many rows of that saga the participant may have at the most. */
    private int steps(AuditedSaga audited, String participant) {
        SagaDefinition<?> definition = definitions.find(
                audited.saga().id().definition(), audited.saga().version());
        return definition == null
                ? 0
                : (int) definition.invocations().stream()
                        .filter(it -> it.command().participant().name().equals(participant))
                        .count();
    }
}

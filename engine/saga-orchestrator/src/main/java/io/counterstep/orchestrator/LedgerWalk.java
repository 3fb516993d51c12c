package io.counterstep.orchestrator;

import io.counterstep.core.audit.LedgerAudit;
import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.orchestrator.Audit.Pass;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of an audit through one participant: its whole ledger, page by page; then all sagas that are over, about which it is
 * asked. One step at a time: hold the page that came against the sagas, then ask for the next. Runs in the caller's transaction.
 * Thread-safe.
 */
final class LedgerWalk {

    /** The most sagas named in one question, and looked for at once. */
    static final int MAX_ASKED = 300;

    /** About as many bytes has a question at the most. */
    static final int MAX_QUESTION_BYTES = 32 * 1024;

    /** How long an answer is waited for before it is asked again. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    /** How often it is asked before the participant counts as silent. */
    static final int MAX_ATTEMPTS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWalk.class);

    private final SagaDefinitions definitions;
    private final AuditedSagas sagas;
    private final AuditStore runs;
    private final AuditFindings findings;
    private final AuditSettings settings;
    private final MessageFormat format;
    private final InstantSource clock;

    LedgerWalk(
            SagaDefinitions definitions,
            AuditedSagas sagas,
            AuditStore runs,
            AuditFindings findings,
            AuditSettings settings,
            MessageFormat format,
            InstantSource clock) {
        this.definitions = definitions;
        this.sagas = sagas;
        this.runs = runs;
        this.findings = findings;
        this.settings = settings;
        this.format = format;
        this.clock = clock;
    }

    /**
     * One step.
     *
     * @param questions gets what is to be asked after the commit
     * @return how far it is then; the same as before if there is nothing to do yet
     */
    AuditPart step(AuditStore.Row run, Participant participant, AuditPart part, List<OutgoingMessage> questions) {
        Instant asked = part.askedAt();
        AuditPart next = part;
        if (part.page() != null) {
            next = compared(run, participant, part);
        } else if (asked != null) {
            if (clock.instant().isBefore(asked.plus(ASK_AGAIN))) {
                return part;
            }
            if (part.attempts() >= MAX_ATTEMPTS) {
                return silent(part);
            }
            next = part.asked(clock.instant(), part.asked(), part.until());
            questions.add(question(run, participant, next));
            return next;
        }
        if (next.pass() == Pass.SAGAS) {
            next = chosen(run, next);
        } else if (next.pass() == Pass.LEDGER) {
            next = next.asked(clock.instant(), List.of(), until(run));
        }
        if (next.askedAt() != null) {
            questions.add(question(run, participant, next));
        }
        return next;
    }

    static AuditPart silent(AuditPart part) {
        LOG.warn("participant {} does not answer the audit: nothing is said about it", part.participant());
        return part.silent();
    }

    private Instant until(AuditStore.Row run) {
        return clock.instant().minus(run.run().grace());
    }

    private OutgoingMessage question(AuditStore.Row run, Participant participant, AuditPart part) {
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

    private AuditPart compared(AuditStore.Row run, Participant participant, AuditPart part) {
        String text = String.valueOf(part.page());
        LedgerPage page = format.body(text.getBytes(StandardCharsets.UTF_8)).as(LedgerPage.TYPE);
        Instant until = part.until() == null ? until(run) : part.until();
        List<SagaId> asked = part.asked().stream().map(SagaId::parse).toList();
        List<SagaId> ids = new ArrayList<>(asked);
        page.sagas().forEach(it -> addKnown(ids, it.saga()));
        LedgerComparison.Known known = sagas.find(ids);
        LedgerComparison.Result result =
                LedgerComparison.of(definitions, participant.name(), times(until, known), page, asked, known);
        AuditFindings.Kept kept =
                findings.add(run.id(), sagas.unexplained(result.found(), known), result.unjudged(), clock.instant());
        runs.count(run.id(), kept);
        if (part.pass() == Pass.SAGAS) {
            return part.compared(Pass.SAGAS, part.afterSaga(), 0);
        }
        boolean last = !page.more() || page.sagas().isEmpty();
        String after = last ? null : page.sagas().getLast().saga();
        return part.compared(
                last ? Pass.SAGAS : Pass.LEDGER, after, page.sagas().size());
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

    private LedgerComparison.Times times(Instant until, LedgerComparison.Known known) {
        Instant dead = clock.instant().minus(settings.deadAfter());
        Instant forgotten = known.forgotten();
        // by the participant's clock it may have come about later than its saga was purged
        return new LedgerComparison.Times(
                until, dead, forgotten == null ? Instant.MIN : forgotten.plus(settings.grace()));
    }

    /** Chooses what to ask about next; asks nothing, and goes on at the next tick, if none of those read is of interest. */
    private AuditPart chosen(AuditStore.Row run, AuditPart part) {
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
        int store = exhausted && !last ? part.store() + 1 : part.store();
        AuditPart moved = part.moved(last ? Pass.DONE : Pass.SAGAS, store, end, taken);
        return asked.isEmpty() ? moved : moved.asked(clock.instant(), asked, until);
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

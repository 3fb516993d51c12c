package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says what would put a finding right, and does it when an operator asks for it. A command bears the id that the saga's own has,
 * so a participant takes it at most once, however often it is sent. Thread-safe.
 */
public final class AuditRepairs {

    private final SagaDefinitions definitions;
    private final SagaStores stores;
    private final List<SagaStore> sagas;
    private final AuditFindings findings;
    private final TransactionTemplate transaction;
    private final SagaOperations operations;
    private final MessageFormat format;
    private final Publisher publisher;
    private final InstantSource clock;

    public AuditRepairs(
            SagaDefinitions definitions,
            SagaStores stores,
            SagaOperations operations,
            MessageFormat format,
            Publisher publisher,
            InstantSource clock) {
        this.definitions = definitions;
        this.stores = stores;
        this.sagas = stores.map(it -> new SagaStore(it.jdbc(), format));
        this.findings = new AuditFindings(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.operations = operations;
        this.format = format;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * What would be done.
     *
     * @param command the id of the command that would be sent; null if none would
     * @param operation what would be done to the saga instead; null if nothing
     * @param problem why nothing can be done, and what to do; null if something can
     */
    public record Proposal(
            long finding,
            Audit.Repair repair,
            @Nullable String command,
            @Nullable String type,
            @Nullable String participant,
            @Nullable String topic,
            @Nullable String body,
            @Nullable String operation,
            @Nullable String problem) {}

    /** Why a finding cannot be repaired like that. */
    private static final class Unrepairable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unrepairable(String message) {
            super(message);
        }
    }

    /** Builds it, and does nothing. */
    public Proposal preview(Audit.Finding finding) {
        try {
            if (finding.state() == Audit.State.CLOSED) {
                throw new Unrepairable("the last audit found it no longer so");
            }
            return switch (finding.repair()) {
                case COMPENSATE, INVOKE -> shown(finding, message(finding));
                case SAGA ->
                    operation(finding, operationOn(finding, "?", "?") instanceof Input.Retry ? "retry" : "compensate");
                case BY_HAND -> throw new Unrepairable(advice(finding));
            };
        } catch (Unrepairable cannot) {
            return new Proposal(
                    finding.id(), finding.repair(), null, null, null, null, null, null, cannot.getMessage());
        }
    }

    /**
     * Does it, and writes down who wanted it and why; first that, so that nothing is ever sent of which nobody knows.
     *
     * @return what was done, or the problem for which nothing was
     * @throws VersionNotHereException if another instance has to be asked
     */
    public Proposal repair(Audit.Finding finding, String by, String why) {
        Proposal proposal = preview(finding);
        if (proposal.problem() != null) {
            return proposal;
        }
        String done = proposal.operation() == null ? String.valueOf(proposal.command()) : proposal.operation();
        transaction.executeWithoutResult(status -> findings.repaired(finding.id(), clock.instant(), by, why, done));
        if (proposal.operation() != null) {
            Decision decision = operations.apply(SagaId.parse(finding.saga()), operationOn(finding, by, why));
            if (decision instanceof Decision.Ignored ignored) {
                String moved = "the saga has moved on meanwhile and takes no " + done + ": " + ignored.reason();
                return new Proposal(finding.id(), finding.repair(), null, null, null, null, null, null, moved);
            }
        } else {
            publisher.publish(List.of(message(finding)));
        }
        return proposal;
    }

    private static Proposal operation(Audit.Finding finding, String operation) {
        return new Proposal(
                finding.id(), finding.repair(), null, null, finding.participant(), null, null, operation, null);
    }

    private Proposal shown(Audit.Finding finding, OutgoingMessage it) {
        return new Proposal(
                finding.id(),
                finding.repair(),
                it.id(),
                it.type(),
                finding.participant(),
                it.topic(),
                it.body().toString(),
                null,
                null);
    }

    /** Turns the saga back where that can be, else tries again: decided by the function that decides sagas. */
    private Input.Operation operationOn(Audit.Finding finding, String by, String why) {
        SagaId id = SagaId.parse(finding.saga());
        Input.Compensate compensate = new Input.Compensate(by, why);
        if (operations.preview(id, compensate) instanceof OperationPreview.Effect) {
            return compensate;
        }
        Input.Retry retry = new Input.Retry(by, why);
        if (operations.preview(id, retry) instanceof OperationPreview.Refused refused) {
            throw new Unrepairable("saga " + id + " can neither be turned back nor tried again ("
                    + refused.reason().text() + "): audit again");
        }
        return retry;
    }

    private OutgoingMessage message(Audit.Finding finding) {
        SagaId id = SagaId.parse(finding.saga());
        Action action = LedgerComparison.action(finding.repair());
        SagaInstance saga =
                sagas.get(stores.of(id)).peek(id).map(StoredSaga::saga).orElse(null);
        if (saga != null) {
            requireStillSo(saga, finding, action);
        }
        SagaDefinition<?> own = saga == null ? null : definitions.find(id.definition(), saga.version());
        SagaDefinition<?> definition = own == null ? definitions.newest(id.definition()) : own;
        if (definition == null) {
            throw new Unrepairable(
                    "no definition '" + id.definition() + "' is registered: ask the service that has it");
        }
        return message(definition, id, saga, finding, action);
    }

    private void requireStillSo(SagaInstance saga, Audit.Finding finding, Action action) {
        Outcome outcome = saga.outcomes().get(LedgerComparison.currentName(saga, finding.step()));
        boolean so = switch (action) {
            case INVOKE ->
                LedgerComparison.expected(definitions, saga, finding.participant())
                        .contains(finding.step());
            case COMPENSATE ->
                Phase.of(saga.state()) == Phase.CANCELED
                        || (saga.state().status().isFinal()
                                && (outcome == Outcome.COMPENSATED || outcome == Outcome.REFUSED));
        };
        if (!so) {
            throw new Unrepairable("saga " + saga.id() + " is " + saga.state().status() + " and step " + finding.step()
                    + " " + outcome + " by now: audit again");
        }
    }

    private <S> OutgoingMessage message(
            SagaDefinition<S> definition,
            SagaId id,
            @Nullable SagaInstance saga,
            Audit.Finding finding,
            Action action) {
        String step = saga == null ? finding.step() : LedgerComparison.currentName(saga, finding.step());
        boolean known = SagaDefinition.isEnding(step) || definition.find(step) != null;
        Invocation<S, ?> said = known ? definition.invocation(step, action) : null;
        if (said == null) {
            throw new Unrepairable("definition '" + definition.name() + "' version "
                    + definition.version().number() + " says nothing to " + action.wireName() + " step '" + step
                    + "': put it right by hand");
        }
        Map<String, Body> facts = saga == null ? Map.of() : saga.facts();
        String reason = saga == null ? null : saga.state().reason();
        try {
            var data = definition.data(id, facts, reason == null ? "found by an audit" : reason);
            String key = said.key().apply(data);
            Participant to = said.command().participant();
            String type = said.command().type().name();
            String command = new CommandId(id, finding.step(), action).toString();
            return new OutgoingMessage(
                    to.commandTopic(), key, type, command, null, null, format.encode(key, type, said.build(data)));
        } catch (RuntimeException unbuildable) {
            throw new Unrepairable("the command cannot be built from what is left of the saga ("
                    + unbuildable.getMessage() + "): put it right by hand");
        }
    }

    private static String advice(Audit.Finding finding) {
        return "participant " + finding.participant()
                + " would answer from its ledger and do nothing: correct its tables"
                + " by hand; if the effect has to come about anew, delete saga " + finding.saga() + ", step "
                + finding.step() + " from its saga_ledger, and audit again";
    }
}

package io.counterstep.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One saga in the hands of a test: remembers its state, the time and the records that it was given. */
final class TestSaga {

    static final String KEY = "p-1";
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final SagaDefinition<?> definition;
    private Instant now = BEGINNING;
    private Set<String> closed = Set.of();
    private int records;
    private @Nullable SagaInstance instance;

    private TestSaga(SagaDefinition<?> definition) {
        this.definition = definition;
    }

    static TestSaga unborn() {
        return of(Purchase.definition());
    }

    static TestSaga of(SagaDefinition<?> definition) {
        return new TestSaga(definition);
    }

    /** A saga that is there already. */
    static TestSaga migrated(SagaDefinition<?> definition, SagaInstance saga) {
        TestSaga migrated = new TestSaga(definition);
        migrated.instance = saga;
        migrated.records = 1_000;
        return migrated;
    }

    static TestSaga paying() {
        return unborn().and(TestSaga::start);
    }

    static TestSaga sending() {
        return paying().and(it -> it.reply(Purchase.PAID, done()));
    }

    static TestSaga completing() {
        return sending().and(it -> it.reply(Purchase.SENT, done()));
    }

    static TestSaga recalling() {
        return sending().and(TestSaga::cancel);
    }

    static TestSaga refunding() {
        return paying().and(TestSaga::cancel);
    }

    static TestSaga canceling() {
        return refunding().and(it -> it.reply(Purchase.REFUNDED, undone()));
    }

    static TestSaga completed() {
        return completing().and(it -> it.reply(Purchase.CLOSED, told()));
    }

    static TestSaga canceled() {
        return canceling().and(it -> it.reply(Purchase.DROPPED, told()));
    }

    /** That saga, given up on after as many technical failures as it takes. */
    static TestSaga stuck(TestSaga saga) {
        for (int i = 0; i < Decider.MAX_FAILURES; i++) {
            saga.fail();
            saga.passes(Duration.ofMinutes(2)).check();
        }
        return saga;
    }

    /** That saga, checked whenever a check is due, until a person has to look. */
    static TestSaga unanswered(TestSaga saga) {
        for (int i = 0; i < 1_000 && saga.state().status() != Status.NEEDS_ATTENTION; i++) {
            saga.passesUntilDue().check();
        }
        assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        return saga;
    }

    static Purchase.Done done() {
        return new Purchase.Done("book");
    }

    static Purchase.Undone undone() {
        return new Purchase.Undone(KEY);
    }

    static Purchase.Told told() {
        return new Purchase.Told("news");
    }

    TestSaga and(Consumer<TestSaga> what) {
        what.accept(this);
        return this;
    }

    TestSaga passes(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** To the moment for which the next check is set. */
    TestSaga passesUntilDue() {
        now = instance().dueAt().orElseThrow();
        return this;
    }

    /** From now on these gates are closed, and no others. */
    TestSaga closes(String... gates) {
        closed = Set.of(gates);
        return this;
    }

    Decision hear(Input input) {
        Decision decision = Decider.decide(definition, instance, input, new Moment(now, closed));
        if (decision instanceof Decision.Moved moved) {
            instance = moved.saga();
        }
        return decision;
    }

    Decision start() {
        return hear(new Input.Start(KEY, Body.of(new Purchase.Ordered("book")), record()));
    }

    /** A reply to what the saga waits for. */
    <M> Decision reply(MessageType<M> type, M payload) {
        return replyTo(outstanding().command(), type, payload);
    }

    /** A reply to what the saga waits for at that step. */
    <M> Decision reply(String step, MessageType<M> type, M payload) {
        return replyTo(outstanding(step).command(), type, payload);
    }

    /** An event, or a reply from a producer that does not know the command's id. */
    <M> Decision event(MessageType<M> type, M payload) {
        return replyTo(null, type, payload);
    }

    <M> Decision replyTo(@Nullable CommandId command, MessageType<M> type, M payload) {
        return hear(new Input.Reply(type.name(), Body.of(payload), command, record()));
    }

    Decision fail() {
        return failureOf(outstanding().command());
    }

    Decision fail(String step) {
        return failureOf(outstanding(step).command());
    }

    Decision failureOf(CommandId command) {
        return hear(new Input.Failure(command, "no connection", record()));
    }

    Decision cancel() {
        return hear(new Input.CancelRequest("REGRETTED", record()));
    }

    Decision check() {
        return hear(new Input.Check());
    }

    /** What a check would decide while replies are read up to then only; the saga stays as it is. */
    Decision wouldCheck(Instant readUpTo) {
        Moment moment = new Moment(now, closed, readUpTo);
        return Decider.decide(definition, instance, new Input.Check(), moment);
    }

    Decision retry() {
        return hear(new Input.Retry("ann", "the bank is back"));
    }

    Decision compensate() {
        return hear(new Input.Compensate("ann", "the customer called"));
    }

    <M> Decision resolve(String step, MessageType<M> type, M payload) {
        return hear(new Input.Resolve(step, type.name(), Body.of(payload), "ann", "seen in the bank's books"));
    }

    Decision skip(String step) {
        return hear(new Input.Skip(step, "ann", "done by hand"));
    }

    Decision pause() {
        return hear(new Input.Pause("ann", "the bank moves house"));
    }

    Decision resume() {
        return hear(new Input.Resume("ann", "the bank has moved"));
    }

    Decision release() {
        return hear(new Input.Release());
    }

    /** A new record's identity. */
    String record() {
        records++;
        return "bank-events-0@" + records;
    }

    String lastRecord() {
        return "bank-events-0@" + records;
    }

    CommandId command(String step, Action action) {
        return new CommandId(definition.id(KEY), step, action);
    }

    SagaInstance instance() {
        if (instance == null) {
            throw new IllegalStateException("the saga was not started yet");
        }
        return instance;
    }

    SagaState state() {
        return instance().state();
    }

    Outcome outcome(String step) {
        Outcome outcome = instance().outcomes().get(step);
        if (outcome == null) {
            throw new IllegalStateException(
                    "step " + step + " has no outcome, only " + instance().outcomes());
        }
        return outcome;
    }

    /** The only thing that the saga waits for. */
    Outstanding outstanding() {
        assertThat(instance().waits()).hasSize(1);
        return instance().waits().getFirst();
    }

    Outstanding outstanding(String step) {
        return instance().waits().stream()
                .filter(it -> it.step().equals(step))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is outstanding at " + step + ", only "
                        + instance().waits()));
    }

    /** The steps that are waited for. */
    List<String> waiting() {
        return instance().waits().stream().map(Outstanding::step).toList();
    }

    Instant now() {
        return now;
    }

    static List<String> said(Decision decision) {
        List<OutgoingCommand> commands = switch (decision) {
            case Decision.Moved moved -> moved.commands();
            case Decision.Repeated repeated -> repeated.commands();
            case Decision.Ignored ignored -> List.of();
        };
        return commands.stream().map(it -> it.command().type().name()).toList();
    }

    static Transition transition(Decision decision) {
        Transition line = switch (decision) {
            case Decision.Moved moved -> moved.transition();
            case Decision.Repeated repeated -> throw new AssertionError("expected a move, found " + repeated);
            case Decision.Ignored ignored -> throw new AssertionError("expected a move, found " + ignored);
        };
        if (line == null) {
            throw new AssertionError("expected a line for the history, found none in " + decision);
        }
        return line;
    }

    /** What the parent is told by it; null if nothing. */
    static @Nullable OutgoingReply toldParent(Decision decision) {
        return switch (decision) {
            case Decision.Moved moved -> moved.reply();
            case Decision.Repeated repeated -> repeated.reply();
            case Decision.Ignored ignored -> null;
        };
    }

    /** An interval with its spread is that interval, and up to a fifth more. */
    static void assertSpread(@Nullable Instant found, Instant from, Duration interval) {
        assertThat(found).isBetween(from.plus(interval), from.plus(interval).plus(interval.dividedBy(5)));
    }
}

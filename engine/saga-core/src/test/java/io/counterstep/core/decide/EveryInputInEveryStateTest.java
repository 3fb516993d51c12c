package io.counterstep.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** G7 by brute force: whatever comes, wherever the saga stands, nothing is thrown and no illegal transition is made. */
@Tag("G7")
class EveryInputInEveryStateTest {

    private static final String DELIVERY = "some-topic-0@4711";

    /** The arrows of the diagram in {@link SagaState}; waiting on is an arrow to itself. */
    private static final Map<Class<?>, Set<Class<?>>> LEGAL = Map.of(
            SagaState.Running.class,
            Set.of(
                    SagaState.Running.class,
                    SagaState.Completing.class,
                    SagaState.Compensating.class,
                    SagaState.Canceling.class),
            SagaState.Completing.class,
            // its parent undoes it while it tells of its good end: first it is over, then it turns back
            Set.of(SagaState.Completing.class, SagaState.Completed.class, SagaState.Compensating.class),
            SagaState.Compensating.class,
            Set.of(SagaState.Compensating.class, SagaState.Canceling.class),
            SagaState.Canceling.class,
            Set.of(SagaState.Canceling.class, SagaState.Canceled.class),
            SagaState.Completed.class,
            Set.of(SagaState.Compensating.class),
            SagaState.Canceled.class,
            Set.of());

    /** Beneath attention or a pause the saga stands where it stood. */
    private static Class<?> place(SagaState state) {
        return switch (state) {
            case SagaState.NeedsAttention attention -> attention.stuck().getClass();
            case SagaState.Paused paused -> paused.held().getClass();
            case SagaState.Active active -> active.getClass();
            case SagaState.Final over -> over.getClass();
        };
    }

    static Stream<Arguments> everyState() {
        Map<String, Supplier<TestSaga>> states = new LinkedHashMap<>();
        states.put("paying", TestSaga::paying);
        states.put("sending", TestSaga::sending);
        states.put("completing", TestSaga::completing);
        states.put("recalling", TestSaga::recalling);
        states.put("refunding", TestSaga::refunding);
        states.put("canceling", TestSaga::canceling);
        states.put("stuck in completing", () -> TestSaga.stuck(TestSaga.completing()));
        states.put("stuck in refunding", () -> TestSaga.stuck(TestSaga.refunding()));
        states.put("stuck in canceling", () -> TestSaga.stuck(TestSaga.canceling()));
        states.put("silence in refunding", () -> TestSaga.unanswered(TestSaga.refunding()));
        states.put("paused in paying", () -> TestSaga.paying().and(TestSaga::pause));
        states.put("paused in refunding", () -> TestSaga.refunding().and(TestSaga::pause));
        states.put(
                "paused and stuck", () -> TestSaga.stuck(TestSaga.canceling()).and(TestSaga::pause));
        states.put(
                "held in sending",
                () -> TestSaga.paying()
                        .closes(Moment.participant("post"))
                        .and(it -> it.reply(Purchase.PAID, TestSaga.done())));
        states.put(
                "held in canceling",
                () -> TestSaga.refunding()
                        .closes(Moment.definition("purchase"))
                        .and(it -> it.reply(Purchase.REFUNDED, TestSaga.undone())));
        states.put("undone while completing", () -> TestSaga.completing().and(it -> it.hear(undo())));
        states.put("undone after completion", () -> TestSaga.completed().and(it -> it.hear(undo())));
        states.put("completed", TestSaga::completed);
        states.put("canceled", TestSaga::canceled);
        return states.entrySet().stream().map(it -> Arguments.of(it.getKey(), it.getValue()));
    }

    private static Input undo() {
        return new Input.Undo(TestSaga.KEY, CommandId.parse("trip:t-1/shopping/compensate"), DELIVERY);
    }

    private static List<Input> everyInput() {
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), DELIVERY));
        inputs.add(new Input.CancelRequest("REGRETTED", DELIVERY));
        inputs.add(new Input.CancelRequest("NEVER_HEARD_OF", DELIVERY));
        inputs.add(new Input.Check());
        inputs.add(new Input.Release());
        inputs.add(new Input.Retry("ann", "why not"));
        inputs.add(new Input.Compensate("ann", "why not"));
        inputs.add(new Input.Pause("ann", "why not"));
        inputs.add(new Input.Resume("ann", "why not"));
        inputs.add(undo());
        inputs.add(new Input.Start(
                TestSaga.KEY,
                Body.of(new Purchase.Ordered("book")),
                CommandId.parse("trip:t-1/shopping/invoke"),
                DELIVERY));
        Map<String, Object> replies = Map.of(
                "PAID", TestSaga.done(),
                "PAY_REFUSED", new Purchase.Refused(null),
                "SENT", TestSaga.done(),
                "SEND_REFUSED", new Purchase.Refused("no"),
                "RECALLED", TestSaga.undone(),
                "REFUNDED", TestSaga.undone(),
                "CLOSED", TestSaga.told(),
                "DROPPED", TestSaga.told(),
                "NEVER_HEARD_OF", "nothing");
        for (String step : List.of("pay", "send", "complete", "cancel", "no-such-step")) {
            inputs.add(new Input.Skip(step, "ann", "why not"));
            replies.forEach((type, reply) ->
                    inputs.add(new Input.Resolve(step, type, Body.of(reply), "ann", "seen in the books")));
        }
        for (CommandId command : everyCommand()) {
            inputs.add(new Input.Unsendable(command, "too large"));
            inputs.add(new Input.Failure(command, "no connection", DELIVERY));
            replies.forEach((type, reply) -> inputs.add(new Input.Reply(type, Body.of(reply), command, DELIVERY)));
        }
        replies.forEach((type, reply) -> inputs.add(new Input.Reply(type, Body.of(reply), null, DELIVERY)));
        return inputs;
    }

    private static List<CommandId> everyCommand() {
        List<CommandId> commands = new ArrayList<>();
        for (SagaId saga : List.of(new SagaId("purchase", TestSaga.KEY), new SagaId("another", "p-2"))) {
            for (String step : List.of("pay", "send", "complete", "cancel", "no-such-step")) {
                for (Action action : Action.values()) {
                    commands.add(new CommandId(saga, step, action));
                }
            }
        }
        return commands;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyState")
    void isTakenOrIgnoredWithAReason(String name, Supplier<TestSaga> state) {
        for (Duration later : List.of(Duration.ZERO, Purchase.RESEND, Purchase.DEADLINE, Duration.ofDays(1))) {
            for (Input input : everyInput()) {
                TestSaga saga = state.get().passes(later);
                SagaInstance before = saga.instance();

                Decision decision = saga.hear(input);

                requireSound(before, decision, name + ", " + input);
            }
        }
    }

    private static void requireSound(SagaInstance before, Decision decision, String what) {
        switch (decision) {
            case Decision.Moved moved -> {
                SagaInstance after = moved.saga();
                if (place(before.state()) != place(after.state())) {
                    assertThat(LEGAL.get(place(before.state()))).as(what).contains(place(after.state()));
                }
                assertThat(after.id()).as(what).isEqualTo(before.id());
                assertThat(after.version()).as(what).isEqualTo(before.version());
                assertThat(after.startedAt()).as(what).isEqualTo(before.startedAt());
                assertThat(TestSaga.said(decision)).as(what).hasSizeLessThanOrEqualTo(1);
                Transition line = moved.transition();
                if (line == null) {
                    assertThat(after.revision()).as(what).isEqualTo(before.revision());
                    assertThat(after.state().status())
                            .as(what)
                            .isEqualTo(before.state().status());
                } else {
                    assertThat(after.revision()).as(what).isEqualTo(before.revision() + 1);
                    assertThat(line.revision()).as(what).isEqualTo(after.revision());
                    assertThat(line.from()).as(what).isEqualTo(before.state().status());
                    assertThat(line.to()).as(what).isEqualTo(after.state().status());
                    assertThat(line.commands()).as(what).isEqualTo(TestSaga.said(decision));
                }
            }
            case Decision.Repeated repeated ->
                assertThat(repeated.commands().isEmpty()).as(what).isEqualTo(before.state() instanceof SagaState.Final);
            case Decision.Ignored ignored ->
                assertThat(ignored.reason()).as(what).isNotNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyState")
    void givesTheSameDecisionForTheSameArguments(String name, Supplier<TestSaga> state) {
        for (Input input : everyInput()) {
            assertThat(decision(state.get(), input)).as(name).isEqualTo(decision(state.get(), input));
        }
    }

    private static Object decision(TestSaga saga, Input input) {
        return switch (saga.hear(input)) {
            case Decision.Moved moved ->
                List.of(
                        moved.saga(),
                        String.valueOf(moved.transition()),
                        moved.commands(),
                        String.valueOf(moved.reply()));
            case Decision.Repeated repeated -> repeated;
            case Decision.Ignored ignored -> ignored;
        };
    }
}

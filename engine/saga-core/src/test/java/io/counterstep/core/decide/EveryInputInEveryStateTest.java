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
import org.jspecify.annotations.Nullable;
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
            Set.of(SagaState.Completing.class, SagaState.Completed.class, SagaState.NeedsAttention.class),
            SagaState.Compensating.class,
            Set.of(SagaState.Compensating.class, SagaState.Canceling.class, SagaState.NeedsAttention.class),
            SagaState.Canceling.class,
            Set.of(SagaState.Canceling.class, SagaState.Canceled.class, SagaState.NeedsAttention.class),
            SagaState.NeedsAttention.class,
            Set.of(
                    SagaState.Completing.class,
                    SagaState.Completed.class,
                    SagaState.Compensating.class,
                    SagaState.Canceling.class,
                    SagaState.Canceled.class),
            SagaState.Completed.class,
            Set.of(),
            SagaState.Canceled.class,
            Set.of());

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
        states.put("completed", TestSaga::completed);
        states.put("canceled", TestSaga::canceled);
        return states.entrySet().stream().map(it -> Arguments.of(it.getKey(), it.getValue()));
    }

    private static List<Input> everyInput() {
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), DELIVERY));
        inputs.add(new Input.CancelRequest("REGRETTED", DELIVERY));
        inputs.add(new Input.CancelRequest("NEVER_HEARD_OF", DELIVERY));
        inputs.add(new Input.Check());
        inputs.add(new Input.Retry("ann", "why not"));
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
        for (CommandId command : everyCommand()) {
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
                Class<?> from = before.state().getClass();
                assertThat(LEGAL.get(from))
                        .as(what)
                        .contains(moved.saga().state().getClass());
                assertThat(moved.saga().id()).as(what).isEqualTo(before.id());
                assertThat(moved.saga().revision()).as(what).isEqualTo(before.revision() + 1);
                assertThat(moved.transition().from())
                        .as(what)
                        .isEqualTo(before.state().status());
                assertThat(moved.transition().to())
                        .as(what)
                        .isEqualTo(moved.saga().state().status());
                assertThat(moved.transition().commands())
                        .as(what)
                        .isEqualTo(TestSaga.said(decision))
                        .hasSizeLessThanOrEqualTo(1);
            }
            case Decision.Repeated repeated ->
                assertThat(before.state()).as(what).isInstanceOf(SagaState.Active.class);
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

    private static @Nullable Object decision(TestSaga saga, Input input) {
        return switch (saga.hear(input)) {
            case Decision.Moved moved -> List.of(moved.transition(), moved.commands());
            case Decision.Repeated repeated -> repeated;
            case Decision.Ignored ignored -> ignored;
        };
    }
}

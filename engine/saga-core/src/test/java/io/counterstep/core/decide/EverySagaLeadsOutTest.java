package io.counterstep.core.decide;

import static io.counterstep.core.decide.Trip.CAR;
import static io.counterstep.core.decide.Trip.MAIL;
import static io.counterstep.core.decide.Trip.PAYMENT;
import static io.counterstep.core.decide.Trip.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random walks through random disorder. Wherever a saga stands, something leads out of it: a check to come, or a person
 * who is told. Once the disorder is over it ends, and what has an effect then is what should have.
 */
@Tag("G1")
@Tag("G2")
class EverySagaLeadsOutTest {

    private static final int SEEDS = 1_500;
    private static final int STEPS = 80;
    private static final List<String> GATES =
            List.of(Moment.participant("hotel"), Moment.participant("payment"), Moment.definition("trip"));

    private static SagaDefinition<Purchase.Ordered> definition(String shape) {
        return switch (shape) {
            case "everything" -> Trip.ended(everything(Trip.begun().deadline(Duration.ofHours(1))));
            case "without endings" -> everything(Trip.begun()).withoutEndings();
            case "a pivot that cannot be undone" ->
                Trip.ended(TICKETS.retriable(
                        PAYMENT.pivot(Trip.together(Trip.begun()).step("payment"))
                                .step("tickets")));
            case "a condition with a bug" ->
                Trip.ended(MAIL.retriable(
                        TICKETS.retriable(PAYMENT.compensatable(Trip.begun().step("payment"))
                                        .pivot()
                                        .step("tickets"))
                                .step("mail")
                                .when(Trip::broken)));
            case "a child" ->
                Trip.ended(PAYMENT.compensatable(Trip.together(Trip.begun(), CAR::compensatable)
                        .step("payment")
                        .when(data -> data.find(CAR.done()).isPresent())));
            default -> throw new IllegalArgumentException(shape);
        };
    }

    private static Saga.StepDone<Purchase.Ordered> everything(Saga.Steps<Purchase.Ordered> begun) {
        Saga.StepDone<Purchase.Ordered> booked =
                Trip.together(begun, step -> CAR.compensatable(step).optional().attempts(3));
        Saga.StepDone<Purchase.Ordered> approved =
                booked.step("approval").await(Trip.APPROVED, Trip.REJECTED, Duration.ofMinutes(30));
        return PAYMENT.compensatable(approved.step("payment"))
                .pivot()
                .together(group -> MAIL.retriable(
                                TICKETS.retriable(group.step("tickets")).step("mail"))
                        .optional());
    }

    private final Trace trace = new Trace();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "everything",
                "without endings",
                "a pivot that cannot be undone",
                "a condition with a bug",
                "a child"
            })
    void whateverHappens(String shape) {
        SagaDefinition<Purchase.Ordered> definition = definition(shape);
        for (int seed = 0; seed < SEEDS; seed++) {
            trace.begin(shape + ", seed " + seed);
            new Walk(definition, new Random(seed), shape.equals("a child")).goes();
        }
    }

    private static final class Trace {
        private final StringBuilder lines = new StringBuilder();

        void begin(String title) {
            lines.setLength(0);
            lines.append(title);
        }

        void add(Object line) {
            lines.append("\n").append(line);
        }

        @Override
        public String toString() {
            return lines.toString();
        }
    }

    private final class Walk {
        private final SagaDefinition<Purchase.Ordered> definition;
        private final Random random;
        private final TestSaga saga;
        private final World world;
        private final boolean child;

        Walk(SagaDefinition<Purchase.Ordered> definition, Random random, boolean child) {
            this.definition = definition;
            this.random = random;
            this.saga = TestSaga.of(definition);
            this.world = new World(random);
            this.child = child;
        }

        void goes() {
            hear(new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("trip")), world.record()));
            for (int i = 0; i < STEPS && !isOver(); i++) {
                anything();
            }
            if (child && random.nextBoolean()) {
                hear(undo());
            }
            saga.closes();
            hear(new Input.Release());
            hear(new Input.Resume("ann", "all is well"));
            for (int i = 0; i < STEPS && !isOver(); i++) {
                order();
            }
            assertThat(isOver()).as("%s", trace).isTrue();
            assertEffects();
        }

        private boolean isOver() {
            return saga.state() instanceof SagaState.Final;
        }

        private Decision hear(Input input) {
            Decision decision = saga.hear(input);
            trace.add(input + " -> " + decision);
            world.hears(decision);
            assertLeadsOut();
            return decision;
        }

        private void assertLeadsOut() {
            Instant due = saga.instance().dueAt().orElse(null);
            SagaState state = saga.state();
            boolean someoneLooks = state instanceof SagaState.NeedsAttention || state instanceof SagaState.Paused;
            assertThat(due != null || someoneLooks || state instanceof SagaState.Final)
                    .as("%s", trace)
                    .isTrue();
        }

        /** However much is due, a few checks see to it, and the next one is yet to come. */
        private void check() {
            Decision decision = hear(new Input.Check());
            for (int i = 0; i < definition.steps().size() && decision instanceof Decision.Moved; i++) {
                decision = hear(new Input.Check());
            }
            assertThat(saga.instance().dueAt().orElse(Instant.MAX))
                    .as("%s", trace)
                    .isAfter(saga.now());
        }

        private void anything() {
            switch (random.nextInt(20)) {
                case 0 -> hear(new Input.Pause("ann", "why not"));
                case 1, 2 -> hear(new Input.Resume("ann", "why not"));
                case 3 -> hear(new Input.Retry("ann", "why not"));
                case 4 -> saga.closes(GATES.get(random.nextInt(3)), Moment.participant("tickets"));
                case 5 -> {
                    saga.closes();
                    hear(new Input.Release());
                }
                case 6 -> rarely(new Input.Compensate("ann", "why not"));
                case 7 -> rarely(new Input.CancelRequest("REGRETTED", world.record()));
                case 8 -> rarely(child ? undo() : new Input.Skip("tickets", "ann", "why not"));
                case 9 -> event();
                case 10, 11 -> {
                    saga.passes(Duration.ofSeconds(random.nextInt(random.nextInt(5) == 0 ? 4_000 : 20)));
                    check();
                }
                case 12 ->
                    saga.instance().waits().stream().findFirst().ifPresent(it -> {
                        if (random.nextInt(5) == 0) {
                            hear(new Input.Unsendable(it.command(), "too large"));
                        }
                    });
                default -> {
                    if (random.nextBoolean() && !world.commands.isEmpty()) {
                        world.handles();
                    } else if (!world.replies.isEmpty()) {
                        hear(world.drawn(world.replies));
                    }
                }
            }
        }

        private void rarely(Input input) {
            if (random.nextInt(4) == 0) {
                hear(input);
            }
        }

        private Input undo() {
            return new Input.Undo(TestSaga.KEY, CommandId.parse("tour:t-1/trip/compensate"), world.record());
        }

        private void event() {
            boolean approved = random.nextInt(3) > 0;
            hear(new Input.Reply(
                    approved ? "APPROVED" : "REJECTED",
                    Body.of(approved ? TestSaga.done() : new Purchase.Refused("no")),
                    null,
                    world.record()));
        }

        /** Everything works, and the person who has to look does. */
        private void order() {
            List.copyOf(world.commands).forEach(world::handle);
            world.commands.clear();
            List.copyOf(world.replies).forEach(this::hear);
            world.replies.clear();
            if (saga.state() instanceof SagaState.NeedsAttention && world.commands.isEmpty()) {
                hear(new Input.Retry("ann", "all is well"));
                List.copyOf(world.commands).forEach(world::handle);
                world.commands.clear();
                List.copyOf(world.replies).forEach(this::hear);
                world.replies.clear();
                for (Outstanding wait : saga.instance().waits()) {
                    if (wait.stuck() != null) {
                        hear(new Input.Skip(wait.step(), "ann", "does not go"));
                    }
                }
            }
            saga.instance().dueAt().ifPresent(due -> {
                if (due.isAfter(saga.now())) {
                    saga.passes(Duration.between(saga.now(), due));
                }
                check();
            });
        }

        private void assertEffects() {
            boolean canceled = saga.state() instanceof SagaState.Canceled;
            for (Step<Purchase.Ordered> step : definition.steps()) {
                Outcome outcome = saga.instance().outcomes().get(step.name());
                boolean effect = world.effects.contains(step.name());
                if (canceled) {
                    assertThat(effect).as("%s%n%s", step.name(), trace).isFalse();
                } else if (outcome != Outcome.SKIPPED && !definition.awaits(step.name())) {
                    assertThat(effect).as("%s%n%s", step.name(), trace).isEqualTo(outcome == Outcome.SUCCEEDED);
                }
            }
        }
    }
}

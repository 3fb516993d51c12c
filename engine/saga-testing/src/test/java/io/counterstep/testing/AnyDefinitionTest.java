package io.counterstep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.Shape.Begun;
import io.counterstep.testing.Shape.StageShape;
import io.counterstep.testing.Shape.StepShape;
import io.counterstep.testing.Shape.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever the definition: if it builds, it keeps its guarantees. */
@Tag("G1")
@Tag("G2")
@Tag("G4")
@Tag("G7")
class AnyDefinitionTest {

    private static final int SCHEDULES = 20;
    private static final int MAX_STATES = 60_000;

    @Property(tries = 1_000)
    void thatBuildsKeepsItsGuaranteesUnderRandomSchedules(@ForAll("definitions") Shape shape, @ForAll int firstSeed) {
        Optional<SagaDefinition<Begun>> definition = built(shape);
        Statistics.label("builds").collect(definition.isPresent());
        Assume.that(definition.isPresent());

        Tally tally = Simulation.among(definition.get(), AnyDefinitionTest::anyStart, Shape::participants)
                .check(firstSeed, SCHEDULES);

        assertThat(tally.of("STARTED")).isPositive();
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void thatBuildsKeepsItsGuaranteesUnderEverySingleFault(@ForAll("smallDefinitions") Shape shape) {
        Optional<SagaDefinition<Begun>> definition = built(shape);
        Assume.that(definition.isPresent());
        FaultExplorer<Begun> explorer = FaultExplorer.of(definition.get())
                .starting(new Begun(-1, 0))
                .starting(new Begun(0, 0))
                .atMost(MAX_STATES);

        try {
            assertThat(explorer.explore().endStates()).isPositive();
        } catch (IllegalStateException tooMany) {
            Assume.that(false);
        }
    }

    private static Begun anyStart(String key, Choices choices) {
        int refused = choices.oneIn(2) ? 1 << choices.below(12) : 0;
        return new Begun(choices.below(1 << 12), refused);
    }

    private static Optional<SagaDefinition<Begun>> built(Shape shape) {
        try {
            return Optional.of(shape.build());
        } catch (IllegalArgumentException mistaken) {
            assertThat(mistaken).hasMessageMatching("(?s)saga 'drawn' has \\d+ mistakes?: .*");
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<Shape> definitions() {
        return shapes(4, 3);
    }

    @Provide
    Arbitrary<Shape> smallDefinitions() {
        return shapes(2, 2);
    }

    /** Mostly in the order that builds: what can be undone, the pivot, what is retriable. */
    private static Arbitrary<Shape> shapes(int stages, int together) {
        Arbitrary<List<StageShape>> first = stage(
                        together,
                        Task.COMPENSATABLE,
                        Task.COMPENSATABLE,
                        Task.READ_ONLY,
                        Task.CHILD,
                        Task.AWAIT,
                        Task.AWAIT_OR_REFUSAL)
                .list()
                .ofMinSize(1)
                .ofMaxSize(stages);
        Arbitrary<List<StageShape>> pivot =
                stage(1, Task.PIVOT, Task.PIVOT_WITH_COMPENSATION).list().ofMaxSize(1);
        Arbitrary<List<StageShape>> last =
                stage(together, Task.RETRIABLE).list().ofMaxSize(stages / 2);
        Arbitrary<List<StageShape>> ordered = Combinators.combine(first, pivot, last)
                .as((one, two, three) ->
                        Stream.of(one, two, three).flatMap(List::stream).toList());
        Arbitrary<List<StageShape>> anyhow =
                stage(together, Task.values()).list().ofMinSize(1).ofMaxSize(stages);
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(9, ordered), Tuple.of(1, anyhow)),
                        either,
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(true, true, false))
                .as(Shape::new);
    }

    private static Arbitrary<StageShape> stage(int together, Task... tasks) {
        Arbitrary<StepShape> step = Combinators.combine(
                        Arbitraries.of(tasks),
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(true, false, false, false),
                        Arbitraries.of(0, 0, 2, 40))
                .as(Shape.StepShape::new);
        return step.list().ofMinSize(1).ofMaxSize(together).map(StageShape::new);
    }
}

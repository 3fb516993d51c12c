package io.counterstep.testing;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.participant.Handlers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A saga definition and its participants' handlers under random faults, in memory and in virtual time: thousands of
 * schedules a second, each reproduced by its seed. After each it is checked that
 *
 * <ul>
 *   <li>every saga is over (G1),
 *   <li>each step took effect at most once, and was undone if and only if it did and the saga did not complete (G2),
 *   <li>steps were undone in reverse order of their stages, and the ending was executed last, once, and rightly (G2, G4),
 *   <li>nothing is repeated unless a record came again (G7).
 * </ul>
 *
 * <pre>{@code
 * Simulation.of(definition, (key, choices) -> new OrderCreated(key), () -> List.of(payment(), inventory()))
 *     .check(1, 20_000);
 * }</pre>
 *
 * The idea is that of deterministic simulation testing, as in FoundationDB and TigerBeetle's VOPR. Immutable.
 *
 * @param start makes the start message of a business key; it draws its variety from the choices
 * @param participants makes participants with nothing in memory, once for each schedule
 * @param sagas how many run side by side; the default is {@value #DEFAULT_SAGAS}
 * @param faults what may go wrong; by default everything
 * @param sabotage protections to take away; by default none
 */
public record Simulation<S>(
        SagaDefinition<S> definition,
        BiFunction<String, Choices, S> start,
        Supplier<List<VirtualParticipant>> participants,
        int sagas,
        Set<Fault> faults,
        Set<Sabotage> sabotage) {

    public static final int DEFAULT_SAGAS = 2;

    /** The last lines of a failed schedule's trace that are printed. */
    private static final int MAX_TRACE = 200;

    public Simulation {
        if (sagas < 1) {
            throw new IllegalArgumentException("a simulation needs 1 saga or more, found " + sagas);
        }
        faults = Set.copyOf(faults);
        sabotage = Set.copyOf(sabotage);
    }

    public static <S> Simulation<S> of(
            SagaDefinition<S> definition, BiFunction<String, Choices, S> start, Supplier<List<Handlers>> participants) {
        return among(
                definition,
                start,
                () -> participants.get().stream().map(VirtualParticipant::of).toList());
    }

    /** The same with participants that may have manners; child sagas are simulated unless they are among them. */
    public static <S> Simulation<S> among(
            SagaDefinition<S> definition,
            BiFunction<String, Choices, S> start,
            Supplier<List<VirtualParticipant>> participants) {
        return new Simulation<>(definition, start, participants, DEFAULT_SAGAS, EnumSet.allOf(Fault.class), Set.of());
    }

    public Simulation<S> sagas(int count) {
        return new Simulation<>(definition, start, participants, count, faults, sabotage);
    }

    /** Only these faults strike. */
    public Simulation<S> faults(Set<Fault> only) {
        return new Simulation<>(definition, start, participants, sagas, only, sabotage);
    }

    /** Takes protections away. */
    public Simulation<S> sabotage(Sabotage... protections) {
        return new Simulation<>(definition, start, participants, sagas, faults, Set.of(protections));
    }

    /**
     * Runs schedules, by seeds from that one upwards.
     *
     * @return what happened in all of them together
     * @throws AssertionError at the first violation, with its seed and every step that led there
     */
    public Tally check(long firstSeed, int schedules) {
        Tally all = new Tally();
        for (long seed = firstSeed; seed < firstSeed + schedules; seed++) {
            try {
                all.add(run(new Random(seed)));
            } catch (Violation violation) {
                throw new AssertionError(explain(seed, violation), violation);
            }
        }
        return all;
    }

    /**
     * Runs one schedule.
     *
     * @return what happened in it
     * @throws RuntimeException at the first violation, naming the guarantee
     */
    public Tally run(Random random) {
        return new VirtualSystem<>(this, Choices.by(random), line -> {}).run();
    }

    private String explain(long seed, Violation violation) {
        List<String> lines = new ArrayList<>();
        try {
            new VirtualSystem<>(
                            this,
                            Choices.by(new Random(seed)),
                            it -> lines.add("%4d. %s".formatted(lines.size() + 1, it.get())))
                    .run();
            lines.add("it did not happen again: a handler or the start message is not deterministic");
        } catch (Violation again) {
            lines.add("      " + again.getMessage());
        }
        List<String> last = lines.subList(Math.max(0, lines.size() - MAX_TRACE), lines.size());
        return "schedule %d violates %s%n%s".formatted(seed, violation.getMessage(), String.join("\n", last));
    }
}

package io.counterstep.testing;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.MessageType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that can happen to one saga of a definition, one after the other: every order in which records may be read,
 * every refusal, the customer's wish to cancel and the decisions of people at every moment, and every way to deal up to so
 * many {@linkplain Fault faults} within so many steps. When they are dealt, all goes well to the end. No handlers are
 * needed: participants do or refuse what they are told, behind the ledger's rules.
 *
 * <p>On every path it is checked that
 *
 * <ul>
 *   <li>it comes to rest, and then the saga is over (G1),
 *   <li>each step took effect at most once, also behind its compensation (G2, G6), and is in force in the end if and only
 *       if the saga completed (G2, G3, G5), a compensation is executed only where there is an effect, and never before
 *       those of later stages (G2),
 *   <li>the ending is executed last, once, and rightly, and nothing is said after the end (G4),
 *   <li>no input makes the decision throw (G7), what cannot be handled does not keep the saga from its end (G8), one that
 *       is stuck is repaired by an operator (G9), and goes on by its own version (G10).
 * </ul>
 *
 * <pre>{@code
 * FaultExplorer.of(FulfilOrder.definition()).faults(2).explore();
 * }</pre>
 *
 * Situations from which the same follows are gone into once; of orders that must lead to the same one is taken, and a third
 * copy of a record in a row is left out. Operators retry what needs attention, and skip what is refused behind the pivot; a
 * customer, or somebody who is asked, decides at every moment or never. Pauses, gates and migrations are not explored, and
 * a child saga is a participant like any other. It takes all processors, and less than 1 GB for a million situations. The
 * idea is that of explicit-state model checking, as in TLC and SPIN; here the model is the engine itself.
 * Immutable and thread-safe.
 */
public final class FaultExplorer<S> {

    /** Longer than any path on which anybody would look for a fault. */
    public static final int DEFAULT_DEPTH = 60;

    public static final int DEFAULT_FAULTS = 1;

    public static final int DEFAULT_MAX_STATES = 5_000_000;

    private static final System.Logger LOG = System.getLogger(FaultExplorer.class.getName());

    private final SagaDefinition<S> definition;
    private final List<S> starts;
    private final Samples samples;
    private final int depth;
    private final int faultsAPath;
    private final Set<Fault> faults;
    private final Set<Sabotage> sabotage;
    private final int maxStates;
    private final boolean asChild;

    private FaultExplorer(
            SagaDefinition<S> definition,
            List<S> starts,
            Samples samples,
            int depth,
            int faultsAPath,
            Set<Fault> faults,
            Set<Sabotage> sabotage,
            int maxStates,
            boolean asChild) {
        this.definition = definition;
        this.starts = starts;
        this.samples = samples;
        this.depth = depth;
        this.faultsAPath = faultsAPath;
        this.faults = faults;
        this.sabotage = sabotage;
        this.maxStates = maxStates;
        this.asChild = asChild;
    }

    public static <S> FaultExplorer<S> of(SagaDefinition<S> definition) {
        return new FaultExplorer<>(
                definition,
                List.of(),
                Samples.NONE,
                DEFAULT_DEPTH,
                DEFAULT_FAULTS,
                EnumSet.allOf(Fault.class),
                Set.of(),
                DEFAULT_MAX_STATES,
                false);
    }

    /**
     * Also explores the saga that this message starts; by default there is one, whose texts, numbers and lists are made up.
     * Several make conditional steps done and skipped.
     */
    public FaultExplorer<S> starting(S start) {
        List<S> all = new ArrayList<>(starts);
        all.add(start);
        return new FaultExplorer<>(definition, all, samples, depth, faultsAPath, faults, sabotage, maxStates, asChild);
    }

    /** What participants say in replies and people in events of that type; by default it is made up. */
    public <M> FaultExplorer<S> reply(MessageType<M> type, M sample) {
        return new FaultExplorer<>(
                definition,
                starts,
                samples.with(type, sample),
                depth,
                faultsAPath,
                faults,
                sabotage,
                maxStates,
                asChild);
    }

    /** Faults strike within so many steps from the start; by default {@value #DEFAULT_DEPTH}. */
    public FaultExplorer<S> depth(int steps) {
        return new FaultExplorer<>(
                definition, starts, samples, steps, faultsAPath, faults, sabotage, maxStates, asChild);
    }

    /** Up to so many faults strike on one path; by default {@value #DEFAULT_FAULTS}. Each makes ten times the states. */
    public FaultExplorer<S> faults(int aPath) {
        return new FaultExplorer<>(definition, starts, samples, depth, aPath, faults, sabotage, maxStates, asChild);
    }

    /** Only these faults strike; by default all do. The wish to cancel counts as one here, but not in {@link #faults}. */
    public FaultExplorer<S> only(Set<Fault> some) {
        return new FaultExplorer<>(
                definition, starts, samples, depth, faultsAPath, Set.copyOf(some), sabotage, maxStates, asChild);
    }

    /** Takes protections away. */
    public FaultExplorer<S> sabotage(Sabotage... protections) {
        return new FaultExplorer<>(
                definition, starts, samples, depth, faultsAPath, faults, Set.of(protections), maxStates, asChild);
    }

    /** Gives up beyond so many states; by default {@value #DEFAULT_MAX_STATES}. */
    public FaultExplorer<S> atMost(int states) {
        return new FaultExplorer<>(definition, starts, samples, depth, faultsAPath, faults, sabotage, states, asChild);
    }

    /**
     * The saga as another's child: a parent starts it, and may undo it at every moment, before it begins and after its good
     * end too. It is also checked that the parent is told what is true.
     *
     * @throws IllegalArgumentException if it cannot be undone from everywhere
     */
    public FaultExplorer<S> asChild() {
        if (!definition.canBeUndone()) {
            throw new IllegalArgumentException("saga " + definition.name()
                    + " has a pivot or retriable steps, so that no parent could undo it: explore it without asChild()");
        }
        return new FaultExplorer<>(definition, starts, samples, depth, faultsAPath, faults, sabotage, maxStates, true);
    }

    /**
     * Explores, and logs at INFO how much that was.
     *
     * @throws AssertionError at the first violation, with a smallest path to it, and a test to paste
     * @throws IllegalArgumentException if the definition's functions cannot take a sample, saying which
     * @throws IllegalStateException if there are more states than allowed
     */
    public Exploration explore() {
        World<S> world = world();
        Possibilities possibilities = new Possibilities(world, faults);
        try {
            Exploration exploration = new Search(world, possibilities, depth, faultsAPath, maxStates).run();
            LOG.log(System.Logger.Level.INFO, exploration);
            return exploration;
        } catch (Search.Failed failed) {
            throw new AssertionError(new Timeline(world, possibilities, failed).print(failed.path), failed.violation);
        }
    }

    private World<S> world() {
        return new World<>(definition, starts, samples, sabotage, asChild);
    }

    /**
     * Lets happen what these lines of a timeline say, with the first start message; after that all goes well to the end. A
     * step that is not possible is left out, since a repaired saga need not do what the broken one did.
     *
     * @throws AssertionError at a violation, with the whole path
     * @throws IllegalArgumentException if there is no such step, whatever the saga does
     */
    public void replay(String... steps) {
        World<S> world = world();
        Replay replay = new Replay(world, new Possibilities(world, faults), 0);
        replay.requireKnown(List.of(steps));
        Replay.Outcome outcome = replay.leniently(List.of(steps));
        if (outcome.violation() != null) {
            throw new AssertionError(
                    "saga " + definition.name() + " violates "
                            + outcome.violation().getMessage() + "\n" + String.join("\n", outcome.lines()),
                    outcome.violation());
        }
    }
}

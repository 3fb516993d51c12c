package io.counterstep.fulfilment.local.bench;

import java.io.PrintWriter;

/**
 * Runs benchmarks; found by {@link java.util.ServiceLoader}, because nothing else on the command line needs what they
 * need.
 */
public interface Benchmarks {

    /**
     * Takes minutes to hours; says on {@code err} how long, and how far it is.
     *
     * @param out the result and nothing else
     * @return whether everything could be measured; if not, {@code err} was told what failed
     */
    boolean run(BenchSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException;

    /**
     * The same of the console: how long its pages take while orders run, and what its event streams cost.
     *
     * @param out the result and nothing else
     * @return whether everything could be measured; if not, {@code err} was told what failed
     */
    boolean run(ConsoleSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException;
}

package io.counterstep.fulfilment.local.chaos;

import java.io.PrintWriter;

/**
 * Breaks a system of its own while orders are placed, and checks it afterwards; found by {@link java.util.ServiceLoader},
 * because nothing else on the command line needs what it needs.
 */
public interface Chaos {

    /**
     * Takes a minute or two longer than the faults do; says on {@code err} how far it is.
     *
     * @param out the report and nothing else
     * @return whether all that must hold did, orders were fulfilled, and every kind of fault asked for was brought about
     * @throws IllegalArgumentException if there is no fault or guard of that name; the message lists those there are
     */
    boolean run(ChaosSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException;
}

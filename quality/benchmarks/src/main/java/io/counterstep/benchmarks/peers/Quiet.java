package io.counterstep.benchmarks.peers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Peers that log each saga would be measured with the writing of their logs, which the engine is measured without. */
final class Quiet {

    private Quiet() {}

    /** From now on, these loggers tell warnings and errors only. */
    static void below(String name) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}

package io.counterstep.benchmarks.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What is measured is not measured with the writing of its logs: peers that log each saga, and everything else. */
public final class Quiet {

    private Quiet() {}

    /** From now on all loggers of this JVM tell warnings and errors only. */
    public static void everywhere() {
        below(Logger.ROOT_LOGGER_NAME);
    }

    /** From now on, these loggers tell warnings and errors only. */
    public static void below(String name) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}

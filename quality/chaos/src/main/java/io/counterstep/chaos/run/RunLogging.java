package io.counterstep.chaos.run;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Sends what the run itself and its Kafka clients log to a file, so that the terminal shows the run's own lines. */
final class RunLogging {

    private static final String CONFIGURATION = "/counterstep-chaos-logback.xml";

    private RunLogging() {}

    /** From now on this JVM logs to {@code chaos.log} in that folder. */
    static void to(Path logs) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("logs", logs.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL configuration = Objects.requireNonNull(RunLogging.class.getResource(CONFIGURATION), CONFIGURATION);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException broken) {
            throw new IllegalStateException("Cannot read " + configuration, broken);
        }
    }
}

package io.counterstep.fulfilment.local;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends what Kafka, Spring and the services log to a file. */
final class LocalLogging {

    private static final String CONFIGURATION = "/counterstep-logback.xml";

    private LocalLogging() {}

    /**
     * Keeps the services from configuring the logging of the JVM that they share, each anew, and does the one thing
     * that Spring Boot would do then: what Tomcat logs by the JDK's means is logged as the rest.
     */
    static void keepFromServices() {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    /**
     * From now on this JVM logs to {@code counterstep.log} in that folder, and only errors to the terminal too.
     */
    static void to(Path logs) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("logs", logs.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL configuration = Objects.requireNonNull(LocalLogging.class.getResource(CONFIGURATION), CONFIGURATION);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException broken) {
            throw new IllegalStateException("Cannot read " + configuration, broken);
        }
    }
}

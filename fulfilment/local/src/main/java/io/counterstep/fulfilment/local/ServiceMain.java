package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.util.Arrays;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/**
 * The main class of a service that runs as a process of its own.
 *
 * <p>It ends with its launcher, however that ends: its standard input is a pipe from there, which the operating system
 * closes also when the launcher is killed.
 */
final class ServiceMain {

    private ServiceMain() {}

    /** @param arguments the service's label, its class, and what to pass on */
    public static void main(String[] arguments) {
        Service service = Service.valueOf(arguments[0].toUpperCase(java.util.Locale.ROOT));
        Thread.ofPlatform().name("launcher-watch").daemon().start(ServiceMain::endWithLauncher);
        SpringApplication.run(
                ServiceClasses.load(service, arguments[1]), Arrays.copyOfRange(arguments, 2, arguments.length));
    }

    private static void endWithLauncher() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written; only the end matters.
            }
        } catch (IOException broken) {
            LoggerFactory.getLogger(ServiceMain.class).info("The pipe from the launcher broke", broken);
        }
        LoggerFactory.getLogger(ServiceMain.class).info("The launcher was killed: ending at once");
        // Not in order: the broker went with the launcher, and waiting for it would keep the port for minutes.
        Runtime.getRuntime().halt(0);
    }
}

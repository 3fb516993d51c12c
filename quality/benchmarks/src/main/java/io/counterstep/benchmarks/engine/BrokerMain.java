package io.counterstep.benchmarks.engine;

import io.counterstep.benchmarks.run.Lifeline;
import io.counterstep.fulfilment.local.EmbeddedKafka;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, which ends with the one that started it. */
final class BrokerMain {

    static final String READY = "ready";

    private BrokerMain() {}

    /** @param arguments folder, broker port, controller port */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream told = System.out;
        System.setOut(System.err);
        Lifeline.exitWithStarter();
        EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(kafka::close));
        told.println(READY);
        new CountDownLatch(1).await();
    }
}

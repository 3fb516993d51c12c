package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.run.Lifeline;
import io.counterstep.benchmarks.run.Quiet;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The whole order system in a process of its own, as {@code up} runs it; ends with the process that started it. */
final class SystemMain {

    private SystemMain() {}

    /** @param arguments the system's folder, which the caller deletes */
    public static void main(String[] arguments) throws InterruptedException {
        System.setOut(System.err);
        Quiet.everywhere();
        Lifeline.exitWithStarter();
        CompletableFuture<LocalSystem> started = new CompletableFuture<>();
        // Before the start: PostgreSQL would outlive a process that is ended while it starts.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(() -> end(started)));
        try {
            started.complete(LocalSystem.start(
                    LocalOptions.temporaryIn(Path.of(arguments[0])).withDeleteData(false)));
        } catch (RuntimeException failed) {
            LoggerFactory.getLogger(SystemMain.class).error("The order system did not start", failed);
            started.completeExceptionally(failed);
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    /** One that did not start has ended what it began. */
    private static void end(CompletableFuture<LocalSystem> started) {
        started.thenAccept(LocalSystem::close).exceptionally(notStarted -> null).join();
    }
}

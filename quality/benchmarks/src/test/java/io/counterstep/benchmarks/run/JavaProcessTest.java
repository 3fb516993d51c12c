package io.counterstep.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aProcessEndsWithItsStarter() throws Exception {
        try (JavaProcess process = start()) {
            assertThat(process.process().inputReader().readLine()).isEqualTo("started");

            // What the operating system does when the starter is killed.
            process.process().getOutputStream().close();

            assertThat(process.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.lastWords()).contains("tidied up");
        }
    }

    @Test
    void aProcessThatIsClosedEndsInOrder() throws Exception {
        JavaProcess process = start();
        assertThat(process.process().inputReader().readLine()).isEqualTo("started");

        process.close();

        assertThat(process.process().isAlive()).isFalse();
        assertThat(process.lastWords()).contains("tidied up");
    }

    private JavaProcess start() throws Exception {
        return JavaProcess.start(folder.resolve("log"), Waiting.class.getName(), List.of());
    }

    /** Stays until it is ended. */
    static final class Waiting {

        private Waiting() {}

        public static void main(String[] arguments) throws InterruptedException {
            Lifeline.exitWithStarter();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("tidied up")));
            System.out.println("started");
            Thread.currentThread().join();
        }
    }
}

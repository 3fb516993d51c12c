package io.counterstep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessTreeTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatChildrenOfAnotherProcessUsedCountsAlsoAfterTheyEnded() throws IOException, InterruptedException {
        // The inner shell burns and ends; the outer one collects it and stays.
        Process outer = new ProcessBuilder(
                        "sh", "-c", "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; read line")
                .start();
        try {
            ProcessTree tree = ProcessTree.of(List.of(outer.toHandle()));

            await().atMost(LIMIT).until(() -> tree.cpuMillis() >= 50);
            await().atMost(LIMIT).until(() -> outer.descendants().findAny().isEmpty());
            assertThat(tree.cpuMillis()).isGreaterThanOrEqualTo(50);
        } finally {
            outer.destroyForcibly().waitFor();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisJvmAndOtherProcessesHaveMemory() throws IOException, InterruptedException {
        Process other = new ProcessBuilder("sh", "-c", "read line").start();
        try {
            long mine = ProcessTree.ofThisJvmAnd(List.of()).memoryBytes();
            assertThat(mine).isGreaterThan(1 << 24);
            assertThat(ProcessTree.of(List.of(other.toHandle())).memoryBytes()).isPositive();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsGoneCountsNothing() throws IOException, InterruptedException {
        Process gone = new ProcessBuilder("sh", "-c", "exit 0").start();
        gone.waitFor();

        assertThat(ProcessTree.of(List.of(gone.toHandle())).cpuMillis()).isZero();
        assertThat(ProcessTree.ofThisJvmAnd(List.of(gone.toHandle())).cpuMillis())
                .isPositive();
    }
}

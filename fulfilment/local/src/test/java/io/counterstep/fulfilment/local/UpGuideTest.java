package io.counterstep.fulfilment.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of systems that were never started: the guide tells where everything would be. */
class UpGuideTest {

    @Test
    void theConsoleIsNamedFirst() {
        assertThat(guide(EnumSet.allOf(Service.class)).subList(0, 3))
                .containsExactly(
                        "",
                        "  Console     http://127.0.0.1:8180/console",
                        "  Orders      http://127.0.0.1:8181/orders");
    }

    @Test
    void whereTheOrchestratorIsLeftOutThereIsNoConsole() {
        assertThat(guide(EnumSet.complementOf(EnumSet.of(Service.ORCHESTRATOR))).subList(0, 2))
                .containsExactly("", "  Orders      http://127.0.0.1:8181/orders");
    }

    private static List<String> guide(Set<Service> services) {
        LocalOptions options =
                LocalOptions.in(Path.of("data")).withPorts(Ports.offsetBy(100)).withServices(services);
        try (LocalSystem system = LocalSystem.prepare(options, line -> {})) {
            return UpGuide.of(system).lines().toList();
        }
    }
}

package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.bench.ConsoleSettings;
import io.counterstep.fulfilment.local.bench.Stored;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What it measures is there; how fast it is nobody asks here. */
class ConsoleUnderLoadTest {

    @Test
    void everyPageIsReadWhileOrdersRunAndStreamsAreWatched() throws InterruptedException {
        ConsoleSettings settings =
                new ConsoleSettings(new Stored(300, 5), 100, Duration.ZERO, Duration.ofSeconds(1), true);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(ConsoleUnderLoad.run(settings, new PrintWriter(out), new PrintWriter(err)))
                .as("%s", err)
                .isTrue();

        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertThat(figures.get("command").asString())
                .isEqualTo(
                        "./counterstep bench --console --finished 300 --active 5 --rate 100 --warm-up 0 --seconds 1");
        assertThat(figures.get("pages").valueStream().map(it -> it.get("page").asString()))
                .contains(
                        "/console",
                        "/console/sagas/fulfil-order:old-1",
                        "/console/sagas/fulfil-order:waiting-1",
                        "/console/try");
        assertThat(figures.get("pages")).allSatisfy(it -> {
            assertThat(it.get("reads").asLong()).isPositive();
            assertThat(it.get("p99").asDouble()).isPositive();
        });
        assertThat(figures.get("orders").get("ended").asDouble()).isPositive();
        JsonNode streams = figures.get("streams");
        assertThat(streams.get("events").asLong()).isGreaterThanOrEqualTo(ConsoleUnderLoad.WATCHERS);
        assertThat(streams.get("with"))
                .hasSize(ConsoleUnderLoad.ROUNDS)
                .allSatisfy(it -> assertThat(it.asDouble()).isPositive());
    }
}

package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Status;
import io.counterstep.orchestrator.BulkFilter;
import io.counterstep.orchestrator.BulkStates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BulkRequestReaderTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void severalStatesAreReadAndWrittenAsTheyWereGiven() {
        BulkFilter filter = filter("\"RUNNING,PAUSED\"");
        assertThat(filter.state()).isEqualTo(new BulkStates(List.of(Status.RUNNING, Status.PAUSED)));
        assertThat(JSON.writeValueAsString(filter)).isEqualTo("{\"state\":\"RUNNING,PAUSED\"}");
        assertThat(JSON.writeValueAsString(filter("\"PAUSED\""))).isEqualTo("{\"state\":\"PAUSED\"}");
    }

    @Test
    void aStateThatIsNamedTwiceCountsOnce() {
        assertThat(filter("\"PAUSED,RUNNING,PAUSED\"")).isEqualTo(filter("\"PAUSED,RUNNING\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"RUNNING,COMPLETED\"",
                "\"RUNNING,\"",
                "\",\"",
                "\"\"",
                "\"RUNNING, PAUSED\"",
                "\"running\"",
                "[]"
            })
    void statesOfWhichOneCannotBeMeantAreRefusedByName(String state) {
        assertThatThrownBy(() -> filter(state))
                .hasMessageContaining("filter.state must be one of [RUNNING, COMPENSATING, NEEDS_ATTENTION, PAUSED]")
                .hasMessageContaining("or several with commas between, found " + state);
    }

    private static BulkFilter filter(String state) {
        return BulkRequestReader.read(JSON.readTree("""
                        {"operation":"pause","filter":{"state":%s},"by":"dana","why":"a test"}""".formatted(state))).filter();
    }
}

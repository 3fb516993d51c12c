package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {

    @Test
    void aPathGoesFromLeftToRightAndUpWithTheValues() {
        assertThat(Chart.path(List.of(0.0, 5.0, 10.0), 10)).isEqualTo("M0.0 58.0 L120.0 30.0 L240.0 2.0");
    }

    @Test
    void whereThereIsNoValueThereIsNoLine() {
        assertThat(Chart.path(Arrays.asList(10.0, 10.0, null, 10.0), 10))
                .isEqualTo("M0.0 2.0 L80.0 2.0 M240.0 2.0h0.01");
        assertThat(Chart.path(Arrays.asList(null, null), 10)).isEmpty();
        assertThat(Chart.path(List.of(), 10)).isEmpty();
    }

    @Test
    void theScaleIsThatOfTheLargestValueOfAllLinesAndNeverZero() {
        assertThat(Chart.top(List.of(List.of(1.0, 7.0), Arrays.asList(null, 9.0))))
                .isEqualTo(9);
        assertThat(Chart.top(List.of(List.of(0.0), List.of()))).isEqualTo(1);
    }
}

package io.counterstep.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianStandsBetweenTheLeastAndTheMost() {
        assertThat(Spread.of(5, 1, 3)).isEqualTo(new Spread(3, 1, 5));
        assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7));
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void figuresHaveAboutThreeDigitsAndTheSpreadOnlyIfThereIsOne() {
        assertThat(Figures.number(2_134.4)).isEqualTo("2,134");
        assertThat(Figures.number(13.37)).isEqualTo("13.4");
        assertThat(Figures.number(0.871)).isEqualTo("0.87");
        assertThat(Figures.spread(Spread.of(1, 2, 3))).isEqualTo("2.00 (1.00–3.00)");
        assertThat(Figures.spread(Spread.of(200, 200.1))).isEqualTo("200");
        assertThat(Figures.percent(Spread.of(0.5, 0.25, 0.75))).isEqualTo("50 % (25 %–75 %)");
    }
}

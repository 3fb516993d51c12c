package io.counterstep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private record Line(String sku, int quantity) {}

    private record Order(String customer, List<Line> lines) {}

    private static final Order ORDER = new Order("alice", List.of(new Line("MOUSE", 1), new Line("KEYBOARD", 2)));

    @Test
    void equalRecordsDoNotDiffer() {
        assertThat(Differences.between(
                        ORDER, new Order("alice", List.of(new Line("MOUSE", 1), new Line("KEYBOARD", 2)))))
                .isEmpty();
    }

    @Test
    void eachDifferingFieldHasALineWithItsPath() {
        Order other = new Order("bob", List.of(new Line("MOUSE", 1), new Line("KEYBOARD", 3)));

        assertThat(Differences.between(ORDER, other))
                .containsExactly(
                        "customer: expected \"alice\", actual \"bob\"", "lines[1].quantity: expected 2, actual 3");
    }

    @Test
    void aMissingElementIsNamed() {
        Order other = new Order("alice", List.of(new Line("MOUSE", 1)));

        assertThat(Differences.between(ORDER, other))
                .containsExactly("lines[1]: expected Line[sku=KEYBOARD, quantity=2], actual \"(nothing)\"");
    }

    @Test
    void recordsOfDifferentTypesDifferAsAWhole() {
        assertThat(Differences.between(ORDER, new Line("MOUSE", 1))).hasSize(1);
    }
}

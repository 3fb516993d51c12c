package io.counterstep.fulfilment.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.orchestrator.FulfilOrderTest.TestOrder;
import io.counterstep.testing.Exploration;
import io.counterstep.testing.Fault;
import io.counterstep.testing.FaultExplorer;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every way an order can go with up to three faults, explored to the end; the counts are in docs/architecture.md. */
@Tag("G1")
@Tag("G2")
@Tag("G3")
@Tag("G4")
@Tag("G5")
@Tag("G6")
@Tag("G7")
@Tag("G8")
@Tag("G9")
@Tag("G10")
class FulfilOrderExplorationTest {

    private static final int MANY_STATES = 200_000;

    @Test
    void noThreeFaultsLeaveAnOrderHalfDone() {
        Exploration exploration = FaultExplorer.of(FulfilOrder.definition())
                .starting(TestOrder.of("4711"))
                .faults(3)
                .explore();

        assertThat(exploration.states()).isGreaterThan(MANY_STATES);
        assertThat(EnumSet.allOf(Fault.class))
                .allSatisfy(fault ->
                        assertThat(exploration.of(fault)).as(fault.name()).isPositive());
    }
}

package io.counterstep.testing;

import org.junit.jupiter.api.Test;

class FaultExplorerTest {

    @Test
    void trip0() {
        System.out.println(FaultExplorer.of(Trip.definition()).faults(0).explore());
    }

    @Test
    void trip1() {
        System.out.println(FaultExplorer.of(Trip.definition()).faults(1).explore());
    }

    @Test
    void trip2() {
        System.out.println(FaultExplorer.of(Trip.definition()).faults(2).explore());
    }

    @Test
    void journey0() {
        System.out.println(FaultExplorer.of(Journey.definition())
                .starting(Journey.EXPENSIVE)
                .faults(0)
                .explore());
    }

    @Test
    void trip3() {
        System.out.println(FaultExplorer.of(Trip.definition()).faults(3).explore());
    }

    @Test
    void journeyC() {
        System.out.println(FaultExplorer.of(Journey.definition())
                .starting(Journey.CHEAP)
                .faults(1)
                .explore());
    }

    @Test
    void journey1() {
        System.out.println(FaultExplorer.of(Journey.definition())
                .starting(Journey.EXPENSIVE)
                .atMost(2_500_000)
                .faults(1)
                .explore());
    }
}

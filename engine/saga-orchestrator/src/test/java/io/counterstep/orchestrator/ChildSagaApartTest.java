package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same where parent and child live in different databases. */
class ChildSagaApartTest extends ChildSagaTest {

    @Override
    int databases() {
        return 2;
    }

    @Test
    void theyLiveApart() {
        assertThat(StoreHash.storeOf(PARENT, databases())).isNotEqualTo(StoreHash.storeOf(CHILD, databases()));
    }
}

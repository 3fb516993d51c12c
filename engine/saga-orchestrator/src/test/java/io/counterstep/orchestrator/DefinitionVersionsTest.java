package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** G10: a saga keeps the version that it started with until it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefinitionVersionsTest {

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void eachSagaEndsByTheVersionItStartedWith() {
        desk.take(desk.ordered("old"));
        desk.runs(Purchase.first(), Purchase.second());
        desk.take(desk.ordered("new"));
        desk.forgetWhatWasSaid();

        desk.take(desk.paid("old"), desk.sent("new"));
        desk.take(desk.sent("old"), desk.paid("new"));

        assertThat(desk.said()).containsExactlyInAnyOrder("SEND old", "PAY new", "CLOSE old", "CLOSE new");
        assertThat(desk.queries().find(Desk.id("old")).orElseThrow().version()).isEqualTo(1);
        assertThat(desk.queries().find(Desk.id("new")).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void aCheckAlsoKeepsTheVersion() {
        desk.take(desk.ordered("old"));
        desk.runs(Purchase.first(), Purchase.second());
        desk.pass(Purchase.DEADLINE);

        desk.checks(10).tick();

        assertThat(desk.said()).containsExactly("PAY old", "REFUND old");
    }

    @Test
    void aStartWithoutAVersionThatUnfinishedSagasNeedIsRefusedNamingThem() {
        desk.take(desk.ordered("1"), desk.ordered("2"));

        assertThatThrownBy(() -> desk.runs(Purchase.second()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 of 'purchase' version 1")
                .hasMessageContaining("keep a bean for each until its last saga has ended");
    }

    @Test
    void aVersionWhoseSagasHaveEndedMayGo() {
        desk.take(desk.ordered("1"), desk.paid("1"), desk.sent("1"));
        desk.take(desk.closed("1"));

        desk.runs(Purchase.second());
        desk.take(desk.ordered("2"));

        assertThat(desk.said()).last().isEqualTo("SEND 2");
    }
}

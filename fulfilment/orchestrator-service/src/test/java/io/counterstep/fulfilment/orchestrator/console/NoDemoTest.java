package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Anywhere but in the demo. */
class NoDemoTest extends OnFakeApi {

    @Test
    void thereIsNothingToTry() {
        assertThat(answer(page(TryPage.PATH)).getStatus()).isEqualTo(404);
        assertThat(answer(form(TryPage.PATH + "/orders")).getStatus()).isIn(404, 405);
        assertThat(read("/console").select("header nav a").eachText()).doesNotContain("Try it");
    }

    @Test
    void aDemoOfWhichAServiceIsMissingIsAMistake() {
        assertThatThrownBy(() -> new ConsoleProperties.Demo("http://localhost:1", "http://localhost:2", " "))
                .hasMessageContaining("counterstep.console.demo.shipping-url");
    }
}

package io.counterstep.systemtests.console;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.Service;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody writes anywhere is text, in the browser and in the database. */
@OnConsole
class HostileTextTest {

    private final Stage stage;
    private final Chromium chromium;

    HostileTextTest(Stage stage, Chromium chromium) {
        this.stage = stage;
        this.chromium = chromium;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=alert(1)>",
                "</textarea></pre><script>alert(1)</script>",
                "\" autofocus onfocus=alert(1) x=\"",
                "'; drop table saga; --",
                "${7*7} [[${7*7}]] javascript:alert(1)"
            })
    void itIsShownAsItIs(String hostile) {
        String order = stage.shop().order(hostile.replace("\"", "\\\""), "KR", line("MOUSE", 1));
        stage.shop().awaitFinal(order);
        long letter = stage.letter(hostile.replace("\"", "\\\""));
        String waiting = Stage.page(stage.waitingOrder());
        try (Visitor visitor = new Visitor(stage.url(), chromium, Look.LIGHT_ENGLISH)) {
            // an order's customer: in the reason, the start message and the messages
            visitor.go(Stage.page(order));
            visitor.find("details").evaluateAll("all => all.forEach(it => it.open = true)");
            assertThat(visitor.text()).contains(hostile.contains("\"") ? hostile.replace("\"", "\\\"") : hostile);

            // every field of the search, and what the address says
            visitor.go("/console/sagas");
            for (String field :
                    new String[] {"key", "definition", "version", "step", "participant", "minAge", "text"}) {
                visitor.find("#filter-" + field).fill(hostile);
            }
            visitor.press("Search");
            assertThat(visitor.path()).contains("text=");
            assertThat(visitor.find("#filter-text").inputValue()).isEqualTo(hostile);
            visitor.find("#find").fill(hostile);
            visitor.find("#find").press("Enter");
            visitor.page().waitForLoadState();

            // a dead letter, and the form that edits it
            visitor.go("/console/dead-letters/" + letter);
            assertThat(visitor.text()).contains("PAYMENT_REQUESTED");
            visitor.go("/console/dead-letters/" + letter + "/edit");
            visitor.because(hostile).fill("body", hostile).confirm();
            visitor.go("/console/dead-letters/" + letter);
            assertThat(visitor.text()).contains(hostile);

            // who and why of an operation, and the reply to assume
            visitor.go(waiting + "/resolve");
            visitor.fill("atStep", hostile)
                    .fill("type", hostile)
                    .because(hostile)
                    .fill("by", hostile);
            visitor.preview();
            assertThat(visitor.find("[name=why]").inputValue()).isEqualTo(hostile);
            visitor.go(waiting + "/pause");
            visitor.because(hostile).preview();
            visitor.confirm();
            assertThat(visitor.text()).contains(hostile);

            visitor.go("/console/gates/definitions/fulfil-order/pause?" + "x=" + encoded(hostile));
            visitor.go("/console/sagas/" + encoded(hostile));
            visitor.go("/console/bulk/new?text=" + encoded(hostile));
            visitor.because(hostile).preview();
            visitor.go("/console/try");
            assertThat(visitor.faults()).isEmpty();
        }
        assertThat(stage.shop().get(Service.ORCHESTRATOR, "/api/sagas?limit=1").status())
                .as("the table is there")
                .isEqualTo(200);
    }

    /** A check that finds nothing must be able to. */
    @Test
    void whatWouldBeWrongIsNoticed() {
        try (Visitor visitor = new Visitor(stage.url(), chromium, Look.LIGHT_ENGLISH)) {
            visitor.go("/console/definitions");
            visitor.runs("alert(1); ''");
            visitor.runs("fetch('http://127.0.0.1:1/').catch(() => ''); ''");
            visitor.runs("setTimeout(() => { throw new Error('x'); }); ''");
            visitor.go("/console/definitions");
            for (String fault : List.of("a dialog opens", "the browser complains", "a script fails")) {
                assertThat(visitor.faults()).anySatisfy(it -> assertThat(it).startsWith(fault));
            }
        }
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}

package io.counterstep.systemtests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages move by themselves, and can be used without a mouse and without script. */
@OnConsole
class LiveTest {

    private static final String MARK = "window.neverLoadedAnew = true; ''";
    private static final String MARKED = "String(window.neverLoadedAnew === true)";

    private final Stage stage;
    private final Chromium chromium;

    LiveTest(Stage stage, Chromium chromium) {
        this.stage = stage;
        this.chromium = chromium;
    }

    @AfterEach
    void nothingStaysPaused() {
        stage.calm();
    }

    @Test
    void aSagaIsSeenToEndWithoutReadingItsPageAgain() {
        String order = stage.waitingOrder();
        try (Visitor visitor = new Visitor(stage.url(), chromium, Look.LIGHT_ENGLISH)) {
            visitor.go(Stage.page(order));
            visitor.runs(MARK);
            assertThat(visitor.find("#live .sentence")).containsText("shipping");
            stage.post("/api/sagas/fulfil-order:" + order + "/compensate", Stage.REASON);
            assertThat(visitor.find("#live .state-CANCELED").first()).isVisible();
            assertThat(visitor.runs(MARKED)).isEqualTo("true");
            assertThat(visitor.faults()).isEmpty();
        }
    }

    @Test
    void theOverviewMovesByItself() {
        try (Visitor visitor = new Visitor(stage.url(), chromium, Look.LIGHT_ENGLISH)) {
            visitor.go("/console");
            visitor.runs(MARK);
            assertThat(visitor.find("#participants ~ table .gate-PAUSED")).hasCount(1);
            visitor.find("#participants ~ table a[href$='/order/pause']").focus();
            stage.post("/api/participants/payment/pause", Stage.REASON);
            assertThat(visitor.find("#participants ~ table .gate-PAUSED")).hasCount(2);
            stage.post("/api/participants/payment/resume", Stage.REASON);
            assertThat(visitor.find("#participants ~ table .gate-PAUSED")).hasCount(1);
            assertThat(visitor.runs("document.activeElement.getAttribute('href')"))
                    .as("the focus is where it was")
                    .endsWith("/order/pause");
            assertThat(visitor.runs(MARKED)).isEqualTo("true");
            assertThat(visitor.faults()).isEmpty();
        }
    }

    @Test
    void aSagaIsTurnedBackWithTheKeyboardAlone() {
        String order = stage.waitingOrder();
        try (Visitor visitor = new Visitor(stage.url(), chromium, Look.DARK_ENGLISH_PHONE)) {
            visitor.go(Stage.page(order));
            visitor.page().keyboard().press("Tab");
            assertThat(visitor.runs("document.activeElement.className")).isEqualTo("skip");
            visitor.page().keyboard().press("Enter");
            assertThat(visitor.runs("document.activeElement.id")).isEqualTo("main");
            tabTo(visitor, "a[href$='/compensate']");
            visitor.page().keyboard().press("Enter");
            visitor.page().waitForURL("**/compensate");
            tabTo(visitor, "#why");
            visitor.page().keyboard().type("the customer called");
            tabTo(visitor, "#by");
            visitor.page().keyboard().type("dana");
            visitor.page().keyboard().press("Enter");
            assertThat(visitor.find("button[value=confirm]")).isVisible();
            tabTo(visitor, "button[value=confirm]");
            visitor.page().keyboard().press("Enter");
            visitor.page().waitForURL("**" + Stage.page(order) + "*");
            assertThat(visitor.faults()).isEmpty();
        }
        assertThat(stage.shop().awaitFinal(order).get("status").asString()).isEqualTo("CANCELED");
    }

    /** Whatever has the focus shows it. */
    private static void tabTo(Visitor visitor, String selector) {
        for (int pressed = 0; pressed < 80; pressed++) {
            if (visitor.runs("String(document.activeElement.matches(\"" + selector + "\"))")
                    .equals("true")) {
                assertThat(visitor.runs("getComputedStyle(document.activeElement).outlineStyle"))
                        .as("the focus is seen")
                        .isNotEqualTo("none");
                return;
            }
            visitor.page().keyboard().press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }
}

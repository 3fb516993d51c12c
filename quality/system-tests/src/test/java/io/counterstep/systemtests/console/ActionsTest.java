package io.counterstep.systemtests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.systemtests.support.Shop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every operation as a person does it: asked for, looked at, confirmed, and seen to have happened. */
@OnConsole
class ActionsTest {

    private static final String CONFIRM = "main button[value=confirm]";

    private final Stage stage;
    private final Chromium chromium;
    private Visitor visitor;

    ActionsTest(Stage stage, Chromium chromium) {
        this.stage = stage;
        this.chromium = chromium;
        this.visitor = new Visitor(stage.url(), chromium, Look.LIGHT_ENGLISH);
    }

    @AfterEach
    void nobodyComplainsAndNothingStaysPaused() {
        try (Visitor gone = visitor) {
            assertThat(gone.faults()).isEmpty();
        } finally {
            stage.calm();
        }
    }

    @ParameterizedTest
    @CsvSource({"retry, RUNNING", "pause, PAUSED", "compensate, COMPENSATING"})
    void aSagaIsMovedOnceItsPreviewWasSeen(String operation, String state) {
        String order = stage.waitingOrder();
        visitor.go(Stage.page(order));
        visitor.find("main a[href$='/" + operation + "']").click();
        visitor.because("the customer called").preview();
        assertThat(visitor.find("#preview, [aria-labelledby=preview]").count()).isPositive();
        assertThat(stage.shop().saga(order).get("state").asString())
                .as("only looked at")
                .isEqualTo("RUNNING");

        visitor.confirm();
        visitor.page().waitForURL("**" + Stage.page(order) + "*");
        assertThat(stage.shop().history(order))
                .anySatisfy(it -> assertThat(it.get("detail").asString("")).isEqualTo("dana: the customer called"));
        if (operation.equals("compensate")) {
            assertThat(stage.shop().awaitFinal(order).get("status").asString()).isEqualTo("CANCELED");
        } else {
            assertThat(stage.shop().saga(order).get("state").asString()).isEqualTo(state);
        }
    }

    @Test
    void aPausedSagaIsResumed() {
        String order = stage.waitingOrder();
        deed(Stage.page(order) + "/pause");
        stage.shop().awaitSaga(order, "PAUSED");
        deed(Stage.page(order) + "/resume");
        stage.shop().awaitSaga(order, "RUNNING");
    }

    @Test
    void aStepIsResolvedByTheReplyThatIsAssumed() {
        String order = stage.waitingOrder();
        visitor.go(Stage.page(order) + "/resolve");
        visitor.because("the carrier told it on the phone")
                .fill("atStep", "shipping")
                .fill("type", "SHIPPING_FAILED")
                .fill("body", "{\"reason\":\"the parcel is lost\"}")
                .preview();
        assertThat(visitor.text()).contains("INVENTORY_ROLLBACK");
        visitor.confirm();
        assertThat(stage.shop().awaitFinal(order).get("reason").asString()).contains("the parcel is lost");
    }

    @Test
    void whatMovedMeanwhileIsShownAnewAndNothingIsDone() {
        String order = stage.waitingOrder();
        visitor.go(Stage.page(order) + "/compensate");
        visitor.because("the customer called").preview();
        stage.post("/api/sagas/fulfil-order:" + order + "/pause", Stage.REASON);
        visitor.confirm();
        assertThat(visitor.path()).startsWith(Stage.page(order) + "/compensate");
        assertThat(stage.shop().saga(order).get("state").asString()).isEqualTo("PAUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"participants/payment", "definitions/fulfil-order"})
    void aGateIsClosedAndOpened(String gate) {
        visitor.go("/console/gates/" + gate + "/pause");
        visitor.because("the bank closes");
        visitor.confirm();
        assertThat(visitor.text()).contains("dana: the bank closes");
        assertThat(state("/api/" + gate + "/gate")).isEqualTo("PAUSED");
        visitor.find("a[href$='/" + gate + "/resume']").first().click();
        visitor.because("the bank opens");
        visitor.confirm();
        await().atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(state("/api/" + gate + "/gate")).isEqualTo("FLOWING"));
    }

    @Test
    void aDeadLetterIsEditedAndReplayedAndAnotherDiscarded() {
        long letter = stage.letter("12 dollars");
        String path = "/console/dead-letters/" + letter;
        String order = stage.shop().order("alice", "KR", line("MOUSE", 1));
        visitor.go(path + "/edit");
        visitor.because("the amount was a text").fill("body", """
                {"orderId":"%s","status":"PAYMENT_REQUESTED","customerId":"alice",
                 "amount":{"currency":"KRW","minorUnits":45000}}""".formatted(order));
        visitor.confirm();
        visitor.page().waitForURL("**" + path + "*");
        assertThat(visitor.text()).contains("the amount was a text");
        deed(path + "/replay");
        await().atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(stage.get("/api/dead-letters/" + letter)
                                .get("state")
                                .asString())
                        .isEqualTo("REPLAYED"));
        long another = stage.letter("13 dollars");
        deed("/console/dead-letters/" + another + "/discard");
        assertThat(stage.get("/api/dead-letters/" + another).get("state").asString())
                .isEqualTo("DISCARDED");
    }

    @Test
    void manyDeadLettersAreDiscardedAtOnce() {
        long letter = stage.letterOfInventory();
        long another = stage.letterOfInventory();
        long ofPayment = stage.letter("14 dollars");
        visitor.go("/console/dead-letters?topic=inventory-commands&state=PARKED");
        visitor.find("main a[href*='/dead-letters/all/discard']").first().click();
        visitor.because("they are old");
        visitor.confirm();
        assertThat(List.of(letter, another, ofPayment))
                .extracting(
                        it -> stage.get("/api/dead-letters/" + it).get("state").asString())
                .containsExactly("DISCARDED", "DISCARDED", "PARKED");
    }

    @Test
    void manySagasAreMovedAtOnceAndTheProgressIsSeenWithoutReading() {
        String one = stage.waitingOrder();
        String two = stage.waitingOrder();
        visitor.go("/console/sagas?key=" + one);
        visitor.press("Do something with all of them");
        visitor.find("[name=operation]").selectOption("compensate");
        visitor.because("the warehouse is flooded").preview();
        assertThat(visitor.text()).contains("fulfil-order:" + one).doesNotContain(two);
        visitor.confirm();
        visitor.page().waitForURL("**/console/bulk/*");
        assertThat(stage.shop().awaitFinal(one).get("status").asString()).isEqualTo("CANCELED");
        assertThat(visitor.find("main .state-DONE").first()).isVisible();
        assertThat(stage.shop().saga(two).get("state").asString()).isEqualTo("RUNNING");
    }

    @Test
    void aBulkOperationIsCanceled() {
        for (int i = 0; i < 60; i++) {
            stage.order();
        }
        stage.waitingOrder();
        long slow = stage.post("/api/bulk-operations", """
                        {"operation":"retry","filter":{"participant":"shipping"},"by":"dana","why":"slowly","rate":1}""").get("id").asLong();
        visitor.go("/console/bulk/" + slow);
        visitor.find("main a[href$='/" + slow + "/cancel']").click();
        visitor.because("too slow");
        visitor.confirm();
        assertThat(stage.awaitBulk(slow).get("state").asString()).isEqualTo("CANCELED");
        assertThat(visitor.text()).contains("too slow");
    }

    @Test
    void anAuditIsStartedAndItsFindingRepaired() {
        visitor.go("/console/audit/start");
        visitor.because("the books are closed").confirm();
        assertThat(visitor.path()).isEqualTo("/console/audit");
        JsonNode run = await("it is over")
                .atMost(Shop.PATIENCE)
                .until(
                        () -> stage.get("/api/audit").get("runs").get(0),
                        it -> !it.get("state").asString().equals("RUNNING"));
        assertThat(run.get("why").asString()).isEqualTo("the books are closed");
        String path = "/console/audit/findings/" + stage.anotherFinding();
        visitor.go(path);
        assertThat(visitor.text()).contains("Repair");
        visitor.find("main a[href$='/repair']").click();
        visitor.because("it was deleted by hand");
        visitor.confirm();
        visitor.go(path);
        assertThat(visitor.text()).contains("it was deleted by hand");
    }

    @Test
    void theDemoIsTriedOut() {
        visitor.go("/console/try");
        visitor.find("input[value=NO_MONEY]").check();
        visitor.fill("number", "2").press("Place");
        assertThat(visitor.find("[role=status]").innerText()).contains("Orders placed: 2");
        assertThat(visitor.find("#newest ~ table tbody tr:nth-child(-n+2):has-text('balance of customer bankrupt')"))
                .hasCount(2);
        visitor.fill("refuseEvery", "2").fill("slowBy", "0.1").press("Change");
        assertThat(visitor.find("[name=refuseEvery]").inputValue()).isEqualTo("2");
        visitor.press("End all of it");
        assertThat(visitor.find("[name=refuseEvery]").inputValue()).isEqualTo("0");
        assertThat(visitor.find("[name=slowBy]").inputValue()).isEqualTo("0");
    }

    /** Who and why, then the button; with a preview before it where there is one. */
    private void deed(String path) {
        visitor.go(path);
        visitor.because("a test");
        if (visitor.find(CONFIRM).count() == 0) {
            visitor.preview();
        }
        visitor.confirm();
        assertThat(visitor.path()).doesNotStartWith(path);
    }

    private String state(String path) {
        return stage.get(path).get("gate").get("state").asString();
    }
}

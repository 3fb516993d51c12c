package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

class SagaActionPageTest extends OnFakeApi {

    private static final String COMPENSATE = "/console/sagas/" + Samples.ID + "/compensate";
    private static final String DO_IT = "POST /api/sagas/" + Samples.ID + "/compensate";
    private static final String PREVIEW = DO_IT + "?preview=true";

    private static final String EFFECT = """
            {"saga":"fulfil-order:7","state":"COMPENSATING","waits":[{"step":"inventory","action":"compensate","resendAt":"%s"}],
             "outcomes":{"payment":"SUCCEEDED"},
             "commands":[
              {"id":"fulfil-order:7/inventory/compensate","type":"INVENTORY_ROLLBACK","participant":"inventory",
               "topic":"inventory-commands","key":"7","body":{"orderId":"7"},"problem":null},
              {"id":"fulfil-order:7/payment/compensate","type":"PAYMENT_CANCEL","participant":"payment",
               "topic":"payment-commands","key":"7","body":{"amount":{"currency":"KRW","minorUnits":1500}},"problem":null}],
             "irreversible":["turns the saga back: it can only be canceled from then on","undoes 'inventory'","something new"]}""";

    @BeforeEach
    void saga() {
        Samples.saga(API);
        API.answers(PREVIEW, EFFECT.formatted("2026-03-01T12:06:00Z")).answers(DO_IT, Samples.SAGA);
    }

    @Test
    void whoAndWhyAreAskedFirstAndNothingIsSent() {
        Document page = read(COMPENSATE);
        assertThat(page.select("input[name=why]").hasAttr("required")).isTrue();
        assertThat(page.select("input[name=by]").hasAttr("required")).isTrue();
        assertThat(page.select("button[value=confirm]")).isEmpty();
        assertThat(API.received()).noneMatch(it -> it.request().startsWith("POST"));
    }

    @Test
    void thePreviewShowsTheCommandsInTheirOrderTheMoneyAndWhatCannotBeTakenBack() {
        Document page = read(filled());
        assertThat(API.posted(PREVIEW)).isEqualTo("{\"by\":\"dana\",\"why\":\"the bank said so\"}");
        assertThat(API.received()).noneMatch(it -> it.request().equals(DO_IT));
        assertThat(page.select("ol > li code").eachText()).containsExactly("INVENTORY_ROLLBACK", "PAYMENT_CANCEL");
        assertThat(page.select("ol pre").eachText()).hasSize(2);
        assertThat(page.select("dd").eachText()).contains("compensating", "KRW 258,000", "KRW 1,500");
        assertThat(page.select(".irreversible li").eachText())
                .containsExactly(
                        "Turns the saga back: it can only be canceled from then on.",
                        "Undoes inventory.",
                        "something new");
        assertThat(page.select("button[value=confirm]")).hasSize(1);
        assertThat(page.select("input[name=by]").attr("value")).isEqualTo("dana");
    }

    @Test
    void whatWasSeenIsDoneOnceItIsConfirmedAndTheNameIsRemembered() {
        String seen = read(filled()).select("input[name=seen]").attr("value");
        // the time of the next resend is another by then, which changes nothing
        API.answers(PREVIEW, EFFECT.formatted("2026-03-01T12:07:00Z"));
        MockHttpServletResponse done = answer(filled().param("then", "confirm").param("seen", seen));
        assertThat(done.getRedirectedUrl()).isEqualTo("/console/sagas/fulfil-order:7?done=compensate");
        assertThat(API.posted(DO_IT)).isEqualTo("{\"by\":\"dana\",\"why\":\"the bank said so\"}");
        assertThat(done.getHeader("Set-Cookie")).startsWith("counterstep-name=dana");
        assertThat(read("/console/sagas/fulfil-order:7?done=compensate")
                        .select(".done")
                        .text())
                .isEqualTo("It turns back.");
        assertThat(read(page(COMPENSATE).cookie(new Cookie("counterstep-name", "dana+k")))
                        .select("input[name=by]")
                        .attr("value"))
                .isEqualTo("dana k");
    }

    @Test
    void whatWasNotSeenIsNotDoneButShown() {
        String seen = read(filled()).select("input[name=seen]").attr("value");
        API.answers(PREVIEW, EFFECT.formatted("2026-03-01T12:06:00Z").replace("PAYMENT_CANCEL", "PAYMENT_REVERSE"));
        Document page = read(filled().param("then", "confirm").param("seen", seen));
        assertThat(page.select(".note").text()).contains("The saga has moved meanwhile");
        assertThat(page.text()).contains("PAYMENT_REVERSE");
        assertThat(API.received()).noneMatch(it -> it.request().equals(DO_IT));
        read(filled().param("then", "confirm"));
        assertThat(API.received())
                .as("nor without any")
                .noneMatch(it -> it.request().equals(DO_IT));
    }

    @Test
    void whatIsRefusedIsSaidAboveAFormThatKeepsItsValues() {
        API.answers(PREVIEW, 409, """
                {"title":"Conflict","status":409,"detail":"saga fulfil-order:7 cannot be compensated: it is over"}""");
        MockHttpServletResponse refused = answer(filled());
        assertThat(refused.getStatus()).isEqualTo(409);
        Document page = document(refused);
        assertThat(page.select(".problem").text()).contains("409", "it is over");
        assertThat(page.select("input[name=why]").attr("value")).isEqualTo("the bank said so");
    }

    @Test
    void aReplyIsAssumedWithItsStepItsTypeAndItsFields() {
        String resolve = "/console/sagas/" + Samples.ID + "/resolve";
        String asked = "POST /api/sagas/" + Samples.ID + "/resolve?preview=true";
        API.answers(asked, EFFECT.formatted("")).answers("GET /api/definitions/fulfil-order", Samples.DEFINITION);
        Document form = read(resolve);
        assertThat(form.select("#types option").eachAttr("value")).contains("PAYMENT_SUCCESS", "INVENTORY_SUCCESS");
        assertThat(form.select("input[name=atStep]").attr("value")).isEqualTo("inventory");
        read(form(resolve)
                .param("by", "dana")
                .param("why", "by phone")
                .param("atStep", "inventory")
                .param("type", "INVENTORY_SUCCESS")
                .param("body", "{\"orderId\":\"7\"}"));
        assertThat(ApiJson.read(API.posted(asked))).isEqualTo(ApiJson.read("""
                {"by":"dana","why":"by phone","step":"inventory","type":"INVENTORY_SUCCESS","body":{"orderId":"7"}}"""));
        MockHttpServletResponse wrong = answer(form(resolve).param("body", "{"));
        assertThat(wrong.getStatus()).isEqualTo(400);
        assertThat(document(wrong).select(".problem").text()).contains("no JSON");
    }

    @Test
    void whatNobodyCanDoIsNoPage() {
        assertThat(answer(page("/console/sagas/" + Samples.ID + "/explode")).getStatus())
                .isEqualTo(404);
        assertThat(answer(form("/console/sagas/" + Samples.ID + "/explode")).getStatus())
                .isEqualTo(404);
    }

    @Test
    void everyOperationHasItsFormInBothLanguages() {
        for (Operation operation : Operation.values()) {
            String path = "/console/sagas/" + Samples.ID + "/" + operation.path();
            assertThat(read(path).select("h1").text()).isNotEmpty();
            assertThat(readInKorean(path).select("button").text()).contains("미리 보기");
        }
    }

    private static MockHttpServletRequestBuilder filled() {
        return form(COMPENSATE).param("by", "dana").param("why", "the bank said so");
    }
}

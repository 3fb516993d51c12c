package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

class BulkPageTest extends OnFakeApi {

    private static final String DO_IT = "POST /api/bulk-operations";
    private static final String PREVIEW = DO_IT + "?preview=true";

    static final String OPERATION = """
            {"id":7,"operation":"retry","filter":{"state":"NEEDS_ATTENTION","step":"payment"},"by":"dana","why":"it is back",
             "rate":20,"state":"RUNNING","startedAt":"2026-03-01T12:00:00Z","endedAt":null,"found":120,"done":57,"refused":2,
             "failed":1,"lastProblems":[{"saga":"fulfil-order:9","problem":"it is over"}]}""";

    @Test
    void itTakesTheFilterOfTheSearch() {
        Document page = read("/console/bulk/new?state=NEEDS_ATTENTION&step=payment");
        assertThat(page.select("strong").text()).contains("State = needs attention, Step = payment");
        assertThat(page.select("input[type=hidden]").eachAttr("name")).containsExactly("state", "step");
        assertThat(page.select("a[href^=/console/sagas?state=NEEDS_ATTENTION]")).isNotEmpty();
    }

    @Test
    void severalStatesOfTheSearchAreAskedForAsTheSearchAsks() {
        Document page = read("/console/bulk/new?state=NEEDS_ATTENTION&state=PAUSED");
        assertThat(page.select("strong").text()).contains("State = needs attention / paused");
        API.answers(PREVIEW, "{}");
        read(form("/console/bulk/new")
                .param("state", page.select("input[name=state]").attr("value"))
                .param("operation", "retry"));
        assertThat(ApiJson.read(API.posted(PREVIEW)).path("filter"))
                .isEqualTo(ApiJson.read("{\"state\":\"NEEDS_ATTENTION,PAUSED\"}"));
    }

    @Test
    void theCountTheSampleAndTheCommandsComeBeforeItBegins() {
        API.answers(PREVIEW, """
                {"count":120,"counted":"AT_LEAST","decided":119,"wouldDo":117,"commands":{"PAYMENT_CANCEL":118},
                 "irreversible":["undoes 'payment'"],
                 "sample":[{"saga":"fulfil-order:9","effect":{"saga":"fulfil-order:9","state":"RUNNING","waits":[],"outcomes":{},
                   "commands":[{"id":"x","type":"PAYMENT_CANCEL","participant":"payment","topic":"payment-commands","key":"9",
                   "body":{"orderId":"9"},"problem":null}],"irreversible":[]},"refused":null},
                  {"saga":"fulfil-order:10","effect":null,"refused":"it is over"}]}""");
        Document page = read(filled());
        assertThat(ApiJson.read(API.posted(PREVIEW))).isEqualTo(ApiJson.read("""
                {"by":"dana","why":"it is back","operation":"retry","rate":5,"max":100,
                 "filter":{"state":"NEEDS_ATTENTION","version":1,"step":"payment"}}"""));
        assertThat(page.select("dd").eachText())
                .containsExactly("at least 120", "117 of the oldest 119 that were looked at", "118");
        assertThat(page.select(".irreversible li").eachText()).containsExactly("Undoes payment.");
        assertThat(page.select("summary").text()).contains("fulfil-order:9 running", "refused: it is over");
        assertThat(API.received()).noneMatch(it -> it.request().equals(DO_IT));
    }

    @Test
    void onlyWhatBelongsToTheOperationIsSent() {
        API.answers(PREVIEW, "{}");
        for (Operation operation : Operation.values()) {
            read(filled(operation.path(), "payment", "PAYMENT_SUCCESS"));
            assertThat(ApiJson.read(API.posted(PREVIEW)).propertyNames())
                    .as(operation.path())
                    .filteredOn(List.of("step", "type", "body")::contains)
                    .containsExactlyInAnyOrderElementsOf(
                            switch (operation) {
                                case RESOLVE -> List.of("step", "type", "body");
                                case SKIP -> List.of("step");
                                case RETRY, COMPENSATE, PAUSE, RESUME -> List.<String>of();
                            });
        }
    }

    @Test
    void onceConfirmedItBeginsAndItsProgressIsShown() {
        API.answers(DO_IT, 202, OPERATION).answers("GET /api/bulk-operations/7", OPERATION);
        MockHttpServletResponse begun = answer(filled().param("then", "confirm"));
        assertThat(begun.getRedirectedUrl()).isEqualTo("/console/bulk/7");
        Document page = read("/console/bulk/7");
        assertThat(page.select("progress").attr("max")).isEqualTo("120");
        assertThat(page.select("progress").attr("value")).isEqualTo("60");
        assertThat(page.select("#live").attr("hx-get")).isEqualTo("/console/bulk/7?live=true");
        assertThat(page.text()).contains("found: 120, done: 57, refused: 2, failed: 1", "it is over");
        assertThat(read("/console/bulk/7?live=true").select("nav")).isEmpty();
        API.answers("GET /api/bulk-operations/7", OPERATION.replace("RUNNING", "DONE"));
        assertThat(read("/console/bulk/7").select("[hx-get], a[href$=cancel]")).isEmpty();
    }

    @Test
    void itIsStoppedWithWhoAndWhy() {
        API.answers("POST /api/bulk-operations/7/cancel", OPERATION);
        assertThat(read("/console/bulk/7/cancel").text()).contains("What was done stays done.");
        answer(form("/console/bulk/7/cancel").param("by", "dana").param("why", "enough"));
        assertThat(API.posted("POST /api/bulk-operations/7/cancel")).isEqualTo("{\"by\":\"dana\",\"why\":\"enough\"}");
    }

    @Test
    void whoStoppedItAndWhyItFailedIsSaid() {
        API.answers(
                "GET /api/bulk-operations/7",
                OPERATION.replace("\"RUNNING\"", "\"CANCELED\",\"canceledBy\":\"kim\",\"canceledWhy\":\"enough\""));
        Document canceled = read("/console/bulk/7");
        assertThat(canceled.select("dt").eachText()).contains("Stopped by");
        assertThat(canceled.select("dd").eachText()).contains("kim: enough");
        API.answers(
                "GET /api/bulk-operations/7",
                OPERATION.replace("\"RUNNING\"", "\"FAILED\",\"problem\":\"its filter cannot be read\""));
        Document failed = read("/console/bulk/7");
        assertThat(failed.select(".problem").text()).isEqualTo("its filter cannot be read");
        assertThat(failed.select("dt").eachText()).doesNotContain("Stopped by");
    }

    @Test
    void whatTheApiRefusesIsSaidAboveTheForm() {
        API.answers(
                PREVIEW, 400, "{\"detail\":\"x\",\"errors\":[{\"field\":\"rate\",\"message\":\"must be 1 to 1000\"}]}");
        MockHttpServletResponse refused = answer(filled());
        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(document(refused).select(".problem li").text()).isEqualTo("rate must be 1 to 1000");
        assertThat(document(refused).select("input[name=rate]").attr("value")).isEqualTo("5");
    }

    @Test
    void theListShowsWhatWasDoneSoFar() {
        API.answers("GET /api/bulk-operations", "[" + OPERATION + "]");
        assertThat(read("/console/bulk").text()).contains("#7 Retry", "State = needs attention, Step = payment");
        assertThat(readInKorean("/console/bulk").text()).contains("#7 재시도", "완료 57건");
    }

    private static MockHttpServletRequestBuilder filled() {
        return filled("retry", "", "");
    }

    /** As a browser sends it: whatever the operation, all fields of the form. */
    private static MockHttpServletRequestBuilder filled(String operation, String atStep, String type) {
        return form("/console/bulk/new")
                .param("state", "NEEDS_ATTENTION")
                .param("step", "payment")
                .param("version", "1")
                .param("operation", operation)
                .param("rate", "5")
                .param("max", "100")
                .param("atStep", atStep)
                .param("type", type)
                .param("body", "{}")
                .param("by", "dana")
                .param("why", "it is back");
    }
}

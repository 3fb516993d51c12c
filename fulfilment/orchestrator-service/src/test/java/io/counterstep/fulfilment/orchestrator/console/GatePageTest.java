package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class GatePageTest extends OnFakeApi {

    private static final String GATE = """
            {"gate":{"kind":"PARTICIPANT","name":"payment","state":"FLOWING","since":"2026-03-01T12:00:00Z","by":"engine",
             "why":"it answers","heardAt":null,"held":3,"inFlight":2},"history":[]}""";

    @Test
    void whatAPauseMeansIsSaidBeforeItIsDone() {
        API.answers("GET /api/participants/payment/gate", GATE).answers("POST /api/participants/payment/pause", GATE);
        Document page = read("/console/gates/participants/payment/pause");
        assertThat(page.text())
                .contains("Pause the participant payment", "held for all sagas", "on their way already, 2,");
        MockHttpServletResponse done = answer(form("/console/gates/participants/payment/pause?name=other")
                .param("by", "dana")
                .param("why", "the bank migrates"));
        assertThat(API.posted("POST /api/participants/payment/pause"))
                .isEqualTo("{\"by\":\"dana\",\"why\":\"the bank migrates\"}");
        assertThat(done.getRedirectedUrl()).isEqualTo("/console#participants");
    }

    @Test
    void whatIsRefusedIsSaidAboveTheForm() {
        API.answers("GET /api/definitions/fulfil-order/gate", GATE)
                .answers("POST /api/definitions/fulfil-order/resume", 409, "{\"detail\":\"it is not paused\"}");
        MockHttpServletResponse refused = answer(form("/console/gates/definitions/fulfil-order/resume")
                .param("by", "dana")
                .param("why", "done"));
        assertThat(refused.getStatus()).isEqualTo(409);
        assertThat(document(refused).select(".problem").text()).contains("it is not paused");
        assertThat(document(refused).select("input[name=why]").attr("value")).isEqualTo("done");
    }

    @Test
    void whoBroughtItIntoItsStateIsSaidUnlessNothingEverHappenedToIt() {
        API.answers("GET /api/participants/payment/gate", GATE);
        assertThat(read("/console/gates/participants/payment/pause")
                        .select("dt")
                        .eachText())
                .containsExactly("Gate", "Since", "By", "Why", "Held sagas", "Unanswered");
        API.answers("GET /api/participants/payment/gate", GATE.replace("2026-03-01T12:00:00Z", "1970-01-01T00:00:00Z"));
        assertThat(read("/console/gates/participants/payment/pause")
                        .select("dt")
                        .eachText())
                .containsExactly("Gate", "Held sagas", "Unanswered");
    }

    @Test
    void aGateThatIsNotKnownHasNoForm() {
        MockHttpServletResponse none = answer(page("/console/gates/participants/nobody/pause"));
        assertThat(none.getStatus()).isEqualTo(404);
        assertThat(document(none).select("form[method=post]")).isEmpty();
    }
}

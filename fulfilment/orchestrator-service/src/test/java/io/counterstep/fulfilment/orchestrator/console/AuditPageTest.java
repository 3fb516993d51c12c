package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class AuditPageTest extends OnFakeApi {

    static final String AUDIT = """
            {"runs":[{"id":4,"state":"RUNNING","by":"dana","why":"daily","grace":"PT5M","startedAt":"2026-03-01T12:00:00Z",
              "endedAt":null,"opened":1,"closed":2,"untold":0,
              "participants":[{"participant":"payment","pass":"LEDGER","lookedAt":1200}]}],
             "open":{"EFFECT_MISSING":3}}""";

    static final String FINDING = """
            {"id":3,"kind":"EFFECT_MISSING","participant":"shipping","saga":"fulfil-order:7","step":"shipping",
             "detail":"the saga counts it as done, the ledger has no row","repair":"INVOKE","state":"OPEN",
             "foundAt":"2026-03-01T12:00:00Z","closedAt":null,"repaired":1,
             "repairs":[{"at":"2026-03-01T12:01:00Z","by":"dana","why":"a test","command":"fulfil-order:7/shipping/invoke"}]}""";

    private static final String REPAIR = "POST /api/audit/findings/3/repair";

    @Test
    void itShowsRunsWithTheirProgressAndFindingsByTheFilterOfTheAddress() {
        API.answers("GET /api/audit", AUDIT)
                .answers("GET /api/audit/findings", "{\"findings\":[" + FINDING + "],\"nextCursor\":\"3\"}");
        Document page = read("/console/audit?state=OPEN&kind=EFFECT_MISSING");
        assertThat(API.received().stream().map(FakeApi.Received::request))
                .anySatisfy(it -> assertThat(it).contains("findings?", "state=OPEN", "kind=EFFECT_MISSING"));
        assertThat(page.text())
                .contains("payment: reading its ledger, looked at 1,200", "missing, though the saga counts it as done");
        assertThat(page.select(".counts strong").text()).isEqualTo("3");
        assertThat(page.select("a[rel=next]").attr("href"))
                .isEqualTo("/console/audit?state=OPEN&kind=EFFECT_MISSING&cursor=3");
        assertThat(readInKorean("/console/audit").text()).contains("원장 읽는 중", "감사 시작");
    }

    @Test
    void onlyWhatIsAskedForIsChosenInTheForm() {
        API.answers("GET /api/audit", AUDIT).answers("GET /api/audit/findings", "{\"findings\":[]}");
        Document page = read("/console/audit?state=OPEN&participant=CLOSED&saga=EFFECT_MISSING");
        assertThat(page.select("option[selected]").eachAttr("value")).containsExactly("OPEN");
    }

    @Test
    void whatWentWrongWithARunIsSaidAndWhatItCouldNotSay() {
        API.answers("GET /api/audit", """
                {"runs":[{"id":5,"state":"FAILED","by":"dana","why":"daily","opened":10,"closed":0,"untold":1200,"unjudged":7,
                  "problem":"the database was away",
                  "participants":[{"participant":"payment","pass":"FAILED","lookedAt":3,"problem":"two rows of one step"}]}],
                 "open":{}}""").answers("GET /api/audit/findings", "{\"findings\":[]}");
        assertThat(read("/console/audit").select("tbody td").eachText())
                .contains(
                        "failed the database was away",
                        "10 more than are kept: 1,200 of which nothing can be said: 7",
                        "payment: failed, looked at 3: two rows of one step");
        assertThat(readInKorean("/console/audit").select("tbody td").eachText())
                .contains("실패 the database was away", "payment: 실패, 3건 확인: two rows of one step");
    }

    @Test
    void aRepairShowsWhatIsSentBeforeItIs() {
        API.answers("GET /api/audit/findings/3", FINDING)
                .answers(REPAIR + "?preview=true", """
                {"finding":3,"repair":"INVOKE","command":"fulfil-order:7/shipping/invoke","type":"SHIPPING_REQUESTED",
                 "participant":"shipping","topic":"shipping-commands","body":"{\\"orderId\\":\\"7\\"}","operation":null,"problem":null}""")
                .answers(REPAIR, "{}");
        assertThat(read("/console/audit/findings/3").text()).contains("dana: a test", "send the request");
        Document page = read("/console/audit/findings/3/repair");
        assertThat(page.text()).contains("SHIPPING_REQUESTED", "shipping-commands", "\"orderId\" : \"7\"");
        assertThat(API.received()).noneMatch(it -> it.request().equals(REPAIR));
        MockHttpServletResponse done = answer(
                form("/console/audit/findings/3/repair").param("by", "dana").param("why", "it is missing"));
        assertThat(API.posted(REPAIR)).isEqualTo("{\"by\":\"dana\",\"why\":\"it is missing\"}");
        assertThat(done.getRedirectedUrl()).isEqualTo("/console/audit/findings/3");
    }

    @Test
    void whatCannotBeRepairedFromHereSaysWhyAndHasNoButton() {
        API.answers(REPAIR + "?preview=true", "{\"finding\":3,\"problem\":\"put it right by hand\"}");
        MockHttpServletResponse answer = answer(page("/console/audit/findings/3/repair"));
        assertThat(document(answer).select(".problem").text()).contains("put it right by hand");
        assertThat(document(answer).select("button[value=confirm]")).isEmpty();
    }

    @Test
    void anAuditIsStartedWithWhoAndWhy() {
        API.answers("POST /api/audit", 202, AUDIT);
        assertThat(read("/console/audit/start").text()).contains("Nothing is changed.");
        MockHttpServletResponse done =
                answer(form("/console/audit/start").param("by", "dana").param("why", "to be sure"));
        assertThat(done.getRedirectedUrl()).isEqualTo("/console/audit");
        assertThat(API.posted("POST /api/audit")).isEqualTo("{\"by\":\"dana\",\"why\":\"to be sure\"}");
    }
}

package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverviewPageTest extends OnFakeApi {

    private static final String OVERVIEW = """
            {"at":"2026-03-01T12:00:00Z","states":{"RUNNING":12,"COMPENSATING":3,"NEEDS_ATTENTION":1,"PAUSED":0},
             "finishedAbout":5000000,
             "oldest":[{"id":"fulfil-order:7","state":"NEEDS_ATTENTION","step":"payment","startedAt":"2026-03-01T11:00:00Z"}],
             "ticks":[{"at":"2026-03-01T11:59:56Z","ms":2000,"started":10,"completed":9,"canceled":1,"p50Ms":31,"p99Ms":120},
                      {"at":"2026-03-01T11:59:58Z","ms":2000,"started":20,"completed":0,"canceled":0,"p50Ms":null,"p99Ms":null}],
             "attention":{"needsAttention":1,"paused":0,"parkedLetters":2,"openFindings":0,"closedGates":1}}""";

    private static final String PARTICIPANTS = """
            [{"name":"payment","commandTopic":"payment-commands","eventTopic":"payment-events","heardAt":null,
              "gate":"PAUSED","gateBy":"dana","gateWhy":"the bank migrates","held":3,"inFlight":2,"lag":12,
              "groups":[{"group":"payment-service-payment","lag":12,"members":1}],"steps":["payment"]}]""";

    @Test
    void itShowsWhatNeedsAttentionFirstThenTrafficStatesTheOldestAndParticipants() {
        API.answers("GET /api/overview", OVERVIEW).answers("GET /api/participants", PARTICIPANTS);
        Document page = read("/console");
        assertThat(page.select("h2").eachText())
                .containsExactly(
                        "What needs attention", "Traffic", "Sagas by state", "Waiting longest", "Participants");
        assertThat(page.select(".attention a").eachText())
                .containsExactly(
                        "Sagas that need attention: 1", "Dead letters that wait for a decision: 2", "Closed gates: 1");
        assertThat(page.select(".attention a").attr("href")).isEqualTo("/console/sagas?state=NEEDS_ATTENTION");
        assertThat(page.select(".chart svg title").eachText())
                .containsExactly("Throughput", "Duration of sagas", "Outcomes");
        assertThat(page.select(".chart svg desc").text()).contains("started 10/s", "ended 0/s");
        assertThat(page.select("#traffic-table tbody tr")).hasSize(2);
        assertThat(page.text()).contains("5,000,000", "fulfil-order:7", "paused", "dana: the bank migrates", "12");
        assertThat(page.select("a[href=/console/gates/participants/payment/resume]"))
                .hasSize(1);
    }

    @Test
    void anAddressThatEndsWithASlashLeadsToItsPage() {
        assertThat(answer(page("/console/")).getHeader("Location")).isEqualTo("/console");
        assertThat(answer(page("/console/sagas/?state=RUNNING")).getHeader("Location"))
                .isEqualTo("/console/sagas?state=RUNNING");
    }

    @ParameterizedTest
    @CsvSource({"FLOWING, Pause", "RECOVERING, Pause", "TRIPPED, Pause Resume", "PAUSED, Resume"})
    void aGateIsOpenedByWhomeverItWasClosedAndClosedUnlessItIsPaused(String gate, String offered) {
        API.answers("GET /api/overview", OVERVIEW)
                .answers("GET /api/participants", PARTICIPANTS.replace("PAUSED", gate));
        assertThat(read("/console")
                        .select("a[href^=/console/gates/participants/payment/]")
                        .eachText())
                .containsExactly(offered.split(" "));
    }

    @Test
    void itFollowsTheStreamAndOnlyThePartThatChangesIsFetchedAgain() {
        API.answers("GET /api/overview", OVERVIEW).answers("GET /api/participants", PARTICIPANTS);
        Document page = read("/console");
        assertThat(page.select("main").attr("data-stream")).isEqualTo("/api/overview/stream");
        String live = page.select("#live").attr("hx-get");
        Document part = read(live);
        assertThat(part.select("nav")).isEmpty();
        assertThat(part.select("#live h2")).hasSize(5);
    }

    @Test
    void whatWasNotCountedToTheEndIsSaidToBeMore() {
        API.answers(
                        "GET /api/overview",
                        OVERVIEW.replace("\"finishedAbout\"", "\"counted\":\"AT_LEAST\",\"finishedAbout\""))
                .answers("GET /api/participants", PARTICIPANTS);
        assertThat(read("/console").select(".counts strong").eachText())
                .containsExactly("at least 12", "at least 3", "at least 1", "at least 0", "5,000,000");
        assertThat(readInKorean("/console").select(".counts strong").eachText()).startsWith("최소 12");
    }

    @Test
    void itSpeaksKorean() {
        API.answers("GET /api/overview", OVERVIEW).answers("GET /api/participants", PARTICIPANTS);
        Document page = readInKorean("/console");
        assertThat(page.select("html").attr("lang")).isEqualTo("ko");
        assertThat(page.select("h1").text()).isEqualTo("개요");
        assertThat(page.text()).contains("확인이 필요한 사가 1건", "진행 중", "일시 정지");
    }

    @Test
    void whatTheApiDoesNotAnswerIsSaidInItsPlaceAndTheRestIsShown() {
        API.answers("GET /api/participants", PARTICIPANTS).answers("GET /api/overview", 503, """
                {"title":"Service Unavailable","status":503,"detail":"the database cannot be used at the moment"}""");
        Document page = read("/console");
        assertThat(page.select(".problem").text()).contains("503", "the database cannot be used at the moment");
        assertThat(page.select("#participants").parents().select("table")).isNotEmpty();
    }

    @Test
    void nothingThatNeedsAttentionIsSaidToo() {
        API.answers("GET /api/overview", "{}").answers("GET /api/participants", "[]");
        assertThat(read("/console").select(".attention").text()).contains("Nothing needs attention.");
    }
}

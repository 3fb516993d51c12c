package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

class DefinitionsPageTest extends OnFakeApi {

    private static final String VERSIONS = """
            [{"version":2,"registeredAt":"2026-02-01T00:00:00Z","here":true,"newest":true,"active":120,
              "waiting":[{"step":"payment","sagas":100}],
              "verdict":{"fate":"KEPT","safe":120,"needMapping":0,"wouldStrand":0}},
             {"version":1,"registeredAt":null,"here":false,"newest":false,"active":3,"waiting":[],"verdict":null}]""";

    @Test
    void theListShowsStepsAndGates() {
        API.answers("GET /api/definitions", "[" + Samples.DEFINITION + "]").answers("GET /api/gates", """
                [{"kind":"DEFINITION","name":"fulfil-order","state":"PAUSED","by":"dana","why":"wait"}]""");
        Document page = read("/console/definitions");
        assertThat(page.select("td").eachText())
                .contains("fulfil-order", "payment → inventory → shipping", "paused dana: wait");
        assertThat(page.select("a[href=/console/gates/definitions/fulfil-order/resume]"))
                .hasSize(1);
    }

    @Test
    void theNewestVersionIsShownWithTheSagasThatWaitAtEachStepAndTheVerdict() {
        API.answers("GET /api/definitions/fulfil-order/versions", VERSIONS)
                .answers(
                        "GET /api/definitions/fulfil-order/versions/2",
                        Samples.DEFINITION.replace("\"version\":1", "\"version\":2"));
        Document page = read("/console/definitions/fulfil-order");
        assertThat(page.select("tbody tr")).hasSize(2);
        assertThat(page.text())
                .contains("safe: 120, need a mapping: 0, would strand: 0", "not here", "Diagram of version 2");
        assertThat(page.select(".active").eachText()).containsExactly("waiting sagas: 100");
        assertThat(page.select(".step-DONE, .step-TO_COME"))
                .as("no saga is laid over it")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "KEPT, end by it, 이 버전으로 끝까지 진행",
        "MIGRATED, are moved by a migration, 마이그레이션으로 이동",
        "NOT_REGISTERED, not registered here, 등록되지 않음"
    })
    void theFateOfAVersionIsSaidInWords(String fate, String english, String korean) {
        API.answers("GET /api/definitions/fulfil-order/versions", VERSIONS.replace("KEPT", fate))
                .answers("GET /api/definitions/fulfil-order/versions/2", Samples.DEFINITION);
        assertThat(read("/console/definitions/fulfil-order").select(".fate").eachText())
                .containsExactly(english);
        assertThat(readInKorean("/console/definitions/fulfil-order")
                        .select(".fate")
                        .eachText())
                .containsExactly(korean);
    }

    @Test
    void sagasThatWereNotCountedToTheEndAreSaidToBeMore() {
        API.answers(
                        "GET /api/definitions/fulfil-order/versions",
                        VERSIONS.replace("\"active\"", "\"counted\":\"AT_LEAST\",\"active\""))
                .answers(
                        "GET /api/definitions/fulfil-order/versions/2",
                        Samples.DEFINITION.replace("\"version\":1", "\"version\":2"));
        Document page = read("/console/definitions/fulfil-order");
        assertThat(page.select("td a[href*=RUNNING]").eachText()).containsExactly("at least 120", "at least 3");
        assertThat(page.select(".active").eachText()).containsExactly("waiting sagas: at least 100");
    }

    @Test
    void aVersionWhoseCodeIsNotHereHasItsReasonInsteadOfADiagram() {
        API.answers("GET /api/definitions/fulfil-order/versions", VERSIONS)
                .answers("GET /api/definitions/fulfil-order/versions/1", 404, "{\"detail\":\"its code is not here\"}");
        Document page = read("/console/definitions/fulfil-order?version=1");
        assertThat(page.select(".problem").text()).contains("its code is not here");
        assertThat(page.select(".stages")).isEmpty();
    }

    @Test
    void oneThatIsNotThereIsAPageToo() {
        API.answers("GET /api/definitions/none", 404, "{\"detail\":\"there is no definition none\"}");
        MockHttpServletResponse answer = answer(page("/console/definitions/none"));
        assertThat(answer.getStatus()).isEqualTo(404);
        assertThat(document(answer).select(".problem").text()).contains("there is no definition none");
    }

    @Test
    void withoutVersionsItStillShowsTheDiagram() {
        API.answers("GET /api/definitions/fulfil-order", Samples.DEFINITION);
        Document page = readInKorean("/console/definitions/fulfil-order");
        assertThat(page.select(".problem")).hasSize(1);
        assertThat(page.select(".stages > li")).hasSize(4);
        assertThat(page.text()).contains("되돌릴 수 있음", "버전 1 다이어그램");
    }
}

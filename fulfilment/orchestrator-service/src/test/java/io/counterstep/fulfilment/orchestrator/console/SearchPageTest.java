package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPageTest extends OnFakeApi {

    private static final String FOUND = """
            {"sagas":[%s],"nextCursor":"c/2+","lookedBackTo":null}""".formatted(Samples.SAGA);

    @Test
    void theAddressHoldsTheWholeSearch() {
        API.answers("GET /api/sagas", FOUND);
        Document page = read("/console/sagas?state=RUNNING&state=PAUSED&key=7&minAge=5m&text=50%25%20off&cursor=abc");
        assertThat(API.received().getFirst().request())
                .contains("state=RUNNING%2CPAUSED", "key=7", "minAge=5m", "text=50%25%20off", "limit=50", "cursor=abc");
        assertThat(page.select("input[name=state][checked]").eachAttr("value")).containsExactly("RUNNING", "PAUSED");
        assertThat(page.select("input[name=text]").attr("value")).isEqualTo("50% off");
        assertThat(page.select("a[rel=next]").attr("href"))
                .isEqualTo("/console/sagas?cursor=c%2F2%2B&state=RUNNING%2CPAUSED&key=7&text=50%25%20off&minAge=5m");
        assertThat(page.select("a[download]").eachAttr("href"))
                .containsExactly(
                        "/api/sagas/export?format=csv&state=RUNNING%2CPAUSED&key=7&text=50%25%20off&minAge=5m",
                        "/api/sagas/export?format=json&state=RUNNING%2CPAUSED&key=7&text=50%25%20off&minAge=5m");
        assertThat(page.select("td a").attr("href")).isEqualTo("/console/sagas/fulfil-order:7");
    }

    @Test
    void aListOfStatesIsTheSameAsOneOfEach() {
        API.answers("GET /api/sagas", FOUND);
        assertThat(read("/console/sagas?state=COMPLETED,CANCELED")
                        .select("input[name=state][checked]")
                        .eachAttr("value"))
                .containsExactly("COMPLETED", "CANCELED");
    }

    @Test
    void anIdLeadsToItsPageAndAnythingElseIsABusinessKey() {
        API.answers("GET /api/sagas", FOUND);
        assertThat(answer(page("/console/sagas?q=fulfil-order:7")).getRedirectedUrl())
                .isEqualTo("/console/sagas/fulfil-order:7");
        assertThat(read("/console/sagas?q=7").select("input[name=key]").attr("value"))
                .isEqualTo("7");
    }

    @Test
    void aLookThatEndedEarlySaysHowFarItWentAndLeadsOn() {
        API.answers("GET /api/sagas", """
                {"sagas":[],"nextCursor":"c2","lookedBackTo":"2026-02-01T00:00:00Z"}""");
        Document page = read("/console/sagas?text=bank");
        assertThat(page.select(".note").text()).contains("2026-02-01 00:00:00 UTC");
        assertThat(page.select("a[rel=next]").text()).isEqualTo("Look further back");
        assertThat(page.text()).doesNotContain("No saga is like that");
    }

    @Test
    void whatTheApiRefusesIsShownAboveAFormThatKeepsItsValues() {
        API.answers("GET /api/sagas", 400, """
                {"title":"Bad Request","status":400,"detail":"minAge must be a duration"}""");
        Document page = read("/console/sagas?minAge=old");
        assertThat(page.select(".problem").text()).contains("minAge must be a duration");
        assertThat(page.select("input[name=minAge]").attr("value")).isEqualTo("old");
    }

    @ParameterizedTest
    @CsvSource({
        "state=RUNNING&key=7, state=RUNNING&key=7",
        "state=RUNNING&state=COMPLETED&key=7, state=RUNNING&key=7",
        "'state=PAUSED,RUNNING,COMPENSATING,NEEDS_ATTENTION,CANCELED&key=7', key=7",
        "state=COMPLETED&key=7,",
        "'state=PAUSED,RUNNING,COMPENSATING,NEEDS_ATTENTION',",
        "key=,"
    })
    void manyAtOnceAreThoseOfTheSearchThatAreNotOver(String search, @Nullable String many) {
        API.answers("GET /api/sagas", FOUND);
        assertThat(read("/console/sagas?" + search)
                        .select("a[href^=/console/bulk/new]")
                        .eachAttr("href"))
                .isEqualTo(many == null ? List.of() : List.of("/console/bulk/new?" + many));
    }

    @Test
    void itSpeaksKorean() {
        API.answers("GET /api/sagas", "{\"sagas\":[]}");
        assertThat(readInKorean("/console/sagas").text()).contains("조건에 맞는 사가가 없습니다.", "CSV로 내보내기");
    }
}

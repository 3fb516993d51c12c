package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class SagaPageTest extends OnFakeApi {

    private static final String PAGE = "/console/sagas/" + Samples.ID;

    @Test
    void itSaysWhyItWaitsInOneSentenceWithTheEvidence() {
        Samples.saga(API);
        Document page = read(PAGE);
        assertThat(page.select(".sentence").text())
                .isEqualTo("It waits for inventory, which has not read the command yet.");
        assertThat(page.select("#evidence-inventory dd").eachText())
                .contains(
                        "INVENTORY_REQUESTED fulfil-order:7/inventory/invoke",
                        "inventory-commands, partition 3, offset 422",
                        "inventory-service-inventory has not read it (position 400, 22 behind)",
                        "#9 replayed could not be read",
                        "the command is sent again");
        assertThat(page.select("#evidence-inventory a").attr("href")).isEqualTo("/console/dead-letters/9");
    }

    @Test
    void inKoreanItSaysTheReasonThatTheApiGives() {
        Samples.saga(API);
        Document page = readInKorean(PAGE);
        assertThat(page.select(".sentence").text()).contains("inventory 단계가 기다리고 있습니다", "명령까지 읽은 컨슈머가 아직 없습니다");
        assertThat(page.select("#evidence-inventory").text()).contains("22건 뒤처짐");
        assertThat(page.select("p[lang=en]").text()).contains("It waits for inventory");
    }

    @Test
    void whereItIsNotKnownWhetherACommandWasReadNothingIsSaidAboutThat() {
        Samples.saga(API);
        API.answers(
                "GET /api/sagas/" + Samples.ID + "/why",
                Samples.WHY
                        .replace("\"offset\":422", "\"offset\":null")
                        .replace("\"hasRead\":false", "\"hasRead\":null"));
        assertThat(read(PAGE).select("#evidence-inventory").text())
                .contains("inventory-service-inventory reads there (position 400, 22 behind)")
                .doesNotContain("has not read", "has read it");
    }

    @Test
    void theDiagramShowsWhereItStands() {
        Samples.saga(API);
        Document page = read(PAGE);
        assertThat(page.select(".stages > li")).hasSize(4);
        assertThat(page.select(".step-DONE strong").eachText()).containsExactly("Start", "payment");
        assertThat(page.select(".step-RUNNING strong").eachText()).containsExactly("inventory");
        assertThat(page.select(".step-TO_COME strong").eachText()).containsExactly("shipping", "Complete", "Cancel");
        assertThat(page.select("#mermaid pre").text()).contains("flowchart LR", "payment: done");
    }

    @Test
    void theTimelineHasBodiesAttemptsAndNotes() {
        Samples.saga(API);
        Document page = read(PAGE);
        assertThat(page.select(".timeline > li:not(.gap)")).hasSize(2);
        assertThat(page.select(".timeline > .gap").eachText())
                .hasSize(2)
                .first()
                .isEqualTo("2 s without an answer to PAYMENT_REQUESTED");
        assertThat(page.select(".timeline > .gap").eachText())
                .last()
                .asString()
                .contains("Step inventory waits: no consumer is past");
        assertThat(page.select(".timeline").text())
                .contains("customerId", "sent 2 times", "its version is not here", "2 s after the start");
    }

    @Test
    void itOffersWhatCanBeDoneAndFollowsTheSaga() {
        Samples.saga(API);
        Document page = read(PAGE);
        assertThat(page.select(".actions a").eachAttr("href"))
                .contains(PAGE + "/retry", PAGE + "/compensate", PAGE + "/pause")
                .doesNotContain(PAGE + "/resume");
        assertThat(page.select("main").attr("data-stream")).isEqualTo("/api/sagas/fulfil-order:7/stream");
        assertThat(page.text()).contains("KRW 258,000");
        assertThat(read(page.select("#live").attr("hx-get")).select("nav")).isEmpty();
    }

    @Test
    void oneThatIsOverIsNeitherFollowedNorOperatedOn() {
        Samples.saga(API);
        API.answers(
                "GET /api/sagas/" + Samples.ID,
                Samples.SAGA.replace("\"state\":\"RUNNING\"", "\"state\":\"COMPLETED\""));
        Document page = read(PAGE);
        assertThat(page.select("[data-stream], [hx-get], .actions")).isEmpty();
        assertThat(page.select("#live").attr("data-over")).isEqualTo("true");
    }

    @Test
    void withoutTheNewEndpointsItStillShowsTheSagaItsHistoryAndItsDiagram() {
        API.answers("GET /api/sagas/" + Samples.ID, Samples.SAGA)
                .answers("GET /api/sagas/" + Samples.ID + "/history", Samples.HISTORY)
                .answers("GET /api/definitions/fulfil-order", Samples.DEFINITION);
        Document page = read(PAGE);
        assertThat(page.select(".problem")).hasSize(1);
        assertThat(page.select(".note").text()).contains("bodies of the messages cannot be shown");
        assertThat(page.select(".timeline").text()).contains("ORDER_CREATED", "INVENTORY_REQUESTED");
        assertThat(page.select(".step-RUNNING")).hasSize(1);
    }

    @Test
    void theDiagramOfAnotherVersionIsNotShownForItsOwn() {
        Samples.saga(API);
        API.answers("GET /api/definitions/fulfil-order/versions/1", 404, "{\"detail\":\"its code is not here\"}")
                .answers(
                        "GET /api/definitions/fulfil-order",
                        Samples.DEFINITION.replace("\"version\":1", "\"version\":2"));
        Document page = read(PAGE);
        assertThat(page.select(".stages")).isEmpty();
        assertThat(page.select(".problem").text()).contains("its code is not here");
    }

    @Test
    void oneThatIsNotThereIsAPageToo() {
        API.answers("GET /api/sagas/" + Samples.ID, 404, "{\"title\":\"Not Found\",\"detail\":\"there is no saga\"}");
        var answer = answer(page(PAGE));
        assertThat(answer.getStatus()).isEqualTo(404);
        assertThat(document(answer).select(".problem").text()).contains("there is no saga");
    }
}

package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Where the demo is: the same fake plays its services. */
class TryPageTest extends OnFakeApi {

    private static final String ORDER = "POST /orders";
    private static final String CHANGE = "PUT /demo/mischief";

    @DynamicPropertySource
    static void demo(DynamicPropertyRegistry properties) {
        for (String service : List.of("order", "payment", "shipping")) {
            properties.add(ConsoleProperties.Demo.PREFIX + "." + service + "-url", API::url);
        }
    }

    @BeforeEach
    void allIsWell() {
        API.answers(ORDER, 202, "{\"orderId\":\"1\",\"status\":\"PENDING\"}")
                .answers("GET /demo/mischief", "{\"refuseEvery\":3,\"slowBy\":\"PT2.5S\"}")
                .answers(CHANGE, "{}")
                .answers("GET /api/sagas", "{\"sagas\":[" + Samples.SAGA + "],\"nextCursor\":null}")
                .answers("GET /api/participants", "[{\"name\":\"payment\",\"gate\":\"FLOWING\"}]");
    }

    @Test
    void whatGoesWrongNowIsShownBesideTheNewestSagas() {
        Document page = read(TryPage.PATH);
        assertThat(page.select("input[name=refuseEvery]").attr("value")).isEqualTo("3");
        assertThat(page.select("input[name=slowBy]").attr("value")).isEqualTo("2.5");
        assertThat(page.select("td a").eachText()).containsExactly(Samples.ID);
        assertThat(page.select("a[href=/console/gates/participants/payment/pause]"))
                .hasSize(1);
        assertThat(page.select("header nav a[aria-current]").eachText()).containsExactly("Try it");
        assertThat(read(TryPage.PATH + "?live=true").select("form")).isEmpty();
    }

    @Test
    void ordersOfAKindArePlaced() {
        MockHttpServletResponse done = answer(
                form(TryPage.PATH + "/orders").param("kind", "NO_CARRIER").param("number", "2"));
        assertThat(done.getRedirectedUrl()).isEqualTo(TryPage.PATH + "?placed=2");
        assertThat(bodies(ORDER)).hasSize(2).allSatisfy(it -> assertThat(it).isEqualTo("""
                {"customerId":"alice","lines":[{"sku":"MONITOR","quantity":1}],"destination":{"country":"AQ"}}"""));
        assertThat(read(TryPage.PATH + "?placed=2").select("[role=status]").text())
                .contains("Orders placed: 2.");
    }

    @Test
    void ofNoKindEachIsPlacedInTurn() {
        answer(form(TryPage.PATH + "/orders").param("kind", "").param("number", "5"));
        assertThat(bodies(ORDER))
                .isEqualTo(List.of(
                        TryKind.COMPLETED.order().toString(),
                        TryKind.NO_MONEY.order().toString(),
                        TryKind.NO_STOCK.order().toString(),
                        TryKind.NO_CARRIER.order().toString(),
                        TryKind.COMPLETED.order().toString()));
    }

    @Test
    void theFirstRefusalEndsItAndIsShown() {
        API.answers(ORDER, 503, "{\"detail\":\"too many orders are on their way\"}");
        MockHttpServletResponse refused =
                answer(form(TryPage.PATH + "/orders").param("kind", "COMPLETED").param("number", "9"));
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(document(refused).select(".problem").text()).contains("too many orders are on their way");
        assertThat(bodies(ORDER)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "51", "-1"})
    void moreThanTheBoundIsRefusedAndNothingPlaced(String number) {
        MockHttpServletResponse refused = answer(form(TryPage.PATH + "/orders").param("number", number));
        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(document(refused).select(".problem").text()).contains("from 1 to 50");
        assertThat(bodies(ORDER)).isEmpty();
    }

    @Test
    void mischiefIsSentToTheServicesAndEndedByAnEmptyForm() {
        MockHttpServletResponse done = answer(
                form(TryPage.PATH + "/mischief").param("refuseEvery", "4").param("slowBy", "0.5"));
        assertThat(done.getRedirectedUrl()).isEqualTo(TryPage.PATH);
        answer(form(TryPage.PATH + "/mischief"));
        assertThat(bodies(CHANGE))
                .containsExactly(
                        "{\"refuseEvery\":4}",
                        "{\"slowBy\":\"PT0.5S\"}",
                        "{\"refuseEvery\":0}",
                        "{\"slowBy\":\"PT0S\"}");
    }

    @Test
    void whatTheServiceSaysAgainstItIsShown() {
        API.answers(CHANGE, 400, "{\"detail\":\"refuseEvery must be a whole number, was <b>x</b>\"}");
        MockHttpServletResponse refused =
                answer(form(TryPage.PATH + "/mischief").param("refuseEvery", "<b>x</b>"));
        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(document(refused).select(".problem").text()).contains("was <b>x</b>");
        assertThat(bodies(CHANGE)).contains("{\"refuseEvery\":\"<b>x</b>\"}");
        assertThat(document(refused).select("input[name=refuseEvery]").attr("value"))
                .as("what was written is still there")
                .isEqualTo("<b>x</b>");
    }

    @Test
    void withoutItsServicesThePageSaysSo() {
        API.forget();
        Document page = read(TryPage.PATH);
        assertThat(page.select("main .problem")).hasSize(4);
    }

    private static List<String> bodies(String request) {
        return API.received().stream()
                .filter(it -> it.request().equals(request))
                .map(FakeApi.Received::body)
                .toList();
    }
}

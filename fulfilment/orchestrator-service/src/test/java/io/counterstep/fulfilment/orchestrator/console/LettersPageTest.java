package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class LettersPageTest extends OnFakeApi {

    static final String LETTER = """
            {"id":7,"state":"PARKED","source":"payment-commands/3/422","key":"7","type":"PAYMENT_REQUESTED",
             "saga":"fulfil-order:7","reason":"the amount is no number","diedAt":"2026-03-01T12:00:00Z",
             "stack":"java.lang.IllegalStateException: no","shortened":null,"body":"\\n{\\"amount\\":\\"x\\"} ",
             "headers":{"ce_id":"fulfil-order:7/payment/invoke"},
             "history":[{"at":"2026-03-01T12:01:00Z","kind":"EDITED","by":"dana","why":"a typo","before":"{}"}]}""";

    private static final String LETTERS = """
            {"deadLetters":[%s],"nextCursor":"6"}""".formatted(LETTER);

    @Test
    void theListIsFilteredByTheAddressAndPagedByACursor() {
        API.answers("GET /api/dead-letters", LETTERS);
        Document page = read("/console/dead-letters?state=PARKED&topic=payment-commands");
        assertThat(API.received().getFirst().request()).contains("state=PARKED", "topic=payment-commands", "limit=50");
        assertThat(page.select("option[selected]").attr("value")).isEqualTo("PARKED");
        assertThat(page.select("a[rel=next]").attr("href"))
                .isEqualTo("/console/dead-letters?topic=payment-commands&state=PARKED&cursor=6");
        assertThat(page.select("td a").eachAttr("href"))
                .containsExactly("/console/dead-letters/7", "/console/sagas/fulfil-order:7");
        assertThat(page.select(".buttons a").eachAttr("href"))
                .contains("/console/dead-letters/all/replay?topic=payment-commands");
    }

    @Test
    void manyAtOnceNeedAFilter() {
        API.answers("GET /api/dead-letters", LETTERS);
        assertThat(read("/console/dead-letters").select("a[href*=/all/]")).isEmpty();
    }

    @Test
    void oneShowsReasonExceptionBodyHeadersAndHistory() {
        API.answers("GET /api/dead-letters/7", LETTER);
        Document page = read("/console/dead-letters/7");
        assertThat(page.text())
                .contains("the amount is no number", "IllegalStateException", "ce_id", "edited dana: a typo");
        assertThat(page.select(".actions a").eachText()).containsExactly("Replay", "Edit", "Discard");
        assertThat(readInKorean("/console/dead-letters/7").select(".actions a").eachText())
                .containsExactly("재처리", "수정", "폐기");
    }

    @Test
    void whatIsNotWholeIsNotOfferedForReplay() {
        API.answers("GET /api/dead-letters/7", LETTER.replace("\"shortened\":null", "\"shortened\":2000000"));
        Document page = read("/console/dead-letters/7");
        assertThat(page.select(".note").text()).contains("2000000 bytes");
        assertThat(page.select(".actions a").eachText()).containsExactly("Edit", "Discard");
    }

    @Test
    void aLetterWithoutABodySaysSo() {
        API.answers("GET /api/dead-letters/7", LETTER.replaceFirst("\"body\":\"[^,]*,", "\"body\":null,"));
        Document page = read("/console/dead-letters/7");
        assertThat(page.text()).contains("It has none, or none that is text.");
        assertThat(page.select("pre").eachText()).doesNotContain("null");
        assertThat(read("/console/dead-letters/7/replay").select("pre")).isEmpty();
    }

    @Test
    void aReplayShowsWhatWillBePublishedAndThenDoesIt() {
        API.answers("GET /api/dead-letters/7", LETTER).answers("POST /api/dead-letters/7/replay", LETTER);
        Document page = read("/console/dead-letters/7/replay");
        assertThat(page.text()).contains("payment-commands/3/422", "published once more", "{\"amount\":\"x\"}");
        MockHttpServletResponse done = answer(
                form("/console/dead-letters/7/replay").param("by", "dana").param("why", "mended"));
        assertThat(done.getRedirectedUrl()).isEqualTo("/console/dead-letters/7");
        assertThat(API.posted("POST /api/dead-letters/7/replay")).isEqualTo("{\"by\":\"dana\",\"why\":\"mended\"}");
    }

    @Test
    void anEditSendsTheValueExactlyAsItStandsInTheForm() {
        API.answers("GET /api/dead-letters/7", LETTER).answers("POST /api/dead-letters/7/edit", LETTER);
        String value = ApiJson.text(ApiJson.read(LETTER), "body");
        assertThat(new String(
                        answer(page("/console/dead-letters/7/edit")).getContentAsByteArray(), StandardCharsets.UTF_8))
                .as("the first line break in a text area is dropped by browsers, so there is one more")
                .contains("spellcheck=\"false\">\n\n{&quot;amount&quot;:&quot;x&quot;} </textarea>");
        answer(form("/console/dead-letters/7/edit")
                .param("by", "dana")
                .param("why", "mended")
                .param("body", value));
        assertThat(ApiJson.text(ApiJson.read(API.posted("POST /api/dead-letters/7/edit")), "body"))
                .isEqualTo("\n{\"amount\":\"x\"} ");
    }

    @Test
    void manyAreCountedWithASampleBeforeTheyAreReplayed() {
        API.answers("GET /api/dead-letters", LETTERS)
                .answers("POST /api/dead-letters/replay?topic=payment-commands", "{\"letters\":501}");
        Document page = read("/console/dead-letters/all/replay?topic=payment-commands");
        assertThat(page.select("dd").eachText())
                .containsExactly("payment-commands", "1+", "#7 PAYMENT_REQUESTED the amount is no number");
        MockHttpServletResponse done = answer(form("/console/dead-letters/all/replay?topic=payment-commands")
                .param("topic", "payment-commands")
                .param("by", "dana")
                .param("why", "mended"));
        assertThat(done.getRedirectedUrl())
                .contains("/console/dead-letters?", "state=REPLAYING", "topic=payment-commands");
    }

    @Test
    void whatIsNotThereIsAPageToo() {
        assertThat(answer(page("/console/dead-letters/8")).getStatus()).isEqualTo(404);
        assertThat(answer(page("/console/dead-letters/8/replay")).getStatus()).isEqualTo(404);
    }
}

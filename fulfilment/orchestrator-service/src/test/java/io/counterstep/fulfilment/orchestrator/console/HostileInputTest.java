package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

/** Whatever stands in a message, a reason or an answer is text. */
class HostileInputTest extends OnFakeApi {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "'; drop table saga; --",
                "${7*7} #{layout.skip} [[${7*7}]] __${7*7}__ T(java.lang.Runtime)",
                "javascript:alert(1)//'\" onfocus=alert(1) x="
            })
    void itIsShownAsTextOnEveryPage(String text) {
        String id = Samples.ID;
        API.answers("GET /api/sagas/" + id, hostile(Samples.SAGA, text))
                .answers("GET /api/sagas/" + id + "/history", hostile(Samples.HISTORY, text))
                .answers("GET /api/sagas/" + id + "/messages", hostile(Samples.MESSAGES, text))
                .answers("GET /api/sagas/" + id + "/why", hostile(Samples.WHY, text))
                .answers("GET /api/sagas", hostile("{\"sagas\":[" + Samples.SAGA + "],\"nextCursor\":\"x\"}", text))
                .answers("GET /api/dead-letters/7", hostile(LettersPageTest.LETTER, text))
                .answers("GET /api/dead-letters", hostile("{\"deadLetters\":[" + LettersPageTest.LETTER + "]}", text))
                .answers("GET /api/audit", hostile(AuditPageTest.AUDIT, text))
                .answers("GET /api/audit/findings/3", hostile(AuditPageTest.FINDING, text))
                .answers("GET /api/audit/findings", hostile("{\"findings\":[" + AuditPageTest.FINDING + "]}", text))
                .answers("GET /api/bulk-operations/7", hostile(BulkPageTest.OPERATION, text))
                .answers("GET /api/bulk-operations", "[" + hostile(BulkPageTest.OPERATION, text) + "]")
                .answers("GET /api/definitions", "[" + hostile(Samples.DEFINITION, text) + "]")
                .answers("GET /api/definitions/fulfil-order", hostile(Samples.DEFINITION, text))
                .answers("GET /api/overview", 500, hostile("{\"title\":\"x\",\"detail\":\"x\"}", text));
        for (String path : new String[] {
            "/console",
            "/console/sagas?text=" + Href.encoded(text),
            "/console/sagas/" + id,
            "/console/sagas/" + id + "/resolve",
            "/console/definitions",
            "/console/definitions/fulfil-order",
            "/console/dead-letters",
            "/console/dead-letters/7",
            "/console/dead-letters/7/edit",
            "/console/audit",
            "/console/audit/findings/3",
            "/console/bulk",
            "/console/bulk/7",
            "/console/bulk/new?text=" + Href.encoded(text)
        }) {
            MockHttpServletResponse response = answer(page(path));
            Document page = document(response);
            assertThat(page.select("script:not([src]), img, [onerror], [onfocus], [style]"))
                    .as(path)
                    .isEmpty();
            assertThat(page.select("a[href^=javascript], a[href^=//], form[action^=http]"))
                    .as(path)
                    .isEmpty();
            assertThat(new String(response.getContentAsByteArray(), StandardCharsets.UTF_8))
                    .as(path)
                    .doesNotContain("<script>alert", "<img src=x")
                    .doesNotContainPattern("(?<!\\d)49(?!\\d)");
        }
        assertThat(read("/console/sagas/" + id).text().replaceAll("\\s+", " ")).contains(text);
    }

    private static String hostile(String document, String text) {
        return Samples.hostile(document, text);
    }
}

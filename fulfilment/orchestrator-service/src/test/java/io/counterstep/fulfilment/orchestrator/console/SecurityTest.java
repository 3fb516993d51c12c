package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

class SecurityTest extends OnFakeApi {

    private static final Path TEMPLATES = Path.of("src/main/resources/console");

    private static final Pattern INLINE = Pattern.compile(
            "th:utext|\\[\\(|<style|\\sstyle=|th:style|\\son[a-z]+=|javascript:|hx-on|hx-vals=.js|<script(?![^>]*src=)");

    /** The namespace is a name, no address. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?:https?:)?//(?!www\\.thymeleaf\\.org|www\\.w3\\.org)\\w");

    @ParameterizedTest
    @CsvSource({"/console", "/console/no-such-page", "/console/assets/console.css", "/console/assets/htmx.min.js"})
    void everyPageForbidsWhatIsNotItsOwn(String path) {
        MockHttpServletResponse response = answer(page(path));
        assertThat(response.getHeader("Content-Security-Policy"))
                .isEqualTo("default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self';"
                        + " object-src 'none'");
        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getHeader("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(response.getContentAsByteArray()).isNotEmpty();
    }

    @Test
    void noTemplateHasInlineScriptOrStyleOrTextThatIsNotEscaped() throws IOException {
        for (Path template : templates()) {
            String text = Files.readString(template);
            assertThat(INLINE.matcher(text).results().map(it -> it.group()))
                    .as("%s", template)
                    .isEmpty();
            assertThat(ELSEWHERE.matcher(text).results().map(it -> it.group()))
                    .as("%s", template)
                    .isEmpty();
        }
        assertThat("<p th:utext=\"${x}\" onclick=\"\" style=\"\">").containsPattern(INLINE);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, same-origin, -, -, false",
                "POST, same-origin, http://proxy, localhost:8080, false",
                "POST, cross-site, http://localhost:8080, localhost:8080, true",
                "POST, same-site, -, localhost:8080, true",
                "POST, none, -, localhost:8080, true",
                "POST, -, http://localhost:8080, localhost:8080, false",
                "POST, -, http://evil.example, localhost:8080, true",
                "POST, -, null, localhost:8080, true",
                "POST, -, ::, localhost:8080, true",
                "POST, -, -, localhost:8080, true",
                "DELETE, cross-site, -, -, true",
                "GET, cross-site, http://evil.example, localhost:8080, false"
            })
    void whatAnotherSiteSendsIsRefused(String method, String fetchSite, String origin, String host, boolean refused) {
        assertThat(CrossSite.refuses(method, fetchSite, origin, host)).isEqualTo(refused);
    }

    @Test
    void aFormOfAnotherSiteReachesNothing() {
        MockHttpServletResponse response = answer(MockMvcRequestBuilders.post("/console/sagas/fulfil-order:7/retry")
                .header("Sec-Fetch-Site", "cross-site")
                .param("by", "mallory")
                .param("why", "for fun")
                .param("then", "confirm"));
        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(new String(response.getContentAsByteArray(), StandardCharsets.UTF_8))
                .contains("did not come from");
        assertThat(API.received()).isEmpty();
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            List<Path> templates =
                    files.filter(it -> it.toString().endsWith(".html")).toList();
            assertThat(templates).hasSizeGreaterThan(2);
            return templates;
        }
    }
}

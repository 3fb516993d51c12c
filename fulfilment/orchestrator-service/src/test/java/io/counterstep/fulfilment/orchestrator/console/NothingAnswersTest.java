package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

/** A page says what it could not find out; it never fails itself. */
class NothingAnswersTest extends OnFakeApi {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/sagas",
                "/console/sagas/fulfil-order:7",
                "/console/sagas/fulfil-order:7/retry",
                "/console/gates/participants/payment/pause",
                "/console/definitions",
                "/console/definitions/fulfil-order",
                "/console/dead-letters",
                "/console/dead-letters/7",
                "/console/dead-letters/7/replay",
                "/console/dead-letters/all/replay?topic=x",
                "/console/audit",
                "/console/audit/findings/3",
                "/console/audit/findings/3/repair",
                "/console/bulk",
                "/console/bulk/7",
                "/console/bulk/new?state=RUNNING"
            })
    void everyPageIsThereWithoutTheApi(String path) {
        MockHttpServletResponse response = answer(page(path));
        assertThat(response.getStatus()).isIn(200, 404);
        String text = new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
        assertThat(text).contains("<main", "</html>").doesNotContain("Exception", "at io.counterstep");
        MockHttpServletResponse korean = answer(page(path + (path.contains("?") ? "&" : "?") + "lang=ko"));
        assertThat(document(korean).select("html").attr("lang")).isEqualTo("ko");
    }
}

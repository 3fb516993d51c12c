package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The console as it is served, on an API that answers what a test has recorded. */
@WebMvcTest
@Import(ConsoleConfiguration.class)
abstract class OnFakeApi {

    static final FakeApi API = new FakeApi();

    @Autowired
    @SuppressWarnings("NullAway.Init")
    MockMvc browser;

    @DynamicPropertySource
    static void api(DynamicPropertyRegistry properties) {
        properties.add("counterstep.console.api-url", API::url);
    }

    @BeforeEach
    void nothingRecorded() {
        API.forget();
    }

    static MockHttpServletRequestBuilder page(String path) {
        return get(URI.create(path)).locale(Locale.ENGLISH);
    }

    /** As a browser sends a form of our own page. */
    static MockHttpServletRequestBuilder form(String path) {
        return post(URI.create(path)).locale(Locale.ENGLISH).header("Sec-Fetch-Site", "same-origin");
    }

    MockHttpServletResponse answer(MockHttpServletRequestBuilder request) {
        try {
            MockHttpServletResponse response =
                    browser.perform(request).andReturn().getResponse();
            response.setDefaultCharacterEncoding(StandardCharsets.UTF_8.name());
            return response;
        } catch (Exception failed) {
            throw new AssertionError("the page could not be made", failed);
        }
    }

    /** A page that is there. */
    Document read(MockHttpServletRequestBuilder request) {
        MockHttpServletResponse response = answer(request);
        assertThat(response.getStatus()).isEqualTo(200);
        return document(response);
    }

    Document read(String path) {
        return read(page(path));
    }

    Document readInKorean(String path) {
        return read(get(URI.create(path)).locale(Locale.KOREA));
    }

    static Document document(MockHttpServletResponse response) {
        return Jsoup.parse(new String(response.getContentAsByteArray(), StandardCharsets.UTF_8));
    }
}

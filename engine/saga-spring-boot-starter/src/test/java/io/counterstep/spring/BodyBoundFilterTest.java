package io.counterstep.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What an operator posts is bounded, whether or not its length is announced. */
class BodyBoundFilterTest {

    private final BodyBoundFilter filter = new BodyBoundFilter();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain chain = new MockFilterChain();

    @Test
    void aBodyThatAnnouncesTooMuchIsRefusedUnread() throws Exception {
        filter.doFilter(posted(BodyBoundFilter.MAX_BYTES + 1), response, chain);

        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(chain.getRequest()).as("nobody handles it").isNull();
    }

    @Test
    void aBodyUpToTheBoundIsHandled() throws Exception {
        filter.doFilter(posted(BodyBoundFilter.MAX_BYTES), response, chain);

        assertThat(handled().getInputStream().readAllBytes()).hasSize(BodyBoundFilter.MAX_BYTES);
    }

    @Test
    void aBodyThatAnnouncesNothingIsReadUpToTheBound() throws Exception {
        filter.doFilter(chunked(posted(BodyBoundFilter.MAX_BYTES + 1)), response, chain);

        assertThatThrownBy(() -> handled().getInputStream().readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(BodyBoundFilter.MAX_BYTES + " bytes");
    }

    private HttpServletRequest handled() {
        return requireNonNull((HttpServletRequest) chain.getRequest(), "nobody was asked to handle it");
    }

    private static MockHttpServletRequest posted(int bytes) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/dead-letters/1/edit");
        request.setContent(new byte[bytes]);
        return request;
    }

    private static HttpServletRequest chunked(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
    }
}

package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ConsoleFilterTest {

    private final ConsoleFilter filter = new ConsoleFilter(1);

    @Test
    void onlySoManyPagesAreMadeAtATimeAndTheOthersAreToldToComeBack() {
        AtomicReference<MockHttpServletResponse> second = new AtomicReference<>();
        FilterChain whileTheFirstIsMade = (request, response) -> second.set(answer(new MockFilterChain()));
        assertThat(answer(whileTheFirstIsMade).getStatus()).isEqualTo(200);
        assertThat(second.get().getStatus()).isEqualTo(503);
        assertThat(second.get().getHeader("Retry-After")).isEqualTo("3");
        assertThat(answer(new MockFilterChain()).getStatus()).as("after that").isEqualTo(200);
    }

    @Test
    void aPageThatFailsGivesItsPlaceBack() {
        FilterChain failing = (request, response) -> {
            throw new IllegalStateException("a mistake");
        };
        assertThat(catchThrowable(() -> answer(failing))).hasMessage("a mistake");
        assertThat(answer(new MockFilterChain()).getStatus()).isEqualTo(200);
    }

    private MockHttpServletResponse answer(FilterChain chain) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            filter.doFilter(new MockHttpServletRequest("GET", "/console"), response, chain);
        } catch (IOException | ServletException failed) {
            throw new AssertionError(failed);
        }
        return response;
    }
}

package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleApiTest {

    private final FakeApi fake = new FakeApi();
    private final ConsoleApi api = new ConsoleApi(fake::url, Duration.ofSeconds(10));

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void whatStandsInAnAddressIsEncodedAndCannotChangeIt() {
        api.get(Map.of("text", "a&b=c #?{x}"), "/api/sagas/{id}", "x/../../y?z");
        assertThat(fake.received().getFirst().request())
                .isEqualTo("GET /api/sagas/x%2F..%2F..%2Fy%3Fz?text=a%26b%3Dc%20%23%3F%7Bx%7D");
    }

    @Test
    void aProblemIsToldWithItsFields() {
        fake.answers("GET /api/x", 400, """
                {"title":"Bad Request","status":400,"detail":"by is missing","errors":[{"field":"by","message":"is missing"}]}""");
        assertThat(api.get("/api/x"))
                .isEqualTo(new Answer.Problem(400, "Bad Request", "by is missing", List.of("by is missing")));
    }

    @Test
    void whatIsNoJsonIsAProblemToo() {
        fake.answers("GET /api/x", "<html>");
        assertThat(api.get("/api/x"))
                .isInstanceOfSatisfying(
                        Answer.Problem.class, it -> assertThat(it.detail()).isEqualTo("the answer is not JSON"));
    }

    @Test
    void whereNobodyListensOrAnswersThatIsTheAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            assertThat(new ConsoleApi(() -> url, Duration.ofMillis(200)).get("/api/x"))
                    .isInstanceOfSatisfying(
                            Answer.Problem.class,
                            it -> assertThat(it.isSilence()).isTrue());
            silent.close();
            assertThat(new ConsoleApi(() -> url, Duration.ofSeconds(10)).get("/api/x"))
                    .isInstanceOfSatisfying(
                            Answer.Problem.class,
                            it -> assertThat(it.isSilence()).isTrue());
        }
    }
}

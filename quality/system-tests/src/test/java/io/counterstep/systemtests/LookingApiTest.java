package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static io.counterstep.systemtests.support.Shop.sagaPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All sagas, participants and versions as whoever looks after them sees them. */
@OnSharedSystem
class LookingApiTest {

    private final LocalSystem system;
    private final Shop shop;
    private final HttpClient http = HttpClient.newHttpClient();

    LookingApiTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
    }

    @AfterEach
    void close() {
        http.close();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(system.url(Service.ORCHESTRATOR) + path))
                .timeout(Shop.PATIENCE)
                .build();
    }

    private JsonNode get(String path) {
        Shop.Answer answer = shop.get(Service.ORCHESTRATOR, path);
        assertThat(answer.status()).as("GET %s: %s", path, answer).isEqualTo(200);
        return answer.body();
    }

    private List<String> keys(String query) {
        return get("/api/sagas?" + query)
                .get("sagas")
                .valueStream()
                .map(it -> it.get("key").asString())
                .toList();
    }

    @Test
    void sagasAreFoundBySeveralStatesVersionParticipantTextAndGreatestAge() {
        String refused = shop.order("bankrupt", "KR", line("MOUSE", 1));
        shop.awaitFinal(refused);
        system.stop(Service.SHIPPING);
        String waiting;
        try {
            waiting = shop.order("alice", "KR", line("MOUSE", 1));
            shop.awaitStep(waiting, "shipping");

            assertThat(keys("state=RUNNING,CANCELED&version=1&maxAge=1h&limit=500"))
                    .contains(waiting, refused);
            assertThat(keys("state=RUNNING,COMPENSATING&limit=500"))
                    .contains(waiting)
                    .doesNotContain(refused);
            assertThat(keys("version=2")).isEmpty();
            assertThat(keys("maxAge=0s")).isEmpty();
            assertThat(keys("participant=shipping")).contains(waiting);
            assertThat(keys("participant=payment")).doesNotContain(waiting);
            assertThat(keys("participant=nobody")).isEmpty();
            assertThat(keys("text=payment_failed&limit=500")).contains(refused).doesNotContain(waiting);
            assertThat(get("/api/sagas?limit=1").get("lookedBackTo").isNull()).isTrue();
        } finally {
            system.start(Service.SHIPPING);
        }
        shop.awaitFinal(waiting);
    }

    @ParameterizedTest
    @CsvSource({"csv, text/csv", "json, application/json"})
    void whatIsFoundIsExportedAsAFile(String format, String type) throws Exception {
        String id = shop.order("bankrupt", "KR", line("MOUSE", 1));
        shop.awaitFinal(id);

        HttpResponse<String> file = http.send(
                request("/api/sagas/export?format=" + format + "&key=" + id), HttpResponse.BodyHandlers.ofString());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type"))
                .hasValueSatisfying(it -> assertThat(it).startsWith(type));
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"sagas." + format + "\"");
        if (format.equals("csv")) {
            assertThat(file.body().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("fulfil-order:" + id + ",fulfil-order,1,");
        } else {
            JsonNode json = JsonMapper.shared().readTree(file.body());
            assertThat(json.get("sagas").get(0).get("key").asString()).isEqualTo(id);
            assertThat(json.get("nextCursor").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/sagas/export?format=xml, format",
        "/api/sagas/export?max=0, max",
        "/api/sagas/export?max=100001, max",
        "/api/sagas/export?state=SLEEPING, state",
        "/api/definitions/fulfil-order/versions/one, version",
        "/api/definitions/-/versions, definition",
        "/api/sagas/no-id/stream, no-id"
    })
    void whatMeansNothingIsRefusedByName(String path, String name) {
        Shop.Answer answer = shop.get(Service.ORCHESTRATOR, path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.body().get("detail").asString()).contains(name);
    }

    @Test
    void anOverviewCountsWhatStartsAndEnds() {
        get("/api/overview");
        String id = shop.order("alice", "KR", line("MOUSE", 1));
        shop.awaitFinal(id);

        await("the tick in which it ended").atMost(Shop.PATIENCE).untilAsserted(() -> {
            JsonNode overview = get("/api/overview");
            assertThat(overview.get("ticks").valueStream()).anySatisfy(it -> {
                assertThat(it.get("completed").asLong()).isPositive();
                assertThat(it.get("p99Ms").asLong()).isPositive();
            });
            assertThat(overview.get("states").propertyNames())
                    .containsExactlyInAnyOrder("RUNNING", "COMPENSATING", "NEEDS_ATTENTION", "PAUSED");
            assertThat(overview.get("attention").propertyNames())
                    .contains("parkedLetters", "openFindings", "closedGates");
        });
    }

    @Test
    void anOverviewIsStreamed() throws Exception {
        try (BufferedReader lines = stream("/api/overview/stream")) {
            for (int i = 0; i < 2; i++) {
                assertThat(next(lines)).isEqualTo("event:overview");
                assertThat(next(lines)).startsWith("data:{\"at\":\"");
            }
        }
    }

    @Test
    void aSagaIsStreamedUntilItIsOver() throws Exception {
        system.stop(Service.SHIPPING);
        String id;
        BufferedReader lines;
        try {
            id = shop.order("alice", "KR", line("MOUSE", 1));
            shop.awaitStep(id, "shipping");
            lines = stream(sagaPath(id) + "/stream");
            assertThat(next(lines)).isEqualTo("event:saga");
            assertThat(next(lines)).isEqualTo("data:{\"revision\":3,\"state\":\"RUNNING\"}");
        } finally {
            system.start(Service.SHIPPING);
        }
        String last = "";
        for (String line = next(lines); !line.equals("null"); line = next(lines)) {
            last = line;
        }
        lines.close();
        assertThat(last).contains("\"state\":\"COMPLETED\"");
        assertThat(shop.get(Service.ORCHESTRATOR, sagaPath("unknown") + "/stream")
                        .status())
                .isEqualTo(404);
    }

    private BufferedReader stream(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(path), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next line that is no heartbeat; {@code null} after the last. */
    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && (line.isEmpty() || line.startsWith(":"))) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void participantsAreShownWithHowFarTheirGroupsAreBehind() {
        shop.awaitFinal(shop.order("alice", "KR", line("MOUSE", 1)));

        await("Kafka tells").atMost(Shop.PATIENCE).untilAsserted(() -> {
            JsonNode payment = get("/api/participants")
                    .valueStream()
                    .filter(it -> it.get("name").asString().equals("payment"))
                    .findFirst()
                    .orElseThrow();
            assertThat(payment.get("commandTopic").asString()).isEqualTo("payment-commands");
            assertThat(payment.get("gate").asString()).isEqualTo("FLOWING");
            assertThat(payment.get("steps").toString()).isEqualTo("[\"payment\"]");
            assertThat(payment.get("lag").isNumber()).isTrue();
            assertThat(payment.get("groups").get(0).get("group").asString()).startsWith("payment-service");
            assertThat(payment.get("groups").get(0).get("members").asInt()).isPositive();
        });
    }

    @Test
    void aDefinitionsVersionsAreShownWithWhatIsActive() {
        JsonNode version = get("/api/definitions/fulfil-order/versions").get(0);
        assertThat(version.get("version").asInt()).isEqualTo(1);
        assertThat(version.get("here").asBoolean()).isTrue();
        assertThat(version.get("newest").asBoolean()).isTrue();
        assertThat(version.get("registeredAt").isNull()).isFalse();

        assertThat(get("/api/definitions/fulfil-order/versions/1")).isEqualTo(get("/api/definitions/fulfil-order"));
        Shop.Answer other = shop.get(Service.ORCHESTRATOR, "/api/definitions/fulfil-order/versions/7");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.body().get("detail").asString())
                .isEqualTo("version 7 of 'fulfil-order' is not registered here, only [1]");
        assertThat(shop.get(Service.ORCHESTRATOR, "/api/definitions/another/versions")
                        .status())
                .isEqualTo(404);
    }
}

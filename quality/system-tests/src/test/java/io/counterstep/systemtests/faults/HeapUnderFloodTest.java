package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Each service in a JVM of its own, with a heap that a flood would fill if what waits were not bounded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeapUnderFloodTest {

    private static final Logger LOG = LoggerFactory.getLogger(HeapUnderFloodTest.class);

    private static final int HEAP_MEGABYTES = 512;

    /** What may be alive when a flood is over: what a service needs to run, and no more. */
    private static final int MOST_ALIVE_MEGABYTES = 256;

    private static final int MEGABYTE = 1 << 20;

    private static final int CLIENTS = 1_500;
    private static final int REQUESTS_OF_EACH = 2;
    private static final int SLOW_CLIENTS = 100;

    /** Of every so many requests one has a large body. */
    private static final int LARGE_EVERY = 10;

    /** As large as an order may be. */
    private static final int LARGE = 64 * 1024;

    /** The longest wait for a turn, for a connection and for a statement, together, on a machine that is busy itself. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(25);

    private static final Duration ALL_WITHIN = Duration.ofSeconds(90);

    private final LocalSystem system =
            LocalSystem.start(LocalOptions.temporary().withSeparate(true).withHeapMegabytes(HEAP_MEGABYTES));
    private final Map<Service, Long> pids = new EnumMap<>(Service.class);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HeapUnderFloodTest() {
        for (Service service : Service.values()) {
            pids.put(service, system.pid(service).orElseThrow());
        }
    }

    @AfterAll
    void stop() {
        http.close();
        system.close();
    }

    /**
     * What is kept of an answer, so that they do not fill this heap instead.
     *
     * @param orderId of an order that was accepted
     * @param saysWhen whether it says when to come back
     */
    private record Answer(
            String request, int status, @Nullable String orderId, boolean saysWhen, Duration after) {

        static Answer of(HttpRequest request, HttpResponse<String> response, Duration after) {
            String what = request.method() + " " + request.uri().getPath();
            boolean accepted = response.statusCode() == 202 && what.equals("POST /orders");
            return new Answer(
                    what,
                    response.statusCode(),
                    accepted ? idIn(response.body()) : null,
                    response.headers().firstValue("Retry-After").isPresent(),
                    after);
        }

        private static String idIn(String body) {
            return JsonMapper.shared().readTree(body).get("orderId").asString();
        }
    }

    @Test
    void whateverFloodsThemServicesAnswerInTimeAndKeepTheirHeap() throws Exception {
        Map<String, String> endings = new ConcurrentHashMap<>();
        try (SlowClients slow = new SlowClients()) {
            for (Service service : Service.values()) {
                slow.begin(system.options().ports().of(service), postedTo(service), SLOW_CLIENTS);
            }
            for (Service service : Service.values()) {
                List<Answer> answers = flood(service, endings);
                assertThat(answers).as("%s: %s", service, tally(answers)).allSatisfy(HeapUnderFloodTest::requireAnswer);
            }
        }
        assertThat(endings).as("accepted").isNotEmpty();
        new Ended(system).asTheyMustAfterAnOutage(endings, ALL_WITHIN);
        assertThat(logsThatName("OutOfMemoryError")).isEmpty();
        for (Service service : Service.values()) {
            assertThat(system.pid(service)).as("%s lives", service).hasValue(Objects.requireNonNull(pids.get(service)));
        }
        Map<Service, Long> alive = megabytesAlive();
        LOG.warn("megabytes alive after the flood, of {}: {}", HEAP_MEGABYTES, alive);
        assertThat(alive.values()).as("megabytes alive: %s", alive).allMatch(it -> it < MOST_ALIVE_MEGABYTES);
    }

    private List<Service> logsThatName(String error) throws Exception {
        List<Service> found = new ArrayList<>();
        for (Service service : Service.values()) {
            Path log = system.options().data().resolve("logs").resolve(service.label() + ".log");
            if (Files.readString(log).contains(error)) {
                found.add(service);
            }
        }
        return found;
    }

    private Map<Service, Long> megabytesAlive() throws Exception {
        Map<Service, Long> alive = new EnumMap<>(Service.class);
        for (Map.Entry<Service, Long> process : pids.entrySet()) {
            alive.put(process.getKey(), LiveHeap.bytesOf(process.getValue()) / MEGABYTE);
        }
        return alive;
    }

    /** All clients at once. */
    private List<Answer> flood(Service service, Map<String, String> endings) throws Exception {
        List<Future<List<Answer>>> clients = new ArrayList<>();
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                int first = client * REQUESTS_OF_EACH;
                clients.add(threads.submit(() -> {
                    begin.await();
                    List<Answer> answers = new ArrayList<>();
                    for (int number = first; number < first + REQUESTS_OF_EACH; number++) {
                        Answer answer = send(service, number);
                        answers.add(answer);
                        if (answer.orderId() != null) {
                            endings.put(answer.orderId(), Kind.of(number).ending());
                        }
                    }
                    return answers;
                }));
            }
            begin.countDown();
        }
        List<Answer> all = new ArrayList<>();
        for (Future<List<Answer>> client : clients) {
            all.addAll(client.get());
        }
        return all;
    }

    private Answer send(Service service, int number) throws Exception {
        HttpRequest request = request(service, number)
                .header("Content-Type", "application/json")
                .timeout(ANSWERED_WITHIN)
                .build();
        long begin = System.nanoTime();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return Answer.of(request, response, Duration.ofNanos(System.nanoTime() - begin));
    }

    private HttpRequest.Builder request(Service service, int number) {
        if (number % LARGE_EVERY == 0) {
            String body = "{\"by\":\"" + "x".repeat(LARGE) + "\"}";
            return to(service, postedTo(service)).POST(BodyPublishers.ofString(body));
        }
        if (service == Service.ORDER && number % 2 == 1) {
            String order = Kind.of(number).json(number);
            String padding = " ".repeat(number % 3 == 0 ? LARGE - order.length() : 0);
            return to(service, "/orders").POST(BodyPublishers.ofString(order + padding));
        }
        return to(service, readFrom(service));
    }

    private HttpRequest.Builder to(Service service, String path) {
        return HttpRequest.newBuilder(URI.create(system.url(service) + path));
    }

    private static String readFrom(Service service) {
        return switch (service) {
            case ORDER -> "/orders?limit=100";
            case PAYMENT -> "/accounts/alice";
            case INVENTORY -> "/stock/KEYBOARD";
            case SHIPPING -> "/shipments/none";
            case ORCHESTRATOR -> "/api/sagas?limit=500";
        };
    }

    /** Something takes a body there, or nothing does. */
    private static String postedTo(Service service) {
        return switch (service) {
            case ORDER -> "/orders";
            case PAYMENT, INVENTORY, SHIPPING -> "/none";
            case ORCHESTRATOR -> "/api/dead-letters/1/edit";
        };
    }

    private static void requireAnswer(Answer answer) {
        assertThat(answer.after()).isLessThan(ANSWERED_WITHIN);
        if (answer.status() == 503 || answer.status() == 429) {
            assertThat(answer.saysWhen())
                    .as("%s says when to come back", answer)
                    .isTrue();
        } else {
            assertThat(answer.status() / 100).as("%s", answer).isIn(2, 4);
        }
    }

    private static Map<Integer, Long> tally(List<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
    }
}

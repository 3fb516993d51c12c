package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** More requests than the services can take: each is answered in time, and every order that was accepted ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodTest {

    /** Few, so that a flood that one machine can make is more than enough. */
    private static final int AT_ONCE = 200;

    private static final int CLIENTS = 1_200;
    private static final int ORDERS_OF_EACH = 4;

    /** The longest wait for a turn, for a connection and for a statement, together, on a machine that is busy itself. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(25);

    private static final Duration ALL_WITHIN = Duration.ofSeconds(90);

    private final LocalSystem system = LocalSystem.start(
            LocalOptions.temporary().withArguments(Service.ORDER, "--counterstep.http.requests-at-once=" + AT_ONCE));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterAll
    void stop() {
        http.close();
        system.close();
    }

    private record Answer(HttpResponse<String> response, Duration after) {}

    @Test
    void aFloodOfOrdersIsTakenOrToldToComeBackAndWhatIsTakenEnds() throws Exception {
        Map<String, String> endings = new ConcurrentHashMap<>();
        List<Future<List<Answer>>> floods = new ArrayList<>();
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                int first = client * ORDERS_OF_EACH;
                floods.add(threads.submit(() -> {
                    begin.await();
                    List<Answer> answers = new ArrayList<>();
                    for (int number = first; number < first + ORDERS_OF_EACH; number++) {
                        Answer answer = order(number);
                        answers.add(answer);
                        if (answer.response().statusCode() == 202) {
                            endings.put(idIn(answer), Kind.of(number).ending());
                        }
                        answers.add(get(Service.ORDER, "/orders?limit=1"));
                    }
                    return answers;
                }));
            }
            begin.countDown();
        }
        List<Answer> all = new ArrayList<>();
        for (Future<List<Answer>> flood : floods) {
            all.addAll(flood.get());
        }
        assertThat(all).allSatisfy(it -> {
            assertThat(it.response().statusCode()).isIn(200, 202, 503);
            assertThat(it.after()).isLessThan(ANSWERED_WITHIN);
        });
        assertThat(all.stream().filter(it -> it.response().statusCode() == 503))
                .as("turned away")
                .isNotEmpty()
                .allSatisfy(FloodTest::assertComeBack);
        assertThat(endings).as("accepted").isNotEmpty();
        new Ended(system).asTheyMustAfterAnOutage(endings, ALL_WITHIN);
    }

    @ParameterizedTest
    @CsvSource({
        "ORDER, orders, /orders/00000000-0000-7000-8000-000000000000",
        "PAYMENT, payment, /payments/none",
        "INVENTORY, reservation, /reservations/none",
        "SHIPPING, shipment, /shipments/none"
    })
    void whileATableIsLockedReadersAreToldToComeBackAndHealthIsShown(Service service, String table, String path)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection connection = connect(service);
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table " + table + " in access exclusive mode");
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(threads.submit(() -> get(service, path)));
            }
            assertThat(get(service, "/actuator/health").response().statusCode()).isEqualTo(200);
            for (Future<Answer> answer : answers) {
                assertComeBack(answer.get());
                assertThat(answer.get().after()).isLessThan(ANSWERED_WITHIN);
            }
            connection.rollback();
        }
        assertThat(get(service, path).response().statusCode()).isEqualTo(404);
    }

    @Test
    void whenAllThatMayAskTheOrchestratorAreHeldUpTheOthersAreToldToComeBack() throws Exception {
        String path = "/api/sagas/fulfil-order:none";
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection connection = connect(Service.ORCHESTRATOR);
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table saga in access exclusive mode");
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(threads.submit(() -> get(Service.ORCHESTRATOR, path)));
            }
            for (Future<Answer> answer : answers) {
                assertComeBack(answer.get());
                assertThat(answer.get().after()).isLessThan(ANSWERED_WITHIN);
            }
            connection.rollback();
        }
        assertThat(get(Service.ORCHESTRATOR, path).response().statusCode()).isEqualTo(404);
    }

    private Connection connect(Service service) throws Exception {
        return DriverManager.getConnection(system.jdbcUrl(service), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }

    private static void assertComeBack(Answer answer) {
        assertThat(answer.response().statusCode()).as(answer.response().body()).isEqualTo(503);
        assertThat(answer.response().headers().firstValue("Retry-After")).contains("3");
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static String idIn(Answer answer) {
        return JsonMapper.shared()
                .readTree(answer.response().body())
                .get("orderId")
                .asString();
    }

    private Answer order(int number) throws Exception {
        return send(request(Service.ORDER, "/orders")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Kind.of(number).json(number))));
    }

    private Answer get(Service service, String path) throws Exception {
        return send(request(service, path));
    }

    private HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(URI.create(system.url(service) + path));
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        long begin = System.nanoTime();
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response, Duration.ofNanos(System.nanoTime() - begin));
    }
}

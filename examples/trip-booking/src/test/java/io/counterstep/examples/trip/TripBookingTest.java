package io.counterstep.examples.trip;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestTemplate;

/** The whole service over HTTP, on a real Kafka and a real PostgreSQL. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@EmbeddedKafka(bootstrapServersProperty = "spring.kafka.bootstrap-servers")
@DirtiesContext
class TripBookingTest {
    private final RestTemplate http = new RestTemplate();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    /** In each city there is one seat and one room. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Seoul | alice |   1000 | 1 |       | COMPLETED, null                           | 0 0 0
            Jeju  | alice |   1000 | 0 |       | CANCELED, CAR_REFUSED: nothing is left    | 0 1 1
            Ulsan | bob   |   1000 | 1 |       | CANCELED, BANK_REFUSED: nothing is left   | 1 1 1
            Daegu | alice | 200001 | 1 | false | CANCELED, TRIP_REJECTED: too dear         | 1 1 1
            Busan | alice | 200001 | 1 | true  | COMPLETED, null                           | 0 0 0
            """)
    void aTripEnds(String city, String who, long price, int cars, @Nullable Boolean approved, String end, String left) {
        String open = "insert into place values ('flight', :city, 1), ('hotel', :city, 1), ('car', :city, :cars)";
        jdbc.sql(open).param("city", city).param("cars", cars).update();
        post("", new BookTrip.Trip(city, who, city, price));
        if (approved != null) {
            awaitAnswer(city, it -> "approval".equals(it.get("step")));
            post("/" + city + "/approval", new TripApi.Decision(approved, "too dear"));
        }
        awaitAnswer(city, it -> end.equals(it.get("state") + ", " + it.get("reason")));
        String sql = "select string_agg(free::text, ' ' order by supplier) from place where city = ?";
        assertThat(jdbc.sql(sql).param(city).query(String.class).single()).isEqualTo(left);
    }

    private void post(String path, Object body) {
        http.postForObject("http://localhost:" + port + "/trips" + path, body, Void.class);
    }

    private void awaitAnswer(String id, Predicate<Map<?, ?>> expected) {
        String url = "http://localhost:" + port + "/trips/" + id;
        await().atMost(1, MINUTES).ignoreExceptions().until(() -> http.getForObject(url, Map.class), expected::test);
    }

    @TestConfiguration
    static class Postgres {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres postgres() throws IOException {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        }

        @Bean
        DataSource dataSource(EmbeddedPostgres postgres) {
            return postgres.getPostgresDatabase();
        }
    }
}

package ${package};

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;

/** The whole service on real Kafka and PostgreSQL. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "counterstep.topics.partitions=1")
@Import(KafkaAndPostgres.class)
@DirtiesContext // ends all in order after the last test, not all at once with the JVM
class TripApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private Trips trips;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theLastRoomIsBookedOnceAndTheOtherTripGivesItsSeatBack() {
        trips.plan(new Trip.Planned("trip-1", "KE123", "Seaside"));
        awaitEnd("trip-1", new Trips.State("trip-1", "CONFIRMED", ""));

        trips.plan(new Trip.Planned("trip-2", "KE123", "Seaside"));
        awaitEnd("trip-2", new Trips.State("trip-2", "CANCELED", "ROOM_REFUSED: no room is free in Seaside"));

        assertThat(free("select free from flight where code = 'KE123'")).isEqualTo(1);
        assertThat(free("select free from hotel where name = 'Seaside'")).isZero();
    }

    private void awaitEnd(String tripId, Trips.State expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trips.find(tripId)).isEqualTo(Optional.of(expected)));
    }

    private int free(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }
}

package io.counterstep.systemtests.docs.trip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The README's own saga, run as the README says, on real Kafka and PostgreSQL. */
class TripServiceTest {

    private static final String FOLDER = "classpath:io/counterstep/systemtests/docs/trip/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void theLastRoomIsBookedOnceAndTheSecondTripIsCanceled() {
        try (LocalSystem kafkaAndPostgres =
                        LocalSystem.start(LocalOptions.temporary().withServices(Set.of()));
                ConfigurableApplicationContext service = start(kafkaAndPostgres)) {
            Trips trips = service.getBean(Trips.class);
            TripApplication application = service.getBean(TripApplication.class);

            trips.plan(new Trip.Planned("trip-1", "KE123", 3));
            await().atMost(PATIENCE).until(() -> application.ends.containsKey("trip-1"));
            trips.plan(new Trip.Planned("trip-2", "KE123", 3));
            await().atMost(PATIENCE).until(() -> application.ends.containsKey("trip-2"));

            assertThat(application.ends)
                    .containsEntry("trip-1", "confirmed")
                    .containsEntry("trip-2", "ROOM_REFUSED: no room is free");
            assertThat(service.getBean(JdbcTemplate.class)
                            .queryForObject("select trip_id from room where number = 101", String.class))
                    .isEqualTo("trip-1");
        }
    }

    private static ConfigurableApplicationContext start(LocalSystem system) {
        return new SpringApplication(TripApplication.class)
                .run(
                        "--spring.config.location=" + FOLDER + "application.yml",
                        "--spring.flyway.locations=" + FOLDER + "db",
                        "--spring.kafka.bootstrap-servers=" + system.bootstrapServers(),
                        "--spring.datasource.url=" + system.jdbcUrl(Service.ORDER),
                        "--spring.datasource.username=" + EmbeddedDatabase.USER,
                        "--spring.datasource.password=" + EmbeddedDatabase.PASSWORD);
    }
}

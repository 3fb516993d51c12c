package io.counterstep.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** The connection ends after PostgreSQL has committed and before it could say so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommitUnknownTest {

    private final TestDatabase database = new TestDatabase();
    private final CutConnection way = new CutConnection(database.port());

    @AfterAll
    void close() throws IOException {
        way.close();
        database.close();
    }

    @Test
    void theBatchIsDeliveredAgainAndAnsweredFromTheLedgerWithoutASecondEffect() {
        DataSource thatWay = TestDatabase.at(way.port());
        Hotel hotel = new Hotel(new JdbcTemplate(thatWay));
        HotelLoop loop = new HotelLoop(hotel.handlers(), thatWay);
        List<ConsumerRecord<byte[], byte[]>> batch = List.of(HotelLoop.book(1), HotelLoop.book(2), HotelLoop.book(3));

        way.cutAfterNextCommit();
        assertThatThrownBy(() -> loop.take(batch)).isInstanceOf(RuntimeException.class);

        assertThat(way.cuts()).isEqualTo(1);
        assertThat(loop.replies()).as("said before it is known to be true").isEmpty();
        assertThat(hotel.bookings()).as("committed all the same").containsExactly("1", "2", "3");

        loop.take(batch);

        assertThat(hotel.bookings()).containsExactly("1", "2", "3");
        assertThat(loop.replies()).containsExactly("ROOM_BOOKED 1", "ROOM_BOOKED 2", "ROOM_BOOKED 3");
        assertThat(loop.deadLetters()).isEmpty();
    }
}

package io.counterstep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;

class TroubleTest {

    @ParameterizedTest
    @CsvSource({
        "40001, CONFLICT", // serialization failure
        "40P01, CONFLICT", // deadlock
        "08006, DATABASE_AWAY", // connection lost
        "53300, DATABASE_AWAY", // too many connections
        "57P01, DATABASE_AWAY", // server shutting down
        "25006, DATABASE_AWAY", // a standby: read-only until it is promoted
        "25P02, POISON", // the handler went on after an error; the next time it will again
        "22001, POISON", // value too long
        "42P01, POISON" // no such table
    })
    void theSqlStateTellsWhatTroubleItIs(String state, Trouble expected) {
        var thrown = new UncategorizedSQLException("test", "select 1", new SQLException("oops", state));

        assertThat(Trouble.of(thrown)).isEqualTo(expected);
    }
}

package io.counterstep.messaging;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Makes PostgreSQL plan the statements of the current transaction for the tables as they are now. Left alone it keeps a
 * plan that it made while the tables were empty, reading them whole, until they are first analyzed: on a new system under
 * load that halves the throughput within a minute. Planning costs about a tenth of a millisecond a statement, once a batch.
 */
public final class FreshPlans {

    private static final String SET = "set local plan_cache_mode = force_custom_plan";

    private FreshPlans() {}

    /** Call first in a transaction; it ends with it. */
    public static void inThisTransaction(JdbcTemplate jdbc) {
        jdbc.execute(SET);
    }

    /**
     * Makes the current transaction READ COMMITTED as well and runs its first queries, all in one round trip. Must come
     * first in a transaction.
     *
     * @param queries one or more, separated by semicolons
     * @param rows takes each row of the first query, of the second, and so on
     */
    public static void beginWith(JdbcTemplate jdbc, String queries, Object[] arguments, RowCallbackHandler... rows) {
        RoundTrip.begin(jdbc, SET + "; " + queries, arguments, List.of(rows));
    }
}

package io.counterstep.messaging;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Makes PostgreSQL go by index in the current transaction, with plans that it keeps. For statements that find few rows in
 * large tables, always by key: such a plan is right for every batch and for a table that was empty when it was made, while
 * {@link FreshPlans} pays for planning each time. Not for transactions in which others run queries of their own.
 */
public final class IndexPlans {

    private static final String SET = """
            select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)""";

    private IndexPlans() {}

    /**
     * Does what {@link FreshPlans#beginWith} does, with plans by index.
     *
     * @return how many rows were written
     */
    public static int beginWith(JdbcTemplate jdbc, String statements, Object[] arguments, RowCallbackHandler... rows) {
        List<RowCallbackHandler> all = new ArrayList<>();
        all.add(settings -> {});
        all.addAll(List.of(rows));
        return RoundTrip.begin(jdbc, SET + "; " + statements, arguments, all);
    }
}

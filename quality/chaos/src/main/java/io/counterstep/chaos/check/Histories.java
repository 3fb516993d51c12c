package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import java.util.ArrayList;
import java.util.List;

/** The sagas' histories have no gaps, and no transition that can come but once came twice. */
final class Histories {

    private static final String GAPS = """
            select business_key, 'is at revision ' || revision || ' with ' || count(h.revision) || ' lines of history'
              from saga s left join saga_history h on h.saga_id = s.id
             group by s.id having s.revision <> count(h.revision)""";

    private static final String TWICE = """
            select split_part(saga_id, ':', 2), kind || ' of ' || step || ' came ' || count(*) || ' times'
              from saga_history
             where kind in ('STARTED', 'STEP_SUCCEEDED', 'STEP_REFUSED', 'STEP_COMPENSATED', 'COMPLETED', 'CANCELED')
             group by saga_id, kind, step having count(*) > 1""";

    private Histories() {}

    static List<Violation> violations(Rows rows) {
        List<Violation> violations = new ArrayList<>();
        for (String sql : List.of(GAPS, TWICE)) {
            rows.byKey(Service.ORCHESTRATOR, sql)
                    .forEach((orderId, what) -> violations.add(new Violation("I2", orderId, "its saga " + what)));
        }
        return violations;
    }
}

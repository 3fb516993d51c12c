package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;

/** The sagas' own histories: no gaps, nothing twice, and by them G4 once more. */
record Histories(Database database, Findings findings) {

    private static final String GAPS = """
            select split_part(saga.id, ':', 2), 'is at revision ' || revision || ', its history has ' || rows.count || ' rows'
              from saga
             cross join lateral (select count(*), max(h.revision) as last from saga_history h where saga_id = saga.id) as rows
             where revision <> rows.count or revision <> rows.last
            """;

    /** What may happen more than once is left out. */
    private static final String TWICE = """
            select split_part(saga_id, ':', 2), 'made the transition ' || kind || ' ' || step || ' ' || count(*) || ' times'
              from saga_history
             where kind not in ('COMMAND_RESENT', 'STEP_FAILED', 'EVENT_RECEIVED', 'HELD', 'RELEASED', 'ATTENTION_NEEDED',
                                'RETRIED', 'PAUSED', 'RESUMED', 'MIGRATED')
             group by saga_id, kind, step having count(*) > 1
            """;

    private static final String BROKEN = """
            select split_part(saga_id, ':', 2),
                   'goes from ' || from_state || ' at revision ' || revision || ', but the one before leads to ' || before
              from (select saga_id, revision, from_state,
                           lag(to_state) over (partition by saga_id order by revision) as before
                      from saga_history) as line
             where before <> from_state
            """;

    private static final String UNCONFIRMED = """
            with told as (
                select saga_id, min(revision) as at from saga_history
                 where 'ORDER_CANCEL' = any (string_to_array(commands, ' ')) group by saga_id
            ), undo (step, command) as (
                values ('payment', 'PAYMENT_CANCEL'), ('inventory', 'INVENTORY_ROLLBACK'), ('shipping', 'SHIPPING_CANCEL')
            )
            select split_part(told.saga_id, ':', 2),
                   'by its history ORDER_CANCEL is said before step ' || undo.step || ' is confirmed as undone'
              from told cross join undo
             where exists (select from saga_history h
                            where h.saga_id = told.saga_id and undo.command = any (string_to_array(h.commands, ' ')))
               and not exists (select from saga_history h
                                where h.saga_id = told.saga_id and h.step = undo.step and h.revision <= told.at
                                  and h.kind in ('STEP_COMPENSATED', 'RESOLVED', 'SKIPPED'))
            """;

    void check() {
        list(GAPS, Invariant.HISTORY);
        list(TWICE, Invariant.HISTORY);
        list(BROKEN, Invariant.HISTORY);
        list(UNCONFIRMED, Invariant.G4);
    }

    private void list(String query, Invariant invariant) {
        database.each(
                Service.ORCHESTRATOR, query, row -> findings.violation(invariant, row.getString(1), row.getString(2)));
    }
}

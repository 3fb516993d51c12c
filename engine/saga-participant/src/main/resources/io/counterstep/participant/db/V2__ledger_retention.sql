-- By the time that never changes, so that a compensation's update leaves the index alone.
create index saga_ledger_by_age on saga_ledger (created_at);

-- What is left of a row that was purged: that there was one, and whether its effect is still there to be undone.
create table saga_ledger_purged (
    saga_id   text        not null,
    step      text        not null,
    in_force  boolean     not null,
    purged_at timestamptz not null,
    primary key (saga_id, step)
);

create index saga_ledger_purged_by_time on saga_ledger_purged (purged_at);

-- Rows come and go all the time: vacuum them early, so that the tables stop growing where as much goes as comes.
alter table saga_ledger set (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_limit = 2000);
alter table saga_ledger_purged set (
    autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_limit = 2000);

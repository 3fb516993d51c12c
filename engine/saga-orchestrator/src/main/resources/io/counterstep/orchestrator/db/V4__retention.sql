-- When a saga ended: null until then, so that its steps' updates leave the index alone.
alter table saga add column ended_at timestamptz;

update saga set ended_at = updated_at where state in ('COMPLETED', 'CANCELED');

create index saga_by_end on saga (ended_at) where ended_at is not null;

-- The ids of sagas that were purged, kept longer than their start may be delivered again.
create table saga_purged (
    id        text        primary key,
    purged_at timestamptz not null
);

create index saga_purged_by_time on saga_purged (purged_at);

-- Rows come and go all the time: vacuum them early, so that the tables stop growing where as much goes as comes.
alter table saga set (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_limit = 2000);
alter table saga_history set (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_limit = 2000);
alter table saga_purged set (
    autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_limit = 2000);
alter table saga_released set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

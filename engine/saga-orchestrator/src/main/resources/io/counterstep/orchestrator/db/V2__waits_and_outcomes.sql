-- A saga may wait for several answers at once, and keeps what became of each step: one JSON column instead of one column
-- for each part of a single wait. step and held_by stay columns, because they are searched.
alter table saga
    add column progress json,
    add column parent   text,
    add column ends_by  timestamptz,
    add column held_by  text;

with latest as (
    select distinct on (saga_id, step) saga_id, step, revision,
           case kind
               when 'STEP_SUCCEEDED' then 'SUCCEEDED'
               when 'STEP_REFUSED' then 'REFUSED'
               when 'STEP_COMPENSATED' then 'COMPENSATED'
               else 'UNKNOWN'
           end as outcome
    from saga_history
    where kind in ('STEP_SUCCEEDED', 'STEP_REFUSED', 'STEP_COMPENSATED', 'STEP_TIMED_OUT', 'CANCEL_REQUESTED')
    order by saga_id, step, revision desc
), outcomes as (
    select saga_id, json_object_agg(step, outcome order by revision) as outcomes from latest group by saga_id
)
update saga s
set progress = json_build_object(
    'phase', case
        when s.state in ('COMPLETED', 'CANCELED') then s.state
        when s.step = 'complete' then 'COMPLETING'
        when s.step = 'cancel' then 'CANCELING'
        when s.action = 'compensate' then 'COMPENSATING'
        else 'RUNNING'
    end,
    'outcomes', coalesce(o.outcomes, '{}'),
    'waits', case when s.step is null then '[]'::json else json_build_array(json_strip_nulls(json_build_object(
        'step', s.step, 'action', s.action, 'attempt', s.attempt, 'failures', s.failures,
        'resendAt', to_char(s.resend_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'deadline', to_char(s.deadline_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'causedBy', s.caused_by, 'stuck', s.attention))) end)
from saga t left join outcomes o on o.saga_id = t.id
where s.id = t.id;

alter table saga
    alter column progress set not null,
    drop column action,
    drop column attempt,
    drop column failures,
    drop column resend_at,
    drop column deadline_at,
    drop column caused_by;

create index saga_held on saga (held_by, started_at) where held_by is not null;

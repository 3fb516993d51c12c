-- How a purged saga ended, so that an audit still knows what should be left of it; null for those purged before this.
alter table saga_purged add column state text;

-- One row for each comparison of the sagas with the participants' ledgers; in the first of several databases. One at a time.
create table saga_audit (
    id         bigint      generated always as identity primary key,
    token      text        not null unique,
    state      text        not null,
    by_whom    text        not null,
    why        text        not null,
    grace_ms   bigint      not null,
    started_at timestamptz not null,
    ended_at   timestamptz,
    opened     int         not null default 0,
    closed     int         not null default 0,
    untold     int         not null default 0
);

create unique index saga_audit_running on saga_audit (state) where state = 'RUNNING';

-- How far a run is with each participant: what it was asked, and the answer until it is compared.
create table saga_audit_part (
    run         bigint      not null references saga_audit (id) on delete cascade,
    participant text        not null,
    pass        text        not null,
    store       int         not null,
    after_saga  text,
    after_end   timestamptz,
    question    int         not null,
    attempts    int         not null,
    asked_at    timestamptz,
    until       timestamptz,
    asked       text[],
    page        text,
    looked_at   bigint      not null,
    primary key (run, participant)
) with (fillfactor = 50);

-- What does not fit together. Open for as long as the last run that looked found it so.
create table saga_audit_finding (
    id          bigint      generated always as identity primary key,
    kind        text        not null,
    participant text        not null,
    saga_id     text        not null,
    step        text        not null,
    detail      text        not null,
    repair      text        not null,
    state       text        not null,
    found_at    timestamptz not null,
    found_run   bigint      not null,
    seen_run    bigint      not null,
    closed_at   timestamptz
);

create unique index saga_audit_finding_open on saga_audit_finding (participant, saga_id, step, kind)
    where state = 'OPEN';

-- Who sent what to repair it, and why. Never changed.
create table saga_audit_repair (
    id      bigint      generated always as identity primary key,
    finding bigint      not null,
    at      timestamptz not null,
    by_whom text        not null,
    why     text        not null,
    command text        not null
);

create index saga_audit_repair_by_finding on saga_audit_repair (finding, id);

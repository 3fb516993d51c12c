-- What was put aside on dead-letter topics, as this orchestrator read it; in the first of several databases. A row is what an
-- operator sees and repairs; the topic keeps what really came. Its identity says which record at the source it was, so that one
-- that was put aside or is read twice is there once.
create table saga_dead_letter (
    id            bigint      generated always as identity primary key,
    identity      text        not null unique,
    source_topic  text        not null,
    source        text        not null,
    business_key  text,
    type          text,
    saga_id       text,
    reason        text        not null,
    stack         text,
    died_at       timestamptz not null,
    shortened     int,
    record_key    bytea,
    value         bytea,
    header_names  text[]      not null,
    header_values bytea[]     not null,
    state         text        not null default 'PARKED',
    changed_at    timestamptz not null
);

-- What is over is purged after a time.
create index saga_dead_letter_over on saga_dead_letter (changed_at) where state in ('REPLAYED', 'DISCARDED');
create index saga_dead_letter_by_state on saga_dead_letter (state, id);
create index saga_dead_letter_by_saga on saga_dead_letter (saga_id, id) where saga_id is not null;
create index saga_dead_letter_by_key on saga_dead_letter (business_key, id) where business_key is not null;

-- What operators did to it, never changed.
create table saga_dead_letter_history (
    dead_letter_id bigint      not null references saga_dead_letter on delete cascade,
    line           int         not null,
    at             timestamptz not null,
    kind           text        not null,
    by_whom        text        not null,
    why            text        not null,
    value_before   bytea,
    primary key (dead_letter_id, line)
);

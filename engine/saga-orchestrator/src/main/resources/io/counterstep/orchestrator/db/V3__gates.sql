-- One row for each participant and definition that was ever paused, tripped, heard or silent. Written about once a second
-- while there are replies, never by the loops' own transactions.
create table saga_gate (
    kind     text        not null,
    name     text        not null,
    state    text        not null,
    since    timestamptz not null,
    by_whom  text        not null,
    why      text        not null,
    heard_at timestamptz,
    silences int         not null default 0,
    next_at  timestamptz,
    probes   int         not null default 0,
    primary key (kind, name)
) with (fillfactor = 50);

create table saga_gate_history (
    id         bigint      generated always as identity primary key,
    kind       text        not null,
    name       text        not null,
    at         timestamptz not null,
    from_state text        not null,
    to_state   text        not null,
    by_whom    text        not null,
    why        text        not null
);

create index saga_gate_history_by_gate on saga_gate_history (kind, name, id);

-- What gates let go and nobody has answered yet: a bounded number of rows.
create table saga_released (
    saga_id  text        primary key,
    gate     text        not null,
    revision int         not null,
    commands int         not null
);

-- To count what is in flight.
create index saga_in_flight on saga (definition) where state not in ('COMPLETED', 'CANCELED');

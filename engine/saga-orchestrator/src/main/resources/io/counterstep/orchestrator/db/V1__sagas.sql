-- One row for each saga. No index on what changes at every step, and room on each page, so that updates stay on their
-- page (HOT). next_check_at only moves earlier between two checks, for the same reason.
create table saga (
    id            text        primary key,
    definition    text        not null,
    version       int         not null,
    business_key  text        not null,
    state         text        not null,
    step          text,
    action        text,
    attempt       int         not null default 0,
    failures      int         not null default 0,
    resend_at     timestamptz,
    deadline_at   timestamptz,
    caused_by     text,
    reason        text,
    attention     text,
    facts         json        not null,
    started_at    timestamptz not null,
    updated_at    timestamptz not null,
    next_check_at timestamptz,
    revision      int         not null
) with (fillfactor = 70);

create index saga_next_check on saga (next_check_at) where next_check_at is not null;
create index saga_unfinished on saga (started_at, id) where state not in ('COMPLETED', 'CANCELED');
create index saga_by_start on saga (started_at, id);

-- One row for each transition, never changed.
create table saga_history (
    saga_id    text        not null,
    revision   int         not null,
    at         timestamptz not null,
    kind       text        not null,
    step       text        not null,
    from_state text        not null,
    to_state   text        not null,
    message    text,
    commands   text        not null,
    detail     text,
    primary key (saga_id, revision)
);

-- One row for each operation on many sagas: what was asked for, how far it is, and what came of it; in the first of several
-- databases. next_at says when its next portion is due; while an instance works on one, it is when another one may go on in its
-- place, and claim tells the two apart.
create table saga_bulk_operation (
    id            bigint      generated always as identity primary key,
    operation     text        not null,
    filter        text        not null,
    step          text,
    reply_type    text,
    body          text,
    by_whom       text        not null,
    why           text        not null,
    rate          int         not null,
    max           int         not null,
    state         text        not null default 'RUNNING',
    started_at    timestamptz not null,
    ended_at      timestamptz,
    canceled_by   text,
    canceled_why  text,
    problem       text,
    found         int         not null,
    done          int         not null default 0,
    refused       int         not null default 0,
    failed        int         not null default 0,
    last_problems text        not null default '[]',
    store         int         not null default 0,
    after_start   timestamptz,
    after_id      text,
    tries         int         not null default 0,
    next_at       timestamptz not null,
    claim         text
) with (fillfactor = 50);

-- What changes with each portion is in no index, so that its updates stay on their page (HOT).
create index saga_bulk_operation_running on saga_bulk_operation (id) where state = 'RUNNING';
create index saga_bulk_operation_over on saga_bulk_operation (ended_at) where ended_at is not null;

-- One row for each saga and step: the idempotent receiver, the stored answers and the tombstone at once.
-- Written in the same transaction as the business change that it remembers.
create table saga_ledger (
    saga_id           text        not null,
    step              text        not null,
    took_effect       boolean     not null,
    request_type      text,
    request_body      json,
    compensation_type text,
    compensation_body json,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    primary key (saga_id, step)
);

-- Events that are born outside Kafka, from their transaction until they are published.
create table saga_outbox (
    id           bigint generated always as identity primary key,
    topic        text        not null,
    business_key text        not null,
    type         text        not null,
    body         json        not null,
    created_at   timestamptz not null default now()
);

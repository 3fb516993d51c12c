create table catalogue (
    sku         text primary key check (length(sku) between 1 and 64),
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    minor_units bigint not null check (minor_units > 0)
);

create table orders (
    id                  uuid primary key,
    customer_id         text not null,
    status              text not null check (status in ('PENDING', 'COMPLETED', 'CANCELED')),
    reason              text,
    lines               jsonb not null,
    currency            text not null,
    total_minor_units   bigint not null check (total_minor_units > 0),
    country             text not null,
    postal_code         text,
    idempotency_key     text,
    created_at          timestamptz not null,
    cancel_requested_at timestamptz,
    finished_at         timestamptz,
    announcements       integer not null default 1,
    announce_at         timestamptz not null,
    constraint orders_finished check ((status = 'PENDING') = (finished_at is null)),
    constraint orders_reason check (reason is null or status = 'CANCELED')
);

comment on column orders.id is 'UUID version 7: ordered by time, so the primary key also lists newest first';
comment on column orders.announcements is 'how often ORDER_CREATED was handed to the outbox';
comment on column orders.announce_at is 'when it is handed over again if the order is still PENDING';

-- An idempotency key belongs to its customer: two customers never meet on one.
create unique index orders_idempotency on orders (customer_id, idempotency_key) where idempotency_key is not null;
create index orders_by_customer on orders (customer_id, id);
-- Partial: an order leaves this index when it is final, and completing one adds to neither.
create index orders_to_announce on orders (announce_at) where status = 'PENDING';
create index orders_canceled on orders (id) where status = 'CANCELED';

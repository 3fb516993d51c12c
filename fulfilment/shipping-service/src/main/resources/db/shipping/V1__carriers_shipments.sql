-- Who carries shipments. The prefixes tell one carrier's tracking numbers from another's.
create table carrier (
    code            text primary key,
    name            text not null,
    tracking_prefix text not null unique check (tracking_prefix ~ '^[A-Z]{2,8}$')
);

-- Which countries (ISO 3166 alpha-2) a carrier serves; of a country's carriers, the lowest preference is booked.
create table service_area (
    country    text     not null check (country ~ '^[A-Z]{2}$'),
    preference smallint not null,
    carrier    text     not null references carrier (code),
    primary key (country, preference),
    unique (country, carrier)
);

-- What has become of each order's shipment; refused ones are kept for the reason. No foreign key to the carrier: its
-- check would lock the one row that most bookings share.
create table shipment (
    order_id        text        primary key,
    country         text        not null,
    postal_code     text,
    pieces          bigint      not null,
    status          text        not null check (status in ('BOOKED', 'CANCELED', 'REFUSED')),
    carrier         text,
    tracking_number text,
    reason          text,
    requested_at    timestamptz not null default now(),
    canceled_at     timestamptz,
    constraint a_refusal_has_a_reason check ((status = 'REFUSED') = (reason is not null)),
    constraint a_refusal_has_no_carrier check ((status = 'REFUSED') = (carrier is null)),
    constraint a_carrier_has_a_tracking_number check ((carrier is null) = (tracking_number is null)),
    constraint a_cancellation_has_a_time check ((status = 'CANCELED') = (canceled_at is not null))
) with (fillfactor = 90);

-- One row a SKU. What is available cannot be written, only what it consists of, and it never falls below zero.
--
-- There is no quantity "shipped": no message tells this service that goods have left the house, so what an order has
-- reserved stays on hand and reserved. A column that nothing ever fills would only pretend otherwise.
create table stock (
    sku       text   primary key,
    on_hand   bigint not null check (on_hand >= 0),
    reserved  bigint not null default 0 check (reserved >= 0),
    available bigint not null generated always as (on_hand - reserved) stored,
    constraint nothing_is_oversold check (available >= 0)
) with (fillfactor = 50);

-- Rolled back lines that are not yet in the stock's row. A rollback adds rows here instead of locking the stock; the
-- next reservation of that SKU, which locks it anyway, moves the rows over.
create table stock_return (
    sku      text   not null,
    order_id text   not null,
    quantity bigint not null check (quantity > 0),
    primary key (sku, order_id)
);

-- What has become of each order's reservation; refused ones are kept for the reason.
create table reservation (
    order_id       text        primary key,
    status         text        not null check (status in ('RESERVED', 'ROLLED_BACK', 'REFUSED')),
    reservation_id text,
    reason         text,
    requested_at   timestamptz not null default now(),
    rolled_back_at timestamptz,
    constraint a_refusal_has_a_reason check ((status = 'REFUSED') = (reason is not null)),
    constraint a_refusal_has_no_reservation_id check ((status = 'REFUSED') = (reservation_id is null)),
    constraint a_rollback_has_a_time check ((status = 'ROLLED_BACK') = (rolled_back_at is not null))
) with (fillfactor = 90);

-- What each order reserved; a refused order has no lines. No foreign keys: one statement writes an order's rows in both
-- tables, its stock is locked meanwhile, and the checks would lock each of these rows once more.
create table reservation_line (
    order_id text   not null,
    sku      text   not null,
    quantity bigint not null check (quantity > 0),
    primary key (order_id, sku)
);

-- The stock as of now, with what has come back.
create view current_stock as
select s.sku, s.on_hand,
       s.reserved - back.quantity as reserved,
       s.available + back.quantity as available
  from stock s
 cross join lateral (
           select coalesce(sum(quantity), 0)::bigint as quantity
             from stock_return
            where stock_return.sku = s.sku) as back;

-- Amounts are minor units of the row's currency (ISO 4217), never fractions.

-- One row a customer. The balance cannot be written, only what it consists of, and it never falls below zero.
create table customer_account (
    customer_id text   primary key,
    currency    text   not null check (currency ~ '^[A-Z]{3}$'),
    funded      bigint not null default 0 check (funded >= 0),
    charged     bigint not null default 0 check (charged >= 0),
    refunded    bigint not null default 0 check (refunded >= 0),
    balance     bigint not null generated always as (funded - charged + refunded) stored,
    constraint balance_is_never_negative check (balance >= 0),
    constraint refunds_are_charges_undone check (refunded <= charged)
) with (fillfactor = 50);

-- Refunds that are not yet in the account's row. A refund adds a row here instead of locking the account; the next
-- charge of that customer, which locks it anyway, moves the rows over.
create table refund_due (
    customer_id text   not null,
    order_id    text   not null,
    amount      bigint not null check (amount > 0),
    primary key (customer_id, order_id)
);

-- What has become of each order's payment; refused ones are kept for the reason. No foreign key to the account: its
-- check would lock the row of a busy customer once more, and a charge has just read and locked it.
create table payment (
    order_id     text        primary key,
    customer_id  text        not null,
    currency     text        not null,
    amount       bigint      not null,
    status       text        not null check (status in ('CHARGED', 'REFUNDED', 'REFUSED')),
    payment_id   text,
    reason       text,
    requested_at timestamptz not null default now(),
    refunded_at  timestamptz,
    constraint only_positive_amounts_are_charged check (status = 'REFUSED' or amount > 0),
    constraint a_refusal_has_a_reason check ((status = 'REFUSED') = (reason is not null)),
    constraint a_refusal_has_no_payment_id check ((status = 'REFUSED') = (payment_id is null)),
    constraint a_refund_has_a_time check ((status = 'REFUNDED') = (refunded_at is not null))
) with (fillfactor = 90);

-- The double-entry ledger: the entries of one (reference, kind) sum to zero. Accounts are 'customer:<id>',
-- 'system:merchant' and 'system:funding'; the system's have no row anywhere, their balance is the sum of their entries.
create table ledger_entry (
    reference text        not null, -- the order id; for FUNDING the customer id
    kind      text        not null check (kind in ('FUNDING', 'PAYMENT', 'REFUND')),
    account   text        not null,
    currency  text        not null,
    amount    bigint      not null check (amount <> 0),
    posted_at timestamptz not null default now(),
    primary key (reference, kind, account)
);

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledger_entry is append-only, % is refused: post a contrary entry instead', tg_op;
end
$$;

create trigger ledger_entry_is_append_only
    before update or delete or truncate on ledger_entry
    for each statement execute function refuse_ledger_change();

-- Opens an account with money in it; does nothing if the customer has one.
create function open_account(customer text, account_currency text, opening_balance bigint) returns void
language sql as $$
    with opened as (
        insert into customer_account (customer_id, currency, funded)
        values (customer, account_currency, opening_balance)
        on conflict do nothing
        returning customer_id, currency, funded
    )
    insert into ledger_entry (reference, kind, account, currency, amount)
    select customer_id, 'FUNDING', entry.account, currency, entry.amount
      from opened
     cross join lateral (values
               ('customer:' || customer_id, funded),
               ('system:funding', - funded)) as entry (account, amount)
     where funded <> 0
$$;

-- The accounts as of now, with the refunds that are due.
create view account_balance as
select a.customer_id, a.currency, a.funded, a.charged,
       a.refunded + due.amount as refunded,
       a.balance + due.amount as balance
  from customer_account a
 cross join lateral (
           select coalesce(sum(amount), 0)::bigint as amount
             from refund_due
            where refund_due.customer_id = a.customer_id) as due;

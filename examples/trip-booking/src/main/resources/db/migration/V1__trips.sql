create table place (
    supplier text   not null,
    city     text   not null,
    free     bigint not null check (free >= 0),
    primary key (supplier, city)
);

create table account (
    traveller text   primary key,
    balance   bigint not null check (balance >= 0) -- in cents
);

create table mail (
    trip_id text primary key
);

-- To try it with.
insert into place (supplier, city, free) values
    ('flight', 'Paris', 9), ('hotel', 'Paris', 9), ('car', 'Paris', 2);
insert into account (traveller, balance) values ('alice', 1000000), ('bob', 0);

create table trip (
    id     text primary key,
    flight text not null,
    hotel  text not null,
    status text not null,
    reason text
);

create table flight (
    code text primary key,
    free int  not null check (free >= 0)
);

create table hotel (
    name text primary key,
    free int  not null check (free >= 0)
);

-- To try it with: one seat more than rooms.
insert into flight (code, free) values ('KE123', 2);
insert into hotel (name, free) values ('Seaside', 1);

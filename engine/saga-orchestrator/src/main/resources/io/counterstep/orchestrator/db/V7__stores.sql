-- Which of the databases this is, if sagas are spread over several. One row, written at the first start with such a list; what
-- was there before was alone.
create table saga_store (
    single boolean primary key default true check (single),
    store  int     not null check (store >= 0 and store < stores),
    stores int     not null
);

insert into saga_store (store, stores)
select 0, 1 where exists (select from saga) or exists (select from saga_purged);

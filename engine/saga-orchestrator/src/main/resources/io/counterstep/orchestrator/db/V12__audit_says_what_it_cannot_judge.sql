-- Up to when the ids of purged sagas were ever forgotten, by when they were purged: an effect of before that may be of one of
-- them, however long ids are kept by now. At most one row; none while nothing was forgotten.
create table saga_forgotten (
    single boolean     primary key default true check (single),
    up_to  timestamptz not null
);

-- Before this nobody kept it. What is left was purged later than what was forgotten; a day more, for instances of the version
-- before that go on forgetting during the deploy.
insert into saga_forgotten (up_to)
select coalesce((select min(purged_at) + interval '1 day' from saga_purged), now())
where exists (select from saga) or exists (select from saga_purged) or exists (select from saga_definition);

-- Of how many effects and open findings a run could say nothing; how often it failed in a row, and why.
alter table saga_audit
    add column unjudged int not null default 0,
    add column failures int not null default 0,
    add column problem  text;

-- How often the same page failed, when it is tried again, and why it failed.
alter table saga_audit_part
    add column failures int not null default 0,
    add column retry_at timestamptz,
    add column problem  text;

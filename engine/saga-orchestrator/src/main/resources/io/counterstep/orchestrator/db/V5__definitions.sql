-- What each registered version looked like, so that a later one can be held against sagas of a version whose code is gone.
create table saga_definition (
    name          text        not null,
    version       int         not null,
    shape         json        not null,
    registered_at timestamptz not null,
    primary key (name, version)
);

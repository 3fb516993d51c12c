create table room (
    number  int  primary key,
    trip_id text unique
);

insert into room (number) values (101);

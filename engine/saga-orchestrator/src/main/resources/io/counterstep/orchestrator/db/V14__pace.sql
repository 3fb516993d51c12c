-- So many commands a second a gate lets go of those it held; 0 before the first.
alter table saga_gate add column pace int not null default 0;

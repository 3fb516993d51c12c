-- A batch changes sagas that started together, which lie on one page: half of it is left free, so that all of them find
-- room for their next version there (HOT).
alter table saga set (fillfactor = 50);

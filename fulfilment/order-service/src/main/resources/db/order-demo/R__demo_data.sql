insert into catalogue (sku, currency, minor_units)
values ('KEYBOARD', 'KRW', 129000),
       ('MOUSE', 'KRW', 45000),
       ('MONITOR', 'KRW', 389000),
       ('LAST-ONE', 'KRW', 99000),
       ('OUT-OF-STOCK', 'KRW', 59000)
on conflict do nothing;

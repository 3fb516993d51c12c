-- Stock to play with: three SKUs with plenty, one with a single piece, one with none. What is there already stays.
insert into stock (sku, on_hand)
values ('KEYBOARD', 100000000),
       ('MOUSE', 100000000),
       ('MONITOR', 100000000),
       ('LAST-ONE', 1),
       ('OUT-OF-STOCK', 0)
on conflict do nothing;

-- Customers to play with: two with ample money, one without any. What is there already stays as it is.
do $$
begin
    perform open_account('alice', 'KRW', 1000000000000);
    perform open_account('bob', 'KRW', 1000000000000);
    perform open_account('bankrupt', 'KRW', 0);
end
$$;

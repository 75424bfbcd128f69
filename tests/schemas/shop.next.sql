-- New year, new partition, a currency more.
create table orders_2026 partition of orders for values from ('2026-01-01') to ('2027-01-01');
alter table orders add column channel text not null default 'web';
create index orders_channel_idx on orders (channel, placed_at);
drop index orders_open_idx;
alter table customers add column birthday date;
alter table customers alter column locale set default 'en';
alter table customers drop column marketing;
alter type payment_method add value 'crypto';
alter table stock drop constraint stock_reserved;
alter table stock add constraint stock_reserved check (reserved >= 0 and reserved <= quantity + 10);
create table gift_cards (code text primary key, customer_id bigint references customers, cents money_cents not null, expires date);
alter table products add column discontinued boolean not null default false;
create or replace view current_prices as select p.variant_id, p.currency, p.amount, p.valid_to from prices p where now() between p.valid_from and p.valid_to;
drop trigger ledger_kept on loyalty_ledger;
alter table loyalty_ledger add column expires_on date;
alter sequence order_number cache 50;
alter table images alter column sort type double precision;
create or replace procedure expire_carts(older_than interval default '30 days') language sql as $$ delete from carts where updated_at < now() - older_than and customer_id is null $$;

-- A warehouse: dimensions, facts, staging, materialized views over each other, and many functions.
create schema staging;
create schema dim;
create schema fact;
create schema mart;
create extension if not exists pg_trgm with schema public;

create type mart.grain as enum ('hour', 'day', 'week', 'month');
create domain public.percentage as numeric(5, 2) check (value >= 0 and value <= 100);
create table staging.customers_in (batch_id bigint not null, loaded_at timestamptz not null default now(), raw jsonb not null, error text);
create index customers_in_batch_idx on staging.customers_in (batch_id) where error is null;
create table staging.orders_in (batch_id bigint not null, loaded_at timestamptz not null default now(), raw jsonb not null, error text);
create index orders_in_batch_idx on staging.orders_in (batch_id) where error is null;
create table staging.events_in (batch_id bigint not null, loaded_at timestamptz not null default now(), raw jsonb not null, error text);
create index events_in_batch_idx on staging.events_in (batch_id) where error is null;
create table staging.products_in (batch_id bigint not null, loaded_at timestamptz not null default now(), raw jsonb not null, error text);
create index products_in_batch_idx on staging.products_in (batch_id) where error is null;
create table staging.costs_in (batch_id bigint not null, loaded_at timestamptz not null default now(), raw jsonb not null, error text);
create index costs_in_batch_idx on staging.costs_in (batch_id) where error is null;
create table staging.campaigns_in (batch_id bigint not null, loaded_at timestamptz not null default now(), raw jsonb not null, error text);
create index campaigns_in_batch_idx on staging.campaigns_in (batch_id) where error is null;
create table staging.batches (id bigint generated always as identity primary key, source text not null, started_at timestamptz not null default now(), finished_at timestamptz, rows_read bigint default 0, constraint batches_time check (finished_at >= started_at));
create table dim.dates (date_key integer primary key, day date not null unique, year smallint not null, month smallint not null check (month between 1 and 12), iso_week smallint not null, is_weekend boolean generated always as (extract(isodow from day) in (6, 7)) stored);
create table dim.times (time_key smallint primary key, hour smallint not null, minute smallint not null, label text generated always as (lpad(hour::text, 2, '0') || ':' || lpad(minute::text, 2, '0')) stored);
create table dim.customers (customer_key bigint generated always as identity primary key, source_id text not null, name text, segment text default 'unknown', valid_from timestamptz not null default '-infinity', valid_to timestamptz not null default 'infinity', is_current boolean not null default true);
create unique index customers_current_key on dim.customers (source_id) where is_current;
create index customers_name_trgm on dim.customers using gist (name gist_trgm_ops (siglen = 64));
create table dim.products (product_key bigint generated always as identity primary key, source_id text not null, name text not null, category text, unit_cost numeric(14, 4), tags text[] default array[]::text[]);
create table dim.campaigns (campaign_key integer generated always as identity primary key, source_id text unique, name text not null, channel text not null, starts date, ends date);
create table dim.geographies (geo_key integer generated always as identity primary key, country char(2) not null, region text, city text, unique (country, region, city));
create table dim.channels (channel_key smallint primary key, name text not null unique);
create table dim.currencies (currency char(3) primary key, name text);
create table dim.exchange_rates (currency char(3) references dim.currencies, day date, rate numeric(18, 8) not null check (rate > 0), primary key (currency, day));
create table dim.devices (device_key integer generated always as identity primary key, family text, os text, is_bot boolean not null default false);
create table dim.employees (employee_key integer primary key, manager_key integer references dim.employees, name text not null, salary numeric(12, 2));
comment on schema dim is 'Slowly changing';
comment on column dim.customers.is_current is 'One of a source_id';
create table fact.sales (date_key integer not null references dim.dates, customer_key bigint not null references dim.customers, product_key bigint not null references dim.products, channel_key smallint references dim.channels, quantity numeric(12, 3) not null, amount numeric(14, 2) not null, cost numeric(14, 2), margin numeric(14, 2) generated always as (amount - coalesce(cost, 0)) stored);
create index sales_date_brin on fact.sales using brin (date_key) with (pages_per_range = 16);
create index sales_customer_idx on fact.sales (customer_key, date_key) include (amount);
create statistics fact.sales_corr (dependencies, mcv) on customer_key, channel_key from fact.sales;
create table fact.page_views (at timestamptz not null, customer_key bigint, device_key integer references dim.devices, path text not null, referrer text, ms integer) partition by range (at);
create table fact.page_views_2025 partition of fact.page_views for values from ('2025-01-01') to ('2026-01-01') with (fillfactor = 95);
create table fact.page_views_default partition of fact.page_views default;
create table fact.ad_spend (date_key integer references dim.dates, campaign_key integer references dim.campaigns, spend numeric(12, 2) not null default 0, clicks integer not null default 0, primary key (date_key, campaign_key));
create table fact.stock_levels (date_key integer not null, product_key bigint not null, on_hand integer not null, primary key (product_key, date_key));
create table fact.support_tickets (id bigint primary key, opened timestamptz not null, closed timestamptz, customer_key bigint references dim.customers, satisfaction percentage, first_reply interval);
create table fact.budgets (year smallint, month smallint, department text, amount numeric(14, 2) not null, primary key (year, month, department));
create table mart.targets (grain mart.grain not null, starts date not null, metric text not null, value double precision, primary key (grain, starts, metric));
create table mart.segments (name text primary key, rule text not null, priority integer not null default 100);
create table mart.segment_members (segment text references mart.segments on update cascade on delete cascade, customer_key bigint references dim.customers, since date not null default current_date, primary key (segment, customer_key));
create table mart.report_runs (id uuid primary key default gen_random_uuid(), report text not null, arguments jsonb not null default '{}', ran_by name not null default session_user, took interval, ok boolean);
create table mart.anomalies (id bigserial primary key, metric text not null, at timestamptz not null, zscore real, acknowledged boolean default false);
create table mart.dashboards (id serial primary key, title varchar(120) not null, layout json);
create table mart.dashboard_tiles (dashboard_id integer references mart.dashboards on delete cascade, position point, query text not null, refresh interval minute default '5 minutes');

create function public.date_key(d date) returns integer language sql immutable strict parallel safe as $$ select to_char(d, 'YYYYMMDD')::integer $$;
create function public.safe_divide(a numeric, b numeric, fallback numeric default null) returns numeric language sql immutable as $$ select case when b = 0 then fallback else a / b end $$;
create function dim.current_customer(source text) returns bigint language sql stable strict as $$ select customer_key from dim.customers where source_id = source and is_current $$;
create function dim.customer_at(source text, moment timestamptz, out customer_key bigint, out segment text) language sql stable as $$ select c.customer_key, c.segment from dim.customers c where c.source_id = source and moment >= c.valid_from and moment < c.valid_to $$;
create function mart.sales_between(start date, finish date) returns table (day date, amount numeric, orders bigint) language plpgsql stable rows 400 as $$
begin
  return query select d.day, sum(s.amount), count(*) from fact.sales s join dim.dates d on d.date_key = s.date_key where d.day between start and finish group by d.day;
end $$;
create function mart.top_products(variadic categories text[]) returns setof dim.products language sql stable as $$ select * from dim.products where category = any (categories) $$;
create function staging.load_customers(batch bigint) returns integer language plpgsql security definer set search_path to staging, dim, pg_temp set work_mem to '64MB' as $body$
declare
  loaded integer;
begin
  insert into dim.customers (source_id, name) select raw->>'id', raw->>'name' from staging.customers_in where batch_id = batch and error is null on conflict do nothing;
  get diagnostics loaded = row_count;
  return loaded;
end
$body$;
create procedure staging.purge(older_than interval default '90 days') language plpgsql as $$
begin
  delete from staging.orders_in where loaded_at < now() - older_than;
end $$;
create function public.mul_state(state numeric, value numeric) returns numeric language sql immutable as $$ select coalesce(state, 1) * coalesce(value, 1) $$;
create aggregate public.product(numeric) (sfunc = mul_state, stype = numeric, initcond = '1');

create view mart.customer_segments as select c.customer_key, c.source_id, coalesce(m.segment, c.segment) as segment from dim.customers c left join mart.segment_members m using (customer_key) where c.is_current;
create materialized view mart.daily_sales as
  select d.day, s.channel_key, sum(s.amount) as amount, sum(s.margin) as margin, count(distinct s.customer_key) as buyers
  from fact.sales s join dim.dates d using (date_key) group by d.day, s.channel_key;
create unique index daily_sales_key on mart.daily_sales (day, channel_key);
create materialized view mart.monthly_sales as
  select date_trunc('month', day)::date as month, sum(amount) as amount, public.safe_divide(sum(margin), sum(amount)) as margin_rate from mart.daily_sales group by 1;
create materialized view mart.customer_value with (fillfactor = 80) as
  select v.customer_key, v.segment, sum(s.amount) as lifetime, rank() over (order by sum(s.amount) desc nulls last) as position
  from mart.customer_segments v left join fact.sales s using (customer_key) group by v.customer_key, v.segment;
create index customer_value_segment_idx on mart.customer_value (segment, lifetime desc) where lifetime > 0;
create view mart.scorecard as
  select m.month, m.amount, t.value as target, m.amount >= t.value::numeric as reached
  from mart.monthly_sales m left join mart.targets t on t.grain = 'month' and t.starts = m.month and t.metric = 'sales';
comment on materialized view mart.daily_sales is 'Refreshed at night';
create recursive view mart.managers (employee_key, name, depth) as
  select employee_key, name, 0 from dim.employees where manager_key is null
  union all select e.employee_key, e.name, m.depth + 1 from dim.employees e join managers m on m.employee_key = e.manager_key;

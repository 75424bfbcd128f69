-- More measures.
alter table dim.customers add column email_domain text;
create index customers_domain_idx on dim.customers (email_domain) where email_domain is not null;
alter table fact.ad_spend add column impressions bigint not null default 0;
create table dim.promotions (promotion_key integer generated always as identity primary key, name text not null unique, percent public.percentage);
create or replace function public.safe_divide(a numeric, b numeric, fallback numeric default null) returns numeric language sql immutable as $$ select case when b is null or b = 0 then fallback else a / b end $$;
drop materialized view mart.customer_value;
create materialized view mart.customer_value as
  select v.customer_key, v.segment, sum(s.amount) as lifetime, count(*) as purchases
  from mart.customer_segments v left join fact.sales s using (customer_key) group by v.customer_key, v.segment;
create unique index customer_value_key on mart.customer_value (customer_key, segment);
drop view mart.scorecard;
alter table mart.targets alter column value type numeric;
create view mart.scorecard as
  select m.month, m.amount, t.value as target, m.amount >= t.value as reached
  from mart.monthly_sales m left join mart.targets t on t.grain = 'month' and t.starts = m.month and t.metric = 'sales';
alter table mart.segments drop column priority;
comment on table fact.sales is 'One line of an order';
drop table mart.anomalies;
alter table fact.page_views add column session_id uuid;
create table fact.page_views_2026 partition of fact.page_views for values from ('2026-01-01') to ('2027-01-01');

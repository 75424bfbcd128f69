-- Roles are refined, invoices get numbers, and the key of a project may have digits.
alter type app.member_role add value 'viewer';
alter table app.projects drop constraint projects_key_check;
alter table app.projects add constraint projects_key_check check (key ~ '^[A-Z][A-Z0-9]*$');
alter policy no_archived on app.projects using (not archived or app.current_tenant() is null);
alter table app.boards enable row level security;
create policy tenant_only on app.boards using (tenant_id = app.current_tenant());
drop policy own_membership on app.members;
alter table billing.invoices validate constraint invoices_numbered;
alter table billing.plans add column yearly_cents integer;
alter table app.jobs add column priority smallint not null default 0;
create index jobs_ready_idx on app.jobs (queue, priority desc, run_at) where locked_by is null;
drop view app.my_issues;
alter table app.issues alter column estimate type text using estimate::text;
create view app.my_issues with (security_barrier = true) as
  select i.* from app.issues i where i.tenant_id = app.current_tenant() and i.state <> 'done';
create table app.issue_links (tenant_id uuid not null, id bigint generated always as identity primary key, kind text not null default 'relates');
drop trigger record_projects on app.projects;
create trigger record_projects after insert or update on app.projects for each row execute function audit.record();
create or replace function app.touch() returns trigger language plpgsql as $$ begin new.updated_at = clock_timestamp(); return new; end $$;
drop table app.rate_limits;
alter table app.sessions alter column expires_at set default now() + '30 days'::interval;

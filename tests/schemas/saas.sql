-- Many tenants in the same tables, kept apart by row-level security; billing, permissions, an outbox and audit.
create schema app;
create schema billing;
create schema audit;
create type app.member_role as enum ('owner', 'admin', 'member', 'guest');
create type billing.invoice_state as enum ('draft', 'open', 'paid', 'void', 'uncollectible');

create function app.current_tenant() returns uuid language sql stable as $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;

create table app.tenants (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug = lower(slug)),
  name text not null,
  plan text not null default 'free',
  region text not null default 'eu',
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create table app.users (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  name text,
  password_hash text,
  totp_secret bytea,
  email_verified boolean not null default false,
  locale text not null default 'en-US',
  created_at timestamptz not null default now()
);
create unique index users_email_key on app.users (lower(email));
create table app.members (
  tenant_id uuid not null default app.current_tenant() references app.tenants on delete cascade,
  user_id uuid not null references app.users on delete cascade,
  role app.member_role not null default 'member',
  invited_by uuid references app.users on delete set null,
  joined_at timestamptz,
  primary key (tenant_id, user_id)
);
create table app.teams (
  tenant_id uuid not null default app.current_tenant() references app.tenants on delete cascade,
  id bigint generated always as identity,
  name text not null,
  parent_id bigint,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  foreign key (tenant_id, parent_id) references app.teams (tenant_id, id)
);
create table app.team_members (
  tenant_id uuid not null, team_id bigint not null, user_id uuid not null,
  primary key (tenant_id, team_id, user_id),
  foreign key (tenant_id, team_id) references app.teams on delete cascade,
  foreign key (tenant_id, user_id) references app.members on delete cascade
);
create table app.projects (
  tenant_id uuid not null default app.current_tenant() references app.tenants,
  id bigint generated always as identity,
  key varchar(10) not null check (key ~ '^[A-Z]+$'),
  name text not null,
  archived boolean not null default false,
  settings jsonb not null default '{}',
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create table app.issues (
  tenant_id uuid not null default app.current_tenant(),
  project_id bigint not null,
  number integer not null,
  title text not null,
  body text,
  state text not null default 'open' check (state in ('open', 'in_progress', 'done')),
  assignee_id uuid references app.users on delete set null,
  due_on date,
  estimate interval,
  labels text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, project_id, number),
  foreign key (tenant_id, project_id) references app.projects on delete cascade
);
create index issues_open_idx on app.issues (tenant_id, assignee_id) where state <> 'done';
create index issues_labels_idx on app.issues using gin (labels);
create table app.comments (
  id bigint generated always as identity primary key,
  tenant_id uuid not null, project_id bigint not null, issue_number integer not null,
  author_id uuid references app.users,
  body text not null,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, project_id, issue_number) references app.issues match full on delete cascade
);
create table app.attachments (id uuid primary key default gen_random_uuid(), tenant_id uuid not null references app.tenants, comment_id bigint references app.comments on delete cascade, file_name text not null, bytes bigint not null check (bytes > 0), content_type text not null default 'application/octet-stream');
create table app.labels (tenant_id uuid not null references app.tenants, name text not null, color char(7) not null default '#cccccc', primary key (tenant_id, name));
create table app.boards (tenant_id uuid not null, id bigint generated always as identity primary key, project_id bigint not null, name text not null, foreign key (tenant_id, project_id) references app.projects);
create table app.board_columns (board_id bigint not null references app.boards on delete cascade, position smallint not null, name text not null, primary key (board_id, position) deferrable initially deferred);
create table app.webhooks (id bigint generated always as identity primary key, tenant_id uuid not null references app.tenants, url text not null, secret text not null default encode(sha256(random()::text::bytea), 'hex'), events text[] not null, enabled boolean not null default true);
create table app.webhook_deliveries (id bigint generated always as identity primary key, webhook_id bigint not null references app.webhooks on delete cascade, payload json not null, status smallint, attempt smallint not null default 1, delivered_at timestamptz);
create index webhook_deliveries_retry_idx on app.webhook_deliveries (attempt, id) where delivered_at is null;
create table app.api_keys (id uuid primary key default gen_random_uuid(), tenant_id uuid not null references app.tenants, name text not null, prefix char(8) not null unique, hash bytea not null, scopes text[] not null default array['read'], last_used_at timestamptz, revoked_at timestamptz);
create table app.sessions (id uuid primary key default gen_random_uuid(), user_id uuid not null references app.users on delete cascade, ip inet, created_at timestamptz not null default now(), expires_at timestamptz not null default (now() + '14 days'::interval));
create table app.invitations (id uuid primary key default gen_random_uuid(), tenant_id uuid not null references app.tenants on delete cascade, email text not null, role app.member_role not null default 'member', accepted_at timestamptz);
create unique index invitations_open_key on app.invitations (tenant_id, lower(email)) where accepted_at is null;
create table app.feature_flags (name text primary key, description text, default_on boolean not null default false);
create table app.tenant_flags (tenant_id uuid references app.tenants on delete cascade, flag text references app.feature_flags on update cascade on delete cascade, enabled boolean not null, primary key (tenant_id, flag));
create table app.outbox (id bigint generated always as identity primary key, topic text not null, key text, payload jsonb not null, created_at timestamptz not null default clock_timestamp(), published_at timestamptz) with (autovacuum_vacuum_cost_delay = 0, fillfactor = 60);
create index outbox_pending_idx on app.outbox (id) where published_at is null;
create table app.jobs (id bigint generated always as identity primary key, queue text not null default 'default', run_at timestamptz not null default now(), locked_by text, attempts integer not null default 0, payload jsonb not null default '{}', constraint jobs_attempts check (attempts between 0 and 25) no inherit);
create table app.rate_limits (tenant_id uuid not null references app.tenants, bucket text not null, window_start timestamptz not null, count integer not null default 0, primary key (tenant_id, bucket, window_start));

create table billing.customers (tenant_id uuid primary key references app.tenants, external_id text unique, balance bigint not null default 0, currency char(3) not null default 'EUR', vat_number text);
create table billing.plans (code text primary key, name text not null, monthly_cents integer not null, limits jsonb not null default '{}'::jsonb, public boolean not null default true);
create table billing.subscriptions (id uuid primary key default gen_random_uuid(), tenant_id uuid not null references billing.customers, plan_code text not null references billing.plans, seats integer not null default 1 check (seats > 0), period tstzrange not null, cancelled_at timestamptz);
create unique index subscriptions_one_active on billing.subscriptions (tenant_id) where cancelled_at is null;
create table billing.invoices (id bigint generated always as identity primary key, tenant_id uuid not null references billing.customers, number text unique, state billing.invoice_state not null default 'draft', issued_on date, due_on date, total_cents bigint not null default 0, constraint invoices_numbered check (state = 'draft' or number is not null) not valid);
create table billing.invoice_lines (invoice_id bigint not null references billing.invoices on delete cascade, line smallint not null, description text not null, quantity numeric not null default 1, cents bigint not null, primary key (invoice_id, line));
create table billing.payments (id uuid primary key default gen_random_uuid(), invoice_id bigint references billing.invoices, cents bigint not null, provider text not null, provider_ref text not null, unique (provider, provider_ref));
create table billing.usage (tenant_id uuid not null, metric text not null, day date not null, quantity numeric(20, 6) not null default 0, primary key (tenant_id, metric, day));
create table billing.coupons (code text collate "C" primary key, percent smallint check (percent between 1 and 100), expires_at timestamptz);
create table audit.events (id bigint generated always as identity primary key, tenant_id uuid, actor_id uuid, action text not null, target jsonb, at timestamptz not null default now());
create index events_at_brin on audit.events using brin (at) with (pages_per_range = 32);
create table audit.logins (user_id uuid references app.users on delete set null, at timestamptz not null default now(), success boolean not null, ip inet);

do $$
declare t text;
begin
  foreach t in array array['members', 'teams', 'projects', 'issues', 'comments', 'webhooks', 'api_keys'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('create policy tenant_only on app.%I using (tenant_id = app.current_tenant()) with check (tenant_id = app.current_tenant())', t);
  end loop;
end $$;
alter table app.members force row level security;
create policy own_membership on app.members for select to public using (user_id = nullif(current_setting('app.user', true), '')::uuid);
create policy no_archived on app.projects as restrictive for update using (not archived);
comment on policy no_archived on app.projects is 'Archived projects are read only';

create function app.touch() returns trigger language plpgsql as $$ begin new.updated_at = now(); return new; end $$;
create trigger touch before update on app.issues for each row execute function app.touch();
create function audit.record() returns trigger language plpgsql security definer set search_path = audit, pg_temp as $$
begin
  insert into audit.events (tenant_id, action, target) values (coalesce(new.tenant_id, old.tenant_id), tg_op, to_jsonb(coalesce(new, old)));
  return null;
end $$;
create trigger record_issues after insert or update or delete on app.issues for each row execute function audit.record();
create trigger record_projects after update of name, archived on app.projects for each row when (old.* is distinct from new.*) execute function audit.record();
create function app.next_issue_number(tenant uuid, project bigint) returns integer language sql as $$
  select coalesce(max(number), 0) + 1 from app.issues where tenant_id = tenant and project_id = project
$$;
create view app.my_issues with (security_barrier = true) as
  select i.* from app.issues i where i.tenant_id = app.current_tenant() and i.state <> 'done';
create view billing.open_invoices as
  select i.id, i.number, c.currency, i.total_cents / 100.0 as total, i.due_on < current_date as overdue
  from billing.invoices i join billing.customers c using (tenant_id) where i.state = 'open';

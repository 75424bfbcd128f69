import { backfill, column, foreignKey, inPublic, moved, schema, table } from '../support/schemas.ts'
import { a, type Example, id, key, person, tiers } from './example.ts'

const large = { smallTableBytes: 0 }
const small = { ...id, type: 'integer' }
const pointing = (idType: typeof id): Example['before'] =>
  schema([
    { ...tiers, columns: [idType] },
    table('people', [id, column('a', 'integer')], { foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers')] }),
  ])

const moody = (...labels: string[]): Example['before'] =>
  schema([table('people', [column('mood', 'public.status')])], [{ name: inPublic('status'), labels, comment: null }])

const mail = column('a', 'text')
const people = (...columns: readonly (typeof mail)[]): Example['before']['tables'][number] =>
  table('people', [id, ...columns], key)
const customers = table('customers', [id, mail], {
  primaryKey: { name: 'customers_pkey', columns: ['id'] },
  foreignKeys: [foreignKey('customers_id_fkey', ['id'], 'people')],
})
const split = {
  ...large,
  before: schema([people(mail)]),
  after: schema([people(), customers]),
  moves: moved(['customers.a', 'people.a']),
}
const merge = {
  ...large,
  before: schema([people(), customers]),
  after: schema([people(mail)]),
  moves: moved(['people.a', 'customers.a']),
}

/** Changes of type by dual write, and columns that go to another table beside the application. */
export const swapExamples = {
  shadow_types: {
    ...large,
    before: moody('new', 'old'),
    after: moody('new'),
    steps: ["expand: create type public._rq_status as enum ('new')", '  back: drop type public._rq_status'],
  },
  shadow_columns: {
    ...large,
    before: person([a('integer', { nullable: false })], key),
    after: person([a('bigint', { nullable: false })], key),
    steps: [
      'expand: alter table public.people add column _rq_new_a bigint; create function public._rq_sync() returns trigger language plpgsql as $reconcile$ begin new._rq_new_a := new.a; return new; end $reconcile$; create trigger zzz_rq_sync before insert or update on public.people for each row execute function public._rq_sync(); alter table public.people enable always trigger zzz_rq_sync',
      '  back: drop trigger zzz_rq_sync on public.people; drop function public._rq_sync(); alter table public.people drop column _rq_new_a',
      'backfill: backfill a_as_bigint along id, old values in nothing',
      '  back: nothing',
      'validate: alter table public.people add constraint _rq_new_people_a_not_null not null _rq_new_a not valid',
      '  back: alter table public.people alter column _rq_new_a drop not null',
      'validate: alter table public.people validate constraint _rq_new_people_a_not_null',
      '  back: nothing',
      'validate: analyze public.people (_rq_new_a)',
      '  back: nothing',
    ],
  },
  shadow_foreign_key: {
    ...large,
    before: pointing(small),
    after: pointing(id),
    steps: [
      'validate: lock table public.tiers in share row exclusive mode; alter table public.people add constraint _rq_new_people_a_fkey foreign key (a) references public.tiers (_rq_new_id) not valid',
      '  back: alter table public.people drop constraint if exists _rq_new_people_a_fkey',
      'validate: alter table public.people validate constraint _rq_new_people_a_fkey',
      '  back: alter table public.people validate constraint people_a_fkey',
    ],
  },
  swap_columns: {
    ...large,
    before: pointing(small),
    after: pointing(id),
    steps: [
      "contract: lock table public.tiers, public.people in access exclusive mode; alter table public.people drop constraint people_a_fkey; alter table public.tiers drop constraint tiers_pkey; alter table public.tiers rename column id to _rq_id; alter table public.tiers rename column _rq_new_id to id; alter table public.tiers alter column _rq_id drop not null; alter table public.tiers rename constraint _rq_new_tiers_id_not_null to tiers_id_not_null; alter table public.tiers add constraint tiers_pkey primary key using index _rq_new_tiers_pkey; alter table public.people rename constraint _rq_new_people_a_fkey to people_a_fkey; create or replace function public._rq_sync() returns trigger language plpgsql as $reconcile$ begin begin if tg_op = 'INSERT' and new._rq_id is not null then new.id := new._rq_id; end if; new._rq_id := new.id; exception when data_exception or undefined_column or cannot_coerce or check_violation or undefined_object then begin new._rq_id := null; exception when undefined_column then null; end; end; return new; end $reconcile$",
      '  back: lock table public.tiers, public.people in access exclusive mode; alter table public.people drop constraint people_a_fkey; alter table public.tiers drop constraint tiers_pkey; alter table public.tiers rename constraint tiers_id_not_null to _rq_new_tiers_id_not_null; alter table public.tiers rename column id to _rq_new_id; alter table public.tiers rename column _rq_id to id; alter table public.tiers alter column id set not null; alter table public.tiers drop constraint if exists _rq_id_not_null; alter table public.tiers add constraint tiers_pkey primary key using index _rq_old_tiers_pkey; alter table public.people add constraint people_a_fkey foreign key (a) references public.tiers (id) not valid; create or replace function public._rq_sync() returns trigger language plpgsql as $reconcile$ begin new._rq_new_id := new.id; return new; end $reconcile$',
    ],
  },
  guard_swap: {
    ...large,
    before: person([a('integer', { nullable: false })], key),
    after: person([a('bigint', { nullable: false })], key),
    steps: [
      'contract: ',
      "  back: do $$ begin if exists (select from pg_constraint where conrelid = 'public.people'::regclass and conname = '_rq_a_not_null') then alter table public.people validate constraint _rq_a_not_null; end if; end $$",
      'contract: ',
      '  back: alter table public.people add constraint _rq_a_not_null check (_rq_a is not null) not valid',
    ],
  },
  start_filling: {
    before: person([a('integer')], key),
    after: person([a('integer'), column('b', 'integer')], key),
    backfills: [backfill('people', { b: 'people.a + 1' }, 'b is null')],
    steps: [
      "expand: create function public._rq_fill() returns trigger language plpgsql security definer set search_path = public, pg_temp as $reconcile$ #variable_conflict use_column begin if current_setting('reconcile.restoring', true) = 'on' then return new; end if; if tg_op = 'UPDATE' then if (select b is null from (select old.*) as people) then return new; end if; end if; if (select b is null from (select new.*) as people) then select people.a + 1 into new.b from (select new.*) as people; end if; return new; exception when others then return new; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_fill()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_fill() from ' || one; end loop; end $$; create trigger zzz_rq_fill before insert or update on public.people for each row execute function public._rq_fill(); alter table public.people enable always trigger zzz_rq_fill",
      '  back: drop trigger zzz_rq_fill on public.people; drop function public._rq_fill()',
    ],
  },
  stop_filling: {
    before: person([a('integer')], key),
    after: person([a('integer'), column('b', 'integer')], key),
    backfills: [backfill('people', { b: 'people.a + 1' }, 'b is null')],
    steps: [
      'contract: drop trigger zzz_rq_fill on public.people; drop function public._rq_fill()',
      "  back: create function public._rq_fill() returns trigger language plpgsql security definer set search_path = public, pg_temp as $reconcile$ #variable_conflict use_column begin if current_setting('reconcile.restoring', true) = 'on' then return new; end if; if tg_op = 'UPDATE' then if (select b is null from (select old.*) as people) then return new; end if; end if; if (select b is null from (select new.*) as people) then select people.a + 1 into new.b from (select new.*) as people; end if; return new; exception when others then return new; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_fill()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_fill() from ' || one; end loop; end $$; create trigger zzz_rq_fill before insert or update on public.people for each row execute function public._rq_fill(); alter table public.people enable always trigger zzz_rq_fill",
    ],
  },
  follow_move: {
    ...split,
    steps: [
      'expand: alter table public._rq_customers add constraint customers_id_fkey foreign key (id) references public.people (id)',
      '  back: alter table public._rq_customers drop constraint customers_id_fkey',
      "expand: create function public._rq_outward() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin if tg_op = 'TRUNCATE' then delete from public._rq_customers; return null; end if; if tg_op = 'DELETE' then delete from public._rq_customers as n where n.id = old.id; return null; end if; if tg_op = 'UPDATE' then if not (new.id::text is distinct from old.id::text or new.a::text is distinct from old.a::text) then return null; end if; if new.id::text is distinct from old.id::text then delete from public._rq_customers as n where n.id = old.id; end if; end if; if new.a is not null then begin insert into public._rq_customers (id, a) values (new.id, new.a) on conflict (id) do update set a = excluded.a; exception when integrity_constraint_violation then delete from public._rq_customers as n where n.id = new.id; end; else delete from public._rq_customers as n where n.id = new.id; end if; return null; exception when syntax_error_or_access_rule_violation then return null; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_outward()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_outward() from ' || one; end loop; end $$; create trigger \"AAA_rq_outward\" after insert or update or delete on public.people for each row execute function public._rq_outward(); alter table public.people enable always trigger \"AAA_rq_outward\"; create trigger \"AAA_rq_outward_truncate\" after truncate on public.people for each statement execute function public._rq_outward(); alter table public.people enable always trigger \"AAA_rq_outward_truncate\"",
      '  back: drop trigger "AAA_rq_outward" on public.people; drop trigger "AAA_rq_outward_truncate" on public.people; drop function public._rq_outward()',
      'backfill: backfill customers_from_people along id, old values in nothing',
      '  back: nothing',
      'validate: analyze public._rq_customers',
      '  back: nothing',
    ],
  },
  open_move: {
    ...merge,
    steps: [
      "validate: drop trigger \"AAA_rq_inward\" on public.customers; drop trigger \"AAA_rq_inward_truncate\" on public.customers; drop function public._rq_inward(); alter table public.customers rename to _rq_customers; create function public._rq_outward() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin if tg_op = 'TRUNCATE' then delete from public._rq_customers; return null; end if; if tg_op = 'DELETE' then delete from public._rq_customers as n where n.id = old.id; return null; end if; if tg_op = 'UPDATE' then if not (new.id::text is distinct from old.id::text or new.a::text is distinct from old.a::text) then return null; end if; if new.id::text is distinct from old.id::text then delete from public._rq_customers as n where n.id = old.id; end if; end if; if new.a is not null then begin insert into public._rq_customers (id, a) values (new.id, new.a) on conflict (id) do update set a = excluded.a; exception when integrity_constraint_violation then delete from public._rq_customers as n where n.id = new.id; end; else delete from public._rq_customers as n where n.id = new.id; end if; return null; exception when syntax_error_or_access_rule_violation then return null; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_outward()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_outward() from ' || one; end loop; end $$; create trigger \"AAA_rq_outward\" after insert or update or delete on public.people for each row execute function public._rq_outward(); alter table public.people enable always trigger \"AAA_rq_outward\"; create trigger \"AAA_rq_outward_truncate\" after truncate on public.people for each statement execute function public._rq_outward(); alter table public.people enable always trigger \"AAA_rq_outward_truncate\"; create view public.customers as select id, a from public.people where a is not null; comment on view public.customers is '_rq_shim _rq_customers'; create function public._rq_insert() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin update public.people as w set a = new.a where w.id = new.id and w.a is null; if not found then if exists (select from public.people as w where w.id = new.id) then raise unique_violation using message = 'customers has a row with this key already'; end if; raise foreign_key_violation using message = 'the key is not present in people'; end if; return new; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_insert()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_insert() from ' || one; end loop; end $$; create trigger _rq_insert instead of insert on public.customers for each row execute function public._rq_insert(); create function public._rq_delete() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin update public.people as w set a = null where w.id = old.id and (w.a is not null); if not found then return null; end if; return old; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_delete()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_delete() from ' || one; end loop; end $$; create trigger _rq_delete instead of delete on public.customers for each row execute function public._rq_delete()",
      "  back: drop view public.customers; drop function public._rq_insert(); drop function public._rq_delete(); drop trigger \"AAA_rq_outward\" on public.people; drop trigger \"AAA_rq_outward_truncate\" on public.people; drop function public._rq_outward(); do $$ begin if exists (select from pg_attribute where attrelid = 'public.people'::regclass and attname = 'a' and not attisdropped) then alter table public.people rename column a to _rq_new_a; end if; end $$; alter table public._rq_customers rename to customers; create function public._rq_inward() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin if tg_op = 'TRUNCATE' then update public.people as w set _rq_new_a = null where w._rq_new_a is not null; return null; end if; if tg_op = 'DELETE' then update public.people as w set _rq_new_a = null where w.id = old.id; return null; end if; if tg_op = 'UPDATE' then if not (new.id::text is distinct from old.id::text or new.a::text is distinct from old.a::text) then return null; end if; if new.id::text is distinct from old.id::text then update public.people as w set _rq_new_a = null where w.id = old.id; end if; end if; update public.people as w set _rq_new_a = new.a where w.id = new.id; return null; exception when syntax_error_or_access_rule_violation or integrity_constraint_violation then return null; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_inward()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_inward() from ' || one; end loop; end $$; create trigger \"AAA_rq_inward\" after insert or update or delete on public.customers for each row execute function public._rq_inward(); alter table public.customers enable always trigger \"AAA_rq_inward\"; create trigger \"AAA_rq_inward_truncate\" after truncate on public.customers for each statement execute function public._rq_inward(); alter table public.customers enable always trigger \"AAA_rq_inward_truncate\"",
    ],
  },
  close_move: {
    ...split,
    steps: [
      "contract: drop view public.customers; drop function public._rq_insert(); drop function public._rq_delete(); drop trigger \"AAA_rq_outward\" on public.people; drop trigger \"AAA_rq_outward_truncate\" on public.people; drop function public._rq_outward(); alter table public.people rename column a to _rq_a; alter table public._rq_customers rename to customers; create function public._rq_inward() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin if tg_op = 'TRUNCATE' then update public.people as w set _rq_a = null where w._rq_a is not null; return null; end if; if tg_op = 'DELETE' then update public.people as w set _rq_a = null where w.id = old.id; return null; end if; if tg_op = 'UPDATE' then if not (new.id::text is distinct from old.id::text or new.a::text is distinct from old.a::text) then return null; end if; if new.id::text is distinct from old.id::text then update public.people as w set _rq_a = null where w.id = old.id; end if; end if; update public.people as w set _rq_a = new.a where w.id = new.id; return null; exception when syntax_error_or_access_rule_violation or integrity_constraint_violation then return null; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_inward()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_inward() from ' || one; end loop; end $$; create trigger \"AAA_rq_inward\" after insert or update or delete on public.customers for each row execute function public._rq_inward(); alter table public.customers enable always trigger \"AAA_rq_inward\"; create trigger \"AAA_rq_inward_truncate\" after truncate on public.customers for each statement execute function public._rq_inward(); alter table public.customers enable always trigger \"AAA_rq_inward_truncate\"",
      "  back: drop trigger \"AAA_rq_inward\" on public.customers; drop trigger \"AAA_rq_inward_truncate\" on public.customers; drop function public._rq_inward(); alter table public.customers rename to _rq_customers; alter table public.people rename column _rq_a to a; create function public._rq_outward() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin if tg_op = 'TRUNCATE' then delete from public._rq_customers; return null; end if; if tg_op = 'DELETE' then delete from public._rq_customers as n where n.id = old.id; return null; end if; if tg_op = 'UPDATE' then if not (new.id::text is distinct from old.id::text or new.a::text is distinct from old.a::text) then return null; end if; if new.id::text is distinct from old.id::text then delete from public._rq_customers as n where n.id = old.id; end if; end if; if new.a is not null then begin insert into public._rq_customers (id, a) values (new.id, new.a) on conflict (id) do update set a = excluded.a; exception when integrity_constraint_violation then delete from public._rq_customers as n where n.id = new.id; end; else delete from public._rq_customers as n where n.id = new.id; end if; return null; exception when syntax_error_or_access_rule_violation then return null; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_outward()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_outward() from ' || one; end loop; end $$; create trigger \"AAA_rq_outward\" after insert or update or delete on public.people for each row execute function public._rq_outward(); alter table public.people enable always trigger \"AAA_rq_outward\"; create trigger \"AAA_rq_outward_truncate\" after truncate on public.people for each statement execute function public._rq_outward(); alter table public.people enable always trigger \"AAA_rq_outward_truncate\"; create view public.customers as select id, a from public.people where a is not null; comment on view public.customers is '_rq_shim _rq_customers'; create function public._rq_insert() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin update public.people as w set a = new.a where w.id = new.id and w.a is null; if not found then if exists (select from public.people as w where w.id = new.id) then raise unique_violation using message = 'customers has a row with this key already'; end if; raise foreign_key_violation using message = 'the key is not present in people'; end if; return new; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_insert()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_insert() from ' || one; end loop; end $$; create trigger _rq_insert instead of insert on public.customers for each row execute function public._rq_insert(); create function public._rq_delete() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $reconcile$ begin update public.people as w set a = null where w.id = old.id and (w.a is not null); if not found then return null; end if; return old; end $reconcile$; do $$ declare one text; begin for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x where p.oid = 'public._rq_delete()'::pg_catalog.regprocedure and x.grantee <> p.proowner loop execute 'revoke execute on function public._rq_delete() from ' || one; end loop; end $$; create trigger _rq_delete instead of delete on public.customers for each row execute function public._rq_delete()",
    ],
  },
} satisfies Record<string, Example>

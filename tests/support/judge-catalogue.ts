import pg from 'pg'

/**
 * Everything that PostgreSQL's catalogue says of a database, one line each, in order. Names stand for oids. Shares no
 * query with the introspection: what that does not see is seen here.
 */
export async function catalogueOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set search_path = ''`)
    const major = Math.floor(
      Number((await client.query('show server_version_num')).rows[0].server_version_num) / 10_000,
    )
    const lines: string[] = []
    for (const query of queries(major)) {
      const { rows } = await client.query<{ line: string | null }>(query)
      lines.push(...rows.map(({ line }) => line ?? 'null'))
    }
    return lines.sort()
  } finally {
    await client.end()
  }
}

/** Columns without their places: engines cannot move one, so a changed table has another order. */
export function withoutPlaces(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^(column .*?) #\d+/, '$1')).sort()
}

const ours = (namespace: string): string =>
  `${namespace}.nspname !~ '^pg_' and ${namespace}.nspname not in ('information_schema', 'reconcile', 'reconcile_quarantine')`

const noExtension = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`

/** The sequence behind an identity column is the column's, and its name nobody's. */
const behindIdentity = (oid: string): string =>
  `exists (select from pg_depend i where i.classid = 'pg_class'::regclass and i.objid = ${oid} and i.deptype = 'i' and i.refobjsubid > 0)`

/** An access control list keeps the order in which rights were given. */
const inNoOrder = (acl: string): string => `(select array_agg(item order by item::text) from unnest(${acl}) item)`

/** What acldefault calls a catalogue's members. */
const letters: Readonly<Record<string, string>> = {
  pg_namespace: `'n'`,
  pg_class: `case c.relkind when 'S' then 's' else 'r' end::"char"`,
  pg_type: `'T'`,
  pg_proc: `'f'`,
}

/** Rights that were taken back leave what there was at first, written out. The owner, the rights and the comment, which almost everything has. */
const common = (owner: string, acl: string, catalog: string, oid: string): string =>
  `format('owner %s rights %s comment %L', pg_get_userbyid(${owner}), nullif(${inNoOrder(acl)}, ${inNoOrder(`acldefault(${letters[catalog]}, ${owner})`)}), obj_description(${oid}, '${catalog}'))`

function queries(major: number): string[] {
  const from = (version: number, expression: string): string => (major >= version ? expression : 'null')
  return [
    `select format('schema %s %s', n.nspname, ${common('n.nspowner', 'n.nspacl', 'pg_namespace', 'n.oid')}) as line
     from pg_namespace n where ${ours('n')}`,
    `select format('extension %s %s in %s', extname, extversion, extnamespace::regnamespace) as line from pg_extension`,
    `select format('relation %s kind %s persistence %s am %s options %s toast %s rls %s/%s replident %s partition %s bound %s of %s %s',
       c.oid::regclass, c.relkind, c.relpersistence, a.amname, c.reloptions, t.reloptions, c.relrowsecurity,
       c.relforcerowsecurity, c.relreplident, pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),
       (select array_agg(i.inhparent::regclass::text order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid),
       ${common('c.relowner', 'c.relacl', 'pg_class', 'c.oid')}) as line
     from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_am a on a.oid = c.relam
     left join pg_class t on t.oid = c.reltoastrelid
     where ${ours('n')} and c.relkind <> 'c' and not ${behindIdentity('c.oid')} and ${noExtension('pg_class', 'c.oid')}`,
    `select format('column %s.%I #%s %s%s default %s identity %s generated %s collation %s storage %s compression %s statistics %s options %s inherited %s/%s rights %s comment %L',
       c.oid::regclass, t.attname,
       (select count(*) from pg_attribute o where o.attrelid = c.oid and o.attnum > 0 and o.attnum <= t.attnum and not o.attisdropped),
       format_type(t.atttypid, t.atttypmod), case when t.attnotnull then ' not null' end, pg_get_expr(d.adbin, d.adrelid),
       t.attidentity, t.attgenerated, t.attcollation::regcollation, t.attstorage, t.attcompression,
       case when t.attstattarget >= 0 then t.attstattarget end, t.attoptions, t.attislocal, t.attinhcount, ${inNoOrder('t.attacl')},
       col_description(c.oid, t.attnum)) as line
     from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace
     left join pg_attrdef d on d.adrelid = t.attrelid and d.adnum = t.attnum
     where ${ours('n')} and t.attnum > 0 and not t.attisdropped and c.relkind not in ('i', 'I', 'S') and ${noExtension('pg_class', 'c.oid')}`,
    // NOT NULL constraints of 18 are their columns'; their names are nobody's. Only checks can be NO INHERIT: whether keys say
    // so of themselves is a matter of how they were made.
    `select format('constraint %I on %s%s: %s deferrable %s/%s valid %s inherit %s/%s/%s enforced %s index %s comment %L', k.conname,
       nullif(k.conrelid, 0)::regclass, nullif(k.contypid, 0)::regtype, pg_get_constraintdef(k.oid), k.condeferrable,
       k.condeferred, k.convalidated, case when k.contype = 'c' then k.connoinherit end, k.conislocal, k.coninhcount, ${from(18, 'k.conenforced')},
       nullif(k.conindid, 0)::regclass, obj_description(k.oid, 'pg_constraint')) as line
     from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${ours('n')} and k.contype <> 'n'`,
    `select format('index %s valid %s/%s clustered %s replident %s attached %s options %s statistics %s comment %L', pg_get_indexdef(i.indexrelid),
       i.indisvalid, i.indisready, i.indisclustered, i.indisreplident,
       (select h.inhparent::regclass from pg_inherits h where h.inhrelid = i.indexrelid), c.reloptions,
       (select array_agg(t.attstattarget order by t.attnum) from pg_attribute t where t.attrelid = c.oid and t.attstattarget > 0),
       obj_description(i.indexrelid, 'pg_class')) as line
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where ${ours('n')}`,
    `select format('sequence %s %s start %s by %s from %s to %s cache %s cycle %s of %s',
       case when not ${behindIdentity('s.seqrelid')} then s.seqrelid::regclass end, s.seqtypid::regtype,
       s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
       (select format('%s.%I', d.refobjid::regclass, a.attname) from pg_depend d
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = s.seqrelid and d.deptype in ('a', 'i'))) as line
     from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace where ${ours('n')}`,
    `select format('type %s %s base %s default %s collation %s not null %s labels %s range %s %s', t.oid::regtype, t.typtype,
       format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typdefault, t.typcollation::regcollation, t.typnotnull,
       (select array_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
       (select format('%s %s %s %s', r.rngsubtype::regtype, r.rngcollation::regcollation, r.rngcanonical, r.rngsubdiff)
        from pg_range r where r.rngtypid = t.oid),
       ${common('t.typowner', 't.typacl', 'pg_type', 't.oid')}) as line
     from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
     where ${ours('n')} and t.typtype <> 'p' and t.typelem = 0 and (c.oid is null or c.relkind = 'c') and ${noExtension('pg_type', 't.oid')}`,
    `select format('view %s options %s: %s', c.oid::regclass, c.reloptions, pg_get_viewdef(c.oid)) as line
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${ours('n')} and c.relkind in ('v', 'm') and ${noExtension('pg_class', 'c.oid')}`,
    `select format('routine %s: %s %s', p.oid::regprocedure,
       case when p.prokind = 'a' then (select to_jsonb(a) - 'aggfnoid' from pg_aggregate a where a.aggfnoid = p.oid)::text
         else pg_get_functiondef(p.oid) end,
       ${common('p.proowner', 'p.proacl', 'pg_proc', 'p.oid')}) as line
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours('n')} and ${noExtension('pg_proc', 'p.oid')}`,
    `select format('trigger %s enabled %s comment %L', pg_get_triggerdef(g.oid), g.tgenabled, obj_description(g.oid, 'pg_trigger')) as line
     from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where ${ours('n')} and not g.tgisinternal`,
    `select format('policy %I on %s for %s permissive %s to %s using %s check %s comment %L', p.polname, p.polrelid::regclass,
       p.polcmd, p.polpermissive, (select array_agg(pg_get_userbyid(r) order by 1) from unnest(p.polroles) r),
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), obj_description(p.oid, 'pg_policy')) as line
     from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${ours('n')}`,
    `select format('rule %s enabled %s', pg_get_ruledef(r.oid), r.ev_enabled) as line
     from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
     where ${ours('n')} and r.rulename <> '_RETURN'`,
    `select format('statistics %s target %s comment %L', pg_get_statisticsobjdef(s.oid), s.stxstattarget,
       obj_description(s.oid, 'pg_statistic_ext')) as line
     from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${ours('n')}`,
    `select format('collation %s provider %s deterministic %s', c.oid::regcollation, c.collprovider, c.collisdeterministic) as line
     from pg_collation c join pg_namespace n on n.oid = c.collnamespace where ${ours('n')}`,
    `select format('default rights of %s in %s on %s: %s', pg_get_userbyid(d.defaclrole), nullif(d.defaclnamespace, 0)::regnamespace,
       d.defaclobjtype, ${inNoOrder('d.defaclacl')}) as line from pg_default_acl d`,
    `select format('event trigger %I on %s %s: %s enabled %s', evtname, evtevent, evttags, evtfoid::regprocedure, evtenabled) as line
     from pg_event_trigger`,
    `select format('publication %I %s', p.pubname, (select array_agg(r.prrelid::regclass::text order by 1) from pg_publication_rel r
       where r.prpubid = p.oid)) as line from pg_publication p`,
  ]
}

import { sameValue } from '../../../lib/compare.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import type { TablePhysical } from '../../../model/table.ts'
import type { Words } from '../../words.ts'
import { optionClauses, optionList } from './options.ts'
import { dollarQuoted, literal, qualify, quote } from './quote.ts'
import { alterTable, lock, statement } from './statement.ts'

type PhysicalWords = Pick<Words, 'setPhysical' | 'setOptions' | 'setLogging' | 'setAccessMethod' | 'setMarks'>

/** Locks: hazards.md 1A and 1E. */
export const physical: PhysicalWords = {
  setPhysical(table, before, after) {
    const column = `alter column ${quote(after.name)}`
    const { physical: now } = before
    const { physical: wanted } = after
    const clauses = [
      ...(now.storage === wanted.storage || wanted.storage === null ? [] : [`set storage ${wanted.storage}`]),
      ...(now.compression === wanted.compression ? [] : [`set compression ${wanted.compression ?? 'default'}`]),
    ]
    const learned = [
      ...(now.statistics === wanted.statistics ? [] : [`set statistics ${wanted.statistics ?? -1}`]),
      ...optionClauses(now.options, wanted.options),
    ]
    return [
      ...(now.storage !== null && wanted.storage === null ? [resetStorage(table, after.name)] : []),
      ...(clauses.length === 0
        ? []
        : [
            alterTable(
              table,
              clauses.map((clause) => `${column} ${clause}`),
            ),
          ]),
      ...(learned.length === 0
        ? []
        : [
            gently(
              table,
              learned.map((clause) => `${column} ${clause}`),
            ),
          ]),
    ]
  },

  setOptions(table, before, after) {
    const clauses = optionClauses(before, after)
    // The one option that decides what writers write down.
    const strong = before['user_catalog_table'] !== after['user_catalog_table']
    if (clauses.length === 0) return []
    return [strong ? alterTable(table, clauses) : gently(table, clauses)]
  },

  setLogging: (table, unlogged) => alterTable(table, `set ${unlogged ? 'unlogged' : 'logged'}`, { work: 'rewrite' }),

  setAccessMethod: (table, method) =>
    alterTable(table, `set access method ${quote(method ?? 'heap')}`, { work: 'rewrite' }),

  setMarks(table, before, after) {
    const { replicaIdentity, cluster } = after
    const identity =
      typeof replicaIdentity === 'object' ? `using index ${quote(replicaIdentity.index)}` : replicaIdentity
    return [
      ...(sameValue(before.replicaIdentity, replicaIdentity)
        ? []
        : [alterTable(table, `replica identity ${identity}`)]),
      ...(before.cluster === cluster
        ? []
        : [gently(table, [cluster === null ? 'set without cluster' : `cluster on ${quote(cluster)}`])]),
    ]
  },
}

/** What readers and writers do not wait for. */
function gently(table: ObjectName, clauses: readonly string[]): Statement {
  const separator = clauses.length > 1 ? '\n  ' : ' '
  return statement(
    `alter table ${qualify(table)}${separator}${clauses.join(',\n  ')}`,
    lock('share_update_exclusive', table),
  )
}

/** SET STORAGE DEFAULT is only there from 16 on; before, the type's own has to be named. */
function resetStorage(table: ObjectName, column: string): Statement {
  const sql = `do ${dollarQuoted(` begin execute (
  select format('alter table %s alter column %I set storage %s', a.attrelid::regclass, a.attname,
    case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end)
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = ${literal(qualify(table))}::regclass and a.attname = ${literal(column)});
end `)}`
  return statement(sql, lock('access_exclusive', table))
}

/** The end of CREATE TABLE: USING and WITH. */
export function storedHow({ accessMethod, options }: TablePhysical): string {
  return [
    accessMethod === null ? '' : ` using ${quote(accessMethod)}`,
    Object.keys(options).length === 0 ? '' : ` with (${optionList(options)})`,
  ].join('')
}

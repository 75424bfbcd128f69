import { bug } from '../../../lib/errors.ts'
import type { Backfill } from '../../../model/backfill.ts'
import type { Column } from '../../../model/column.ts'
import type { Check, ForeignKey } from '../../../model/constraint.ts'
import { displayName, type ObjectName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Query } from '../../../model/statement.ts'
import type { KeyColumn } from '../../../model/step.ts'
import type { Table } from '../../../model/table.ts'
import type { Questions } from '../../words.ts'
import { affinityOf, type Affinity } from '../affinity.ts'
import { spell } from '../ddl/spelling.ts'
import { qualify, quote, quoteAll } from './quote.ts'
import { rebuildChecks } from './rebuild-checks.ts'

/** Offenders that are listed; the rest is only known to be there. */
const listed = 20

export const questions: Questions = {
  nulls(table: Table, column: string): Query {
    return {
      sql: `select ${keyList(table)} from ${qualify(table.name)} where ${quote(column)} is null limit ${listed}`,
      expect: 'no_rows',
      failure: `${displayName(table.name)}.${column} is NULL in some rows`,
      help: `Give those rows a value first, or declare a backfill that sets ${column}.`,
    }
  },

  duplicates(table, unique): Query {
    const keys = unique.keys.join(', ')
    // NULLs are all different, unless the declaration says otherwise.
    const conditions = [
      ...(unique.where === null ? [] : [`(${spell(unique.where)})`]),
      ...(unique.nullsNotDistinct ? [] : unique.keys.map((key) => `${key} is not null`)),
    ]
    const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
    return {
      sql: `select ${keys}, count(*) as "rows" from ${qualify(table.name)}${where} group by ${keys} having count(*) > 1 limit ${listed}`,
      expect: 'no_rows',
      failure: `${displayName(table.name)} holds the same ${unique.keys.join(', ')} more than once, so ${unique.name} cannot be unique`,
      help: 'Merge or correct the rows listed, then try again.',
    }
  },

  overlaps(): Query {
    throw bug('SQLite knows no ranges, so none can overlap')
  },

  exclusions(): Query {
    throw bug('SQLite has no exclusions')
  },

  orphans(table: Table, key: ForeignKey): Query {
    const parent = qualify(key.references.table)
    const child = qualify(table.name)
    const columns = key.references.columns
    const matches = key.columns.map((column, at) => `parent.${quote(columns[at] ?? column)} = child.${quote(column)}`)
    const present = key.columns.map((column) => `child.${quote(column)} is not null`)
    return {
      sql: `select ${keyList(table, 'child.')}, ${key.columns.map((column) => `child.${quote(column)}`).join(', ')} from ${child} as child where ${present.join(' and ')} and not exists (select 1 from ${parent} as parent where ${matches.join(' and ')}) limit ${listed}`,
      expect: 'no_rows',
      failure: `rows of ${displayName(table.name)} refer by ${key.columns.join(', ')} to rows of ${displayName(key.references.table)} that do not exist`,
      help: `Correct or remove the rows listed, then add ${key.name} again.`,
    }
  },

  violators(table: Table, check: Check): Query {
    return {
      sql: `select ${keyList(table)} from ${qualify(table.name)} where not (${spell(check.expression)}) limit ${listed}`,
      expect: 'no_rows',
      failure: `rows of ${displayName(table.name)} do not meet ${check.name}: ${check.expression}`,
      help: 'Correct the rows listed, or relax the check.',
    }
  },

  lostByConversion(table: Table, before: Column, after: Column): Query {
    const lost = lostValues(quote(after.name), affinityOf(after.type), affinityOf(before.type))
    return {
      sql: `select ${keyList(table)}, ${quote(after.name)} from ${qualify(table.name)} where ${lost} limit ${listed}`,
      expect: 'no_rows',
      failure: `${displayName(table.name)}.${after.name} holds values that would not come back the same from ${before.type || 'no type'} to ${after.type || 'no type'} and back`,
      help: 'Correct the values listed, or add a column of the new type and fill it by a backfill.',
    }
  },

  outside: () => {
    throw bug('SQLite has no partition that rows could be outside of')
  },

  pointingTo: () => {
    throw bug('SQLite has no partition that something could point to')
  },

  anyRow(table: ObjectName): Query {
    return {
      sql: `select 1 as "row" from ${qualify(table)} limit 1`,
      expect: 'no_rows',
      failure: `${displayName(table)} holds rows`,
      help: `This is only possible while ${displayName(table)} is empty.`,
    }
  },

  anyValue(table: ObjectName, { name }: Column, expected: readonly string[]): Query {
    const others = expected.map((value) => ` and ${quote(name)} is not (${value})`).join('')
    return {
      sql: `select 1 as "row" from ${qualify(table)} where ${quote(name)} is not null${others} limit 1`,
      expect: 'no_rows',
      failure: `${displayName(table)}.${name} holds values`,
      help: `This is only possible while ${name} is empty.`,
    }
  },

  strangers(table: Table, attached: readonly SchemaObject[]): Query {
    const columns = table.columns.map(({ name }) => name)
    const parts = [...table.indexes.map(({ name }) => name), ...attached.map(({ name }) => name.name)]
    const on = text(table.name.name)
    return {
      sql: `select 'column ' || name as found from pragma_table_xinfo(${on}) where name not in (${columns.map(text).join(', ')})
union all
select type || ' ' || name from sqlite_schema
where lower(tbl_name) = lower(${on}) and type in ('index', 'trigger') and sql is not null
  and name not in (${parts.map(text).join(', ')})
limit 20`,
      expect: 'no_rows',
      onlyAtStep: true,
      failure: `${displayName(table.name)} has parts that were made since the plan, and copying the table would lose them`,
      help: 'Take them off or declare them in the specs; columns that a rollback has put aside go with `reconcile purge`.',
    }
  },

  boundTo(): Query {
    throw bug('SQLite changes a type by a rebuild, which nothing is bound to')
  },

  objectUsed: () => null,

  enumUsed(name: ObjectName): Query {
    throw bug(`SQLite has no enum types, so nothing uses ${name.name}`)
  },

  rowCount(table: ObjectName): Query {
    return {
      sql: `select count(*) as "rows" from ${qualify(table)}`,
      expect: 'unchanged',
      failure: `the number of rows of ${displayName(table)} is not the same before and after`,
      help: 'Nothing was changed. This is a bug in Reconcile: please report it with the plan.',
    }
  },

  unfilled(backfill: Backfill, key: readonly KeyColumn[] = []): Query {
    const some = (columns: string) =>
      `select ${columns} from ${qualify(backfill.table)} where ${spell(backfill.where)} limit ${listed}`
    return {
      sql:
        key.length === 0
          ? `select count(*) as "rows, at least" from (${some('1')}) having count(*) > 0`
          : some(quoteAll(key.map(({ column }) => column))),
      expect: 'no_rows',
      failure: `backfill ${backfill.name} has left rows of ${displayName(backfill.table)} undone: ${backfill.where}`,
      help: 'Its `where` has to be false for every row once `set` has been applied. Correct the backfill in the spec.',
    }
  },

  rebuildChecks,
}

/** What tells one row from another: the primary key, or else the row's position. */
function keyList({ primaryKey }: Table, prefix = ''): string {
  if (primaryKey === null) return `${prefix}_rowid_ as "row"`
  return prefix === ''
    ? quoteAll(primaryKey.columns)
    : primaryKey.columns.map((column) => prefix + quote(column)).join(', ')
}

/**
 * 2C step 6: affinity turns '007' into 7, leaves 'abc' as it is and makes REAL out of what is beyond int64, all without
 * a word. So every value has to survive the way there and back, and values of an odd storage class do not count.
 */
function lostValues(column: string, to: Affinity, from: Affinity): string {
  const cast: Readonly<Record<Affinity, string>> = {
    integer: 'integer',
    real: 'real',
    numeric: 'numeric',
    text: 'text',
    blob: 'blob',
  }
  const backFrom = (type: 'text' | 'integer' | 'real' | 'blob'): string =>
    `cast(cast(${column} as ${cast[to]}) as ${type}) is not ${column}`
  if (to === 'blob' || to === from) return 'false'
  // Bytes come back as bytes only to a column that is made for them.
  const blob = from === 'blob' ? backFrom('blob') : 'true'
  if (to === 'text') {
    return `case typeof(${column}) when 'blob' then ${blob} when 'integer' then ${backFrom('integer')} when 'real' then ${backFrom('real')} else false end`
  }
  return `case typeof(${column}) when 'blob' then ${blob} when 'text' then ${backFrom('text')} when 'integer' then ${backFrom('integer')} when 'real' then ${backFrom('real')} else false end`
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

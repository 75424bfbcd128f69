import { displayName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import type { Rule } from './rule.ts'

/** Types whose values are usually larger than a third of a page. Text may be long as well, and mostly is not. */
const bulky = /^(?:jsonb|bytea|tsvector|xml)\b|\[\]$/

/** hazards.md 7, rule 98. */
export const indexRowSize: Rule = {
  id: 'index-row-size',
  severity: 'warn',
  why: 'A B-tree takes values of about 2,700 bytes at most: a larger one makes the build, and later the insert, fail with 54000. It does not search inside of them either.',
  instead: 'use `method: gin`, or index an expression: a hash of the value, or the part of it that is looked for',

  check({ change, after, facts }) {
    if (change.kind !== 'create_index' || !facts.concurrentIndexes || change.index.method !== 'btree') return null
    const table = tableOf(after, change.table)
    if (table === undefined) return null
    const large = change.index.keys.flatMap(({ on }) => {
      const column = 'column' in on ? columnOf(table, on.column) : undefined
      return column !== undefined && bulky.test(column.type) ? [`${column.name} (${column.type})`] : []
    })
    return large.length === 0
      ? null
      : `${change.index.name} of ${displayName(change.table)} is a B-tree of ${large.join(', ')}`
  },
}

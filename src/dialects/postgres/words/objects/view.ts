import { sameValue } from '../../../../lib/compare.ts'
import type { View } from '../../../../model/objects/view.ts'
import type { Statement } from '../../../../model/statement.ts'
import { moved } from '../moved.ts'
import { qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { commentStatements, optionStatements, withOptions } from './relation.ts'

export const view: KindWords<View> = {
  create: (one) => [
    statement(`create view ${defined(one)}`, []),
    ...defaultStatements(null, one),
    ...commentStatements('view', null, one),
  ],

  drop: ({ name }) => [statement(`drop view ${qualify(name)}`, lock('access_exclusive', name))],

  alter(before, after) {
    if (before.query === after.query) {
      return [
        ...optionStatements('view', before, after),
        ...defaultStatements(before, after),
        ...commentStatements('view', before, after),
      ]
    }
    return isExtended(before, after)
      ? [
          statement(`create or replace view ${defined(after)}`, lock('access_exclusive', after.name)),
          ...defaultStatements(before, after),
          ...commentStatements('view', before, after),
        ]
      : null
  },

  rename: ({ name }, to) => moved('view', name, to, { locked: true }),
}

function defined(one: View): string {
  return `${qualify(one.name)}${withOptions(one)} as\n${one.query}`
}

/** `before` null: there is none yet. CREATE OR REPLACE leaves them as they are. */
function defaultStatements(before: View | null, { name, columnDefaults: wanted }: View): Statement[] {
  const now = before?.columnDefaults ?? {}
  const columns = [...new Set([...Object.keys(now), ...Object.keys(wanted)])].sort()
  return columns
    .filter((column) => now[column] !== wanted[column])
    .map((column) => {
      const text = wanted[column]
      const clause = text === undefined ? 'drop default' : `set default ${text}`
      return statement(
        `alter view ${qualify(name)} alter column ${quote(column)} ${clause}`,
        lock('access_exclusive', name),
      )
    })
}

/** CREATE OR REPLACE VIEW keeps the columns that are there, with their types, and takes new ones at the end. */
function isExtended({ columns: before }: View, { columns: after }: View): boolean {
  return (
    before !== null &&
    after !== null &&
    before.length <= after.length &&
    before.every((column, position) => sameValue(column, after[position]))
  )
}

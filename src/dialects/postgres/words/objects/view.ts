import { sameValue } from '../../../../lib/compare.ts'
import type { View } from '../../../../model/objects/view.ts'
import { qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import { schemaFor } from '../schema-for.ts'
import type { KindWords } from './kind-words.ts'
import { commentStatements, optionStatements, withOptions } from './relation.ts'

export const view: KindWords<View> = {
  create: (one) => [
    statement(`${schemaFor(one.name)}create view ${defined(one)}`, []),
    ...commentStatements('view', null, one),
  ],

  drop: ({ name }) => [statement(`drop view ${qualify(name)}`, lock('access_exclusive', name))],

  alter(before, after) {
    if (before.query === after.query) {
      return [...optionStatements('view', before, after), ...commentStatements('view', before, after)]
    }
    return isExtended(before, after)
      ? [
          statement(`create or replace view ${defined(after)}`, lock('access_exclusive', after.name)),
          ...commentStatements('view', before, after),
        ]
      : null
  },

  rename: ({ name }, to) => [
    statement(`alter view ${qualify(name)} rename to ${quote(to.name)}`, lock('access_exclusive', name)),
  ],
}

function defined(one: View): string {
  return `${qualify(one.name)}${withOptions(one)} as\n${one.query}`
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

import { sameValue } from '../../../../lib/compare.ts'
import type { Statement } from '../../../../model/statement.ts'
import type { View } from '../../../../model/objects/view.ts'
import { literal, qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import { schemaFor } from '../tables.ts'
import type { KindWords } from './kind-words.ts'

export const view: KindWords<View> = {
  create: (one) => [
    statement(`${schemaFor(one.name)}create view ${defined(one)}`, []),
    ...comments({ ...one, comment: null, columnComments: {} }, one),
  ],

  drop: ({ name }) => [statement(`drop view ${qualify(name)}`, lock('access_exclusive', name))],

  alter(before, after) {
    if (before.query === after.query) return [...options(before, after), ...comments(before, after)]
    return isExtended(before, after)
      ? [
          statement(`create or replace view ${defined(after)}`, lock('access_exclusive', after.name)),
          ...comments(before, after),
        ]
      : null
  },

  rename: ({ name }, to) => [
    statement(`alter view ${qualify(name)} rename to ${quote(to.name)}`, lock('access_exclusive', name)),
  ],
}

function defined({ name, options: given, query }: View): string {
  const list = Object.entries(given).map(([key, value]) => `${key} = ${value}`)
  return `${qualify(name)}${list.length === 0 ? '' : ` with (${list.join(', ')})`} as\n${query}`
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

function options(before: View, after: View): Statement[] {
  const gone = Object.keys(before.options).filter((key) => !Object.hasOwn(after.options, key))
  const set = Object.entries(after.options).filter(([key, value]) => before.options[key] !== value)
  const alter = (clause: string): Statement =>
    statement(`alter view ${qualify(after.name)} ${clause}`, lock('access_exclusive', after.name))
  return [
    ...(gone.length === 0 ? [] : [alter(`reset (${gone.join(', ')})`)]),
    ...(set.length === 0 ? [] : [alter(`set (${set.map(([key, value]) => `${key} = ${value}`).join(', ')})`)]),
  ]
}

function comments(before: View, after: View): Statement[] {
  const { name } = after
  const say = (on: string, text: string | null): Statement =>
    statement(`comment on ${on} is ${text === null ? 'null' : literal(text)}`, lock('share_update_exclusive', name))
  const columns = [...new Set([...Object.keys(before.columnComments), ...Object.keys(after.columnComments)])].sort()
  return [
    ...(before.comment === after.comment ? [] : [say(`view ${qualify(name)}`, after.comment)]),
    ...columns
      .filter((column) => before.columnComments[column] !== after.columnComments[column])
      .map((column) => say(`column ${qualify(name)}.${quote(column)}`, after.columnComments[column] ?? null)),
  ]
}

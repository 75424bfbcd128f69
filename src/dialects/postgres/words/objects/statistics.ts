import { sameValue } from '../../../../lib/compare.ts'
import type { ExtendedStatistics } from '../../../../model/objects/extended-statistics.ts'
import type { Statement } from '../../../../model/statement.ts'
import { moved } from '../moved.ts'
import { literal, qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { tableOf } from './on-table.ts'

export const statistics: KindWords<ExtendedStatistics> = {
  create: (one) => [
    statement(
      `create statistics ${statisticsDefinition(one, qualify(one.name), qualify(tableOf(one)))}`,
      lock('share_update_exclusive', tableOf(one)),
    ),
    ...settings({ ...one, target: null, comment: null }, one),
  ],

  drop: (one) => [statement(`drop statistics ${qualify(one.name)}`, lock('share_update_exclusive', tableOf(one)))],

  alter(before, after) {
    const same =
      sameValue(before.columns, after.columns) &&
      sameValue(before.expressions, after.expressions) &&
      sameValue(before.kinds, after.kinds)
    return same ? settings(before, after) : null
  },

  rename: ({ name }, to) => moved('statistics', name, to),
}

/** What stands after CREATE STATISTICS. */
export function statisticsDefinition(one: ExtendedStatistics, name: string, relation: string): string {
  const kinds = one.kinds.length === 0 || one.kinds.length === allKinds ? '' : ` (${one.kinds.join(', ')})`
  const on = [...one.columns.map(quote), ...one.expressions.map((expression) => `(${expression})`)]
  return `${name}${kinds} on ${on.join(', ')} from ${relation}`
}

const allKinds = 3

function settings(before: ExtendedStatistics, after: ExtendedStatistics): Statement[] {
  const name = qualify(after.name)
  const text = after.comment === null ? 'null' : literal(after.comment)
  return [
    // -1 is the default on every version; DEFAULT can be written from 17 on.
    ...(before.target === after.target
      ? []
      : [statement(`alter statistics ${name} set statistics ${after.target ?? -1}`, [])]),
    ...(before.comment === after.comment ? [] : [statement(`comment on statistics ${name} is ${text}`, [])]),
  ]
}

import { sameValue } from '../../../../lib/compare.ts'
import type { MaterializedView } from '../../../../model/objects/materialized-view.ts'
import { displayRef } from '../../../../model/object-ref.ts'
import { everythingUsed } from '../../../../model/object-uses.ts'
import type { Schema } from '../../../../model/schema.ts'
import type { Query, Statement } from '../../../../model/statement.ts'
import type { TableIndex } from '../../../../model/table-index.ts'
import { comments } from '../comments.ts'
import { duplicateKeys } from '../duplicates.ts'
import { indexes } from '../indexes.ts'
import { moved } from '../moved.ts'
import { qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { commentStatements, optionStatements, withOptions } from './relation.ts'

const noun = 'materialized view'

/** Its query cannot be replaced: another one is a new materialized view, filled and indexed anew. */
export const materializedView: KindWords<MaterializedView> = {
  create: (one) => [
    statement(`create ${noun} ${qualify(one.name)}${withOptions(one)} as\n${one.query}`, [], {
      work: 'rewrite',
    }),
    ...one.indexes.flatMap((index) => createdIndex(one, index)),
    ...commentStatements(noun, null, one),
  ],

  drop: ({ name }) => [statement(`drop ${noun} ${qualify(name)}`, lock('access_exclusive', name))],

  alter(before, after) {
    if (before.query !== after.query) return null
    const stays = (index: TableIndex, others: readonly TableIndex[]): boolean =>
      others.some((other) => sameValue(other, index))
    return [
      ...optionStatements(noun, before, after),
      ...before.indexes
        .filter((index) => !stays(index, after.indexes))
        .map((index) => indexes.dropIndex(after.name, index.name, false)),
      ...after.indexes.filter((index) => !stays(index, before.indexes)).flatMap((index) => createdIndex(after, index)),
      ...commentStatements(noun, before, after),
    ]
  },

  rename: ({ name }, to) => moved(noun, name, to, { locked: true }),

  questions: {
    created(one, schema) {
      const unique = one.indexes.filter((index) => index.unique)
      return unique.length === 0 || mayWrite(one, schema) ? [] : unique.map((index) => duplicateRows(one, index))
    },
  },
}

/** Its query is asked in the place of the rows that it is going to be filled with. */
function duplicateRows(one: MaterializedView, { name, keys, where, nullsNotDistinct }: TableIndex): Query {
  return duplicateKeys(
    `(\n${one.query}\n) as ${quote(one.name.name)}`,
    displayRef(one),
    { name, keys: keys.map(({ on }) => ('column' in on ? quote(on.column) : on.expression)), where, nullsNotDistinct },
    'Let its query give one row of each key (distinct, group by), correct the rows that it reads, or leave the index not unique.',
  )
}

/** What asks must not write: volatile functions, and those that draw from a sequence, are left to the creation itself. */
function mayWrite(one: MaterializedView, { objects }: Schema): boolean {
  return everythingUsed(one, objects).some((other) =>
    other.kind === 'function'
      ? other.volatility === 'volatile'
      : (other.kind === 'view' || other.kind === 'materialized_view') && /\b(?:next|set)val\b/i.test(other.query),
  )
}

function createdIndex({ name }: MaterializedView, index: TableIndex): Statement[] {
  const on = { kind: 'index' as const, table: name, name: { schema: name.schema, name: index.name } }
  return [
    indexes.createIndex(name, index, false),
    ...(index.comment === null ? [] : [comments.comment(on, index.comment)]),
  ]
}

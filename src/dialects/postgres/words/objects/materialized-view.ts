import { sameValue } from '../../../../lib/compare.ts'
import type { MaterializedView } from '../../../../model/objects/materialized-view.ts'
import type { Statement } from '../../../../model/statement.ts'
import type { TableIndex } from '../../../../model/table-index.ts'
import { comments } from '../comments.ts'
import { indexes } from '../indexes.ts'
import { moved } from '../moved.ts'
import { qualify } from '../quote.ts'
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
}

function createdIndex({ name }: MaterializedView, index: TableIndex): Statement[] {
  const on = { kind: 'index' as const, table: name, name: { schema: name.schema, name: index.name } }
  return [
    indexes.createIndex(name, index, false),
    ...(index.comment === null ? [] : [comments.comment(on, index.comment)]),
  ]
}

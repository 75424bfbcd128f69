import { bug } from '../../../lib/errors.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef } from '../../../model/object-ref.ts'
import type { Statement } from '../../../model/statement.ts'
import type { ObjectWords } from '../../words.ts'
import { qualify } from './quote.ts'
import { statement } from './statement.ts'

/** SQLite looks a view up when it is used: none stands in the way of another, and there is nothing to alter in place. */
export const views: ObjectWords = {
  create: (object) => [created(object)],
  drop: (object) => [dropped(object)],
  alter: (before, after) => [dropped(before), created(after)],
  rename: (object, to) => [dropped(object), created({ ...object, name: to })],
  discard: (kind, name) => {
    throw bug(`SQLite puts no ${displayRef({ kind, name })} aside`)
  },
  used: () => null,
  stored: () => null,
  rejects: () => [],
  breaks: () => [],
}

function created(object: SchemaObject): Statement {
  if (object.kind !== 'view') throw bug(`SQLite has no statement for ${displayRef(object)}`)
  return statement(`create view ${qualify(object.name)} as\n${object.query}`, object.name, 'catalog')
}

function dropped({ name }: SchemaObject): Statement {
  return statement(`drop view ${qualify(name)}`, name, 'catalog')
}

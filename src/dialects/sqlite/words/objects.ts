import { bug } from '../../../lib/errors.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef } from '../../../model/object-ref.ts'
import { followRename } from '../../../model/object-rename.ts'
import { attachedTo } from '../../../model/object-uses.ts'
import { emptySchema, type Schema } from '../../../model/schema.ts'
import type { Statement } from '../../../model/statement.ts'
import type { ObjectWords } from '../../words.ts'
import { createTrigger, dropTrigger } from './triggers.ts'
import { createView, dropView } from './views.ts'

/**
 * SQLite looks objects up when they are used: none stands in the way of another, and there is nothing to alter in place.
 * Triggers of a view go with it, so they are put back.
 */
export const objects: ObjectWords = {
  create: (object) => [created(object)],
  drop: (object) => [dropped(object)],
  alter: (before, after, schema = emptySchema) => replaced(before, after, attachedTo(after, schema.objects)),
  rename(object, to, schema: Schema = emptySchema) {
    const renamed = { ...object, name: to }
    // Some may go by the new name already.
    const attached = [object, renamed].flatMap((one) => attachedTo(one, schema.objects))
    return replaced(object, renamed, followRename(attached, object, to))
  },
  renamedAnew: () => true,
  // Names of triggers are the database's, apart from those of tables and views.
  sharesName: (a, b) => (a.kind === 'trigger') === (b.kind === 'trigger'),
  discard: (kind, name) => {
    throw bug(`SQLite puts no ${displayRef({ kind, name })} aside`)
  },
  used: () => null,
  stored: () => null,
  rejects: () => [],
  breaks: () => [],
  oneWay: () => null,
}

function replaced(before: SchemaObject, after: SchemaObject, attached: readonly SchemaObject[]): Statement[] {
  return [dropped(before), created(after), ...attached.map(created)]
}

function created(object: SchemaObject): Statement {
  if (object.kind === 'view') return createView(object)
  if (object.kind === 'trigger') return createTrigger(object)
  throw bug(`SQLite has no statement for ${displayRef(object)}`)
}

function dropped(object: SchemaObject): Statement {
  if (object.kind === 'view') return dropView(object)
  if (object.kind === 'trigger') return dropTrigger(object)
  throw bug(`SQLite has no statement for ${displayRef(object)}`)
}

import { sameValue } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { refKey } from '../../../model/object-ref.ts'
import type { Trigger } from '../../../model/objects/trigger.ts'
import { spell, withLastSemicolon } from '../ddl/spelling.ts'
import { TokenError } from '../ddl/tokens.ts'

/**
 * Desired views and triggers with the actual text where that has the same tokens: SQLite keeps text as it was written, so
 * only its tokens are compared.
 */
export function spellObjects(desired: readonly SchemaObject[], actual: readonly SchemaObject[]): SchemaObject[] {
  const named = new Map(actual.map((object) => [refKey(object), object]))
  const views = firstOfEach(actual.filter(({ kind }) => kind === 'view'))
  const triggers = firstOfEach(actual.filter(({ kind }) => kind === 'trigger'))
  return desired.map((object) => {
    // By its own name first; under another one it may be a rename.
    const own = named.get(refKey(object))
    if (object.kind === 'view') {
      const same = own?.kind === 'view' && formOf(own) === formOf(object) ? own : views.get(formOf(object))
      return same?.kind === 'view' ? { ...object, query: same.query } : object
    }
    if (object.kind !== 'trigger') return object
    return spellTrigger(
      object,
      own !== undefined && formOf(own) === formOf(object) ? own : triggers.get(formOf(object)),
    )
  })
}

/** What is compared of it: its text, whatever it looks like. */
function formOf(object: SchemaObject): string {
  if (object.kind === 'view') return spelling(object.query)
  return object.kind === 'trigger' ? spelling(textOf(object)) : ''
}

function firstOfEach(objects: readonly SchemaObject[]): ReadonlyMap<string, SchemaObject> {
  return new Map(objects.toReversed().map((object) => [formOf(object), object]))
}

function spellTrigger(object: Trigger, same: SchemaObject | undefined): Trigger {
  const { when } = object
  return {
    ...object,
    when: when === null ? null : spelling(when),
    action: same?.kind === 'trigger' ? same.action : { kind: 'statements', text: textOf(object) },
  }
}

/** Whether the one is the other, in other words at most. */
export function isSameObject(a: SchemaObject, b: SchemaObject | undefined): boolean {
  if (b === undefined) return false
  const [spelled] = spellObjects([b], [a])
  return sameValue(spelled, a)
}

function textOf({ action }: Trigger): string {
  const text = action.kind === 'statements' ? action.text : ''
  return attempt(() => withLastSemicolon(text)) ?? text
}

/** What cannot even be split into tokens stays as it is: the engine says what is wrong with it. */
function spelling(text: string): string {
  return attempt(() => spell(text)) ?? text
}

function attempt(make: () => string): string | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof TokenError) return null
    throw error
  }
}

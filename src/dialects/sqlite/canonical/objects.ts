import { sameValue } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { refKey } from '../../../model/object-ref.ts'
import type { Trigger } from '../../../model/objects/trigger.ts'
import type { View } from '../../../model/objects/view.ts'
import { spell, withLastSemicolon } from '../ddl/spelling.ts'
import { TokenError } from '../ddl/tokens.ts'

/**
 * Desired views and triggers with the actual text where that has the same tokens: SQLite keeps text as it was written, so
 * only its tokens are compared.
 */
export function spellObjects(desired: readonly SchemaObject[], actual: readonly SchemaObject[]): SchemaObject[] {
  return desired.map((object) => {
    // By its own name first; under another one it may be a rename.
    const named = actual.filter((other) => refKey(other) === refKey(object))
    const candidates = [...named, ...actual]
    if (object.kind === 'view') {
      const same = candidates.find((other): other is View => other.kind === 'view' && isSame(other.query, object.query))
      return same === undefined ? object : { ...object, query: same.query }
    }
    return object.kind === 'trigger' ? spellTrigger(object, candidates) : object
  })
}

function spellTrigger(object: Trigger, candidates: readonly SchemaObject[]): Trigger {
  const { when } = object
  const text = textOf(object)
  const same = candidates.find((other): other is Trigger => other.kind === 'trigger' && isSame(textOf(other), text))
  return {
    ...object,
    when: when === null ? null : spelling(when),
    action: same?.action ?? { kind: 'statements', text },
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

function isSame(a: string, b: string): boolean {
  return a === b || spelling(a) === spelling(b)
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

import { type ObjectRef, refKey } from '../../../model/object-ref.ts'
import type { Trigger } from '../../../model/objects/trigger.ts'
import type { TriggerSpec } from '../../program-content.ts'
import { writtenName } from '../names.ts'
import type { Writing } from '../writing.ts'

/** The triggers of a table or view, by name; nothing when it has none. */
export function triggersOf(
  on: ObjectRef,
  { schema, dialect }: Writing,
): { readonly triggers?: Readonly<Record<string, TriggerSpec>> } {
  const own = schema.objects.filter(
    (object): object is Trigger => object.kind === 'trigger' && refKey(object.on) === refKey(on),
  )
  if (own.length === 0) return {}
  return { triggers: Object.fromEntries(own.map((one) => [one.name.name, triggerSpec(one, dialect.defaultSchema)])) }
}

function triggerSpec(one: Trigger, defaultSchema: string): TriggerSpec {
  const [event] = one.events
  const events = one.events.length === 1 && event !== undefined ? event : one.events
  const { action } = one
  return {
    ...(one.comment === null ? {} : { comment: one.comment }),
    ...(one.constraint === null ? {} : { constraint: true }),
    [one.timing]: events,
    ...(one.columns.length === 0 ? {} : { of: one.columns }),
    ...(action.kind === 'call' ? forEachKey(one) : {}),
    ...(one.when === null ? {} : { when: one.when }),
    ...(action.kind === 'statements'
      ? { body: action.text }
      : {
          execute: `${functionText(action.function, defaultSchema)}(${action.arguments.map(literal).join(', ')})`,
        }),
    ...detailKeys(one, defaultSchema),
  }
}

function forEachKey({ constraint, forEach }: Trigger): Pick<TriggerSpec, 'for_each'> {
  return forEach === (constraint === null ? 'statement' : 'row') ? {} : { for_each: forEach }
}

/** What few triggers have. */
function detailKeys({ constraint, referencing, enabled }: Trigger, defaultSchema: string): Partial<TriggerSpec> {
  return {
    ...(constraint === null || constraint.deferrable === 'no' ? {} : { deferrable: constraint.deferrable }),
    ...(constraint === null || constraint.from === null ? {} : { from: writtenName(constraint.from, defaultSchema) }),
    ...(referencing.old === null && referencing.new === null
      ? {}
      : {
          referencing: {
            ...(referencing.old === null ? {} : { old: referencing.old }),
            ...(referencing.new === null ? {} : { new: referencing.new }),
          },
        }),
    ...enabledKey(enabled),
  }
}

function enabledKey(enabled: Trigger['enabled']): Pick<TriggerSpec, 'enabled'> {
  if (enabled === 'origin') return {}
  return { enabled: enabled === 'disabled' ? false : enabled }
}

/** A function of the default schema goes by its bare name. */
function functionText(name: string, defaultSchema: string): string {
  return name.startsWith(`${defaultSchema}.`) ? name.slice(defaultSchema.length + 1) : name
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

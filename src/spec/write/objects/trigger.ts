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
  const { constraint, referencing } = one
  const [event] = one.events
  const events = one.events.length === 1 && event !== undefined ? event : one.events
  const usualFor = constraint === null ? 'statement' : 'row'
  return {
    ...(one.comment === null ? {} : { comment: one.comment }),
    ...(constraint === null ? {} : { constraint: true }),
    [one.timing]: events,
    ...(one.columns.length === 0 ? {} : { of: one.columns }),
    ...(one.forEach === usualFor ? {} : { for_each: one.forEach }),
    ...(one.when === null ? {} : { when: one.when }),
    execute: `${functionText(one.function, defaultSchema)}(${one.arguments.map(literal).join(', ')})`,
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
    ...enabledKey(one.enabled),
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

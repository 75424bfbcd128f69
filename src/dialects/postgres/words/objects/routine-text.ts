import type { ObjectName } from '../../../../model/name.ts'
import {
  type Procedure,
  type Routine,
  type RoutineArgument,
  type RoutineBody,
  signatureTypes,
  unsignedName,
} from '../../../../model/objects/routine.ts'
import type { Statement } from '../../../../model/statement.ts'
import { dollarQuoted, literal, qualify, quote } from '../quote.ts'
import { statement } from '../statement.ts'

/** Without its types. */
export function routineName({ schema, name }: ObjectName): string {
  return qualify({ schema, name: unsignedName(name) })
}

/** `public.f(integer, text)`, as ALTER, DROP and COMMENT want it. */
export function signature(name: ObjectName, given: readonly RoutineArgument[]): string {
  return `${routineName(name)}(${signatureTypes(given).join(', ')})`
}

/** The same, from the name alone: the types of `public` are left out there, and found by the search path. */
export function routineIdentity({ schema, name }: ObjectName): string {
  return `${routineName({ schema, name })}${name.slice(unsignedName(name).length)}`
}

export function argument({ mode, name, type, default: value }: RoutineArgument): string {
  return [mode === 'in' ? '' : mode, name === null ? '' : quote(name), type, value === null ? '' : `default ${value}`]
    .filter((part) => part !== '')
    .join(' ')
}

/**
 * CREATE OR REPLACE keeps names of arguments, their defaults and what goes out of a routine (PostgreSQL manual, CREATE
 * FUNCTION, Notes). A nameless argument can get a name.
 */
export function keepsArguments(before: readonly RoutineArgument[], after: readonly RoutineArgument[]): boolean {
  return (
    before.length === after.length &&
    before.every((now, position) => {
      const next = after[position]
      if (next === undefined || next.mode !== now.mode || next.type !== now.type) return false
      if (now.mode !== 'in' && next.name !== now.name) return false
      return (now.name === null || next.name === now.name) && (now.default === null || next.default !== null)
    })
  )
}

/** SET, TRANSFORM and the body, which functions and procedures write alike. */
export function routineEnd(one: Routine | Procedure): string[] {
  return [
    ...(one.transforms.length === 0
      ? []
      : [`transform ${one.transforms.map((type) => `for type ${type}`).join(', ')}`]),
    ...Object.entries(one.settings).map(([key, value]) => `set ${settingName(key)} to ${settingValue(key, value)}`),
    bodyText(one.body),
  ]
}

/** Names with a dot are an extension's or the application's. */
function settingName(name: string): string {
  return name.split('.').map(quote).join('.')
}

/** Settings that are lists of names: the server keeps those quoted one by one (GUC_LIST_QUOTE). */
const nameLists: ReadonlySet<string> = new Set([
  'search_path',
  'temp_tablespaces',
  'session_preload_libraries',
  'local_preload_libraries',
])

function settingValue(name: string, value: string): string {
  if (!nameLists.has(name)) return literal(value)
  const names = [...value.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)]
  return names.map(([plain, quoted]) => literal(quoted === undefined ? plain : quoted.replaceAll('""', '"'))).join(', ')
}

function bodyText(body: RoutineBody): string {
  switch (body.kind) {
    case 'text':
      return `as ${dollarQuoted(body.text)}`
    case 'sql':
      return body.text
    case 'compiled':
      return `as ${literal(body.library)}, ${literal(body.symbol)}`
  }
}

/** Bodies may speak of what comes later in the plan, and of each other: they are read when they run. */
export const unchecked: Statement = statement('set local check_function_bodies = off', [])

export function routineComment(kind: string, sign: string, before: string | null, after: string | null): Statement[] {
  if (before === after) return []
  return [statement(`comment on ${kind} ${sign} is ${after === null ? 'null' : literal(after)}`, [])]
}

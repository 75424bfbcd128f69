import { displayRef, isLone, type ObjectKind, refKey } from '../../model/object-ref.ts'
import { objectSource } from '../../model/desired.ts'
import type { ObjectName } from '../../model/name.ts'
import type { Binding } from '../binding.ts'
import type { SpecContent } from '../content.ts'
import { at as placeText } from '../declare.ts'
import { checkIdentifier, checkTableName } from '../identifiers.ts'
import type { LoadedSpecs } from '../load.ts'
import { tableName } from '../object-names.ts'
import { below, type Place } from '../spec-file.ts'

/** The groups of a spec file whose members are objects of a schema by their names. */
type Group = Exclude<keyof SpecContent, 'tables' | 'enums'>

export interface DeclaredObject<T> {
  readonly name: ObjectName
  readonly shown: string
  readonly spec: T
  readonly place: Place
}

/**
 * Every member of a group in all files, the first of two equal ones. None where the engine does not have the kind, which
 * is noted.
 */
export function declareObjects<Spec>(
  binding: Binding,
  specs: LoadedSpecs,
  group: Group,
  kind: ObjectKind,
  membersOf: (content: SpecContent) => Readonly<Record<string, Spec>> | undefined,
): DeclaredObject<Spec>[] {
  const found = new Map<string, DeclaredObject<Spec>>()
  for (const file of specs.files) {
    const whole = file.content[group]
    for (const [written, spec] of Object.entries(membersOf(file.content) ?? {})) {
      const inSchema = tableName(written, binding.dialect.defaultSchema)
      const name = isLone(kind) ? { schema: inSchema.name, name: inSchema.name } : inSchema
      const ref = { kind, name }
      const shown = displayRef(ref)
      const at = Array.isArray(whole) ? String(whole.indexOf(written)) : written
      const place: Place = { file, path: [group, at], on: 'key' }
      if (!binding.facts.objects.includes(kind)) {
        binding.note(place, 'not-kept', `SQLite has no ${group.replaceAll('_', ' ')}`, shown)
        continue
      }
      // Extensions are called what their makers call them, `pg_trgm` included.
      if (kind === 'extension') checkIdentifier(binding, name.name, place, shown)
      else checkTableName(binding, name.schema, name.name, place, shown)
      const first = found.get(refKey(ref))
      if (first !== undefined) {
        const help = `the other one is at ${placeText(first.place)}: keep one`
        binding.error(place, 'duplicate-name', `${shown} is declared twice`, help)
        continue
      }
      binding.source(objectSource(ref), place)
      if (isRenamed(spec)) binding.renamed(ref, spec.renamed_from, below(place, 'renamed_from'))
      found.set(refKey(ref), { name, shown, spec, place })
    }
  }
  return [...found.values()]
}

/** A list of names as a mapping that says no more of them. */
export function byName<Spec>(
  members: readonly string[] | Readonly<Record<string, Spec | null>> | undefined,
): Readonly<Record<string, Spec | null>> {
  if (members === undefined) return {}
  return isList(members) ? Object.fromEntries(members.map((name) => [name, null])) : members
}

function isList(members: readonly string[] | object): members is readonly string[] {
  return Array.isArray(members)
}

function isRenamed(spec: unknown): spec is { readonly renamed_from: string | null } {
  return typeof spec === 'object' && spec !== null && 'renamed_from' in spec
}

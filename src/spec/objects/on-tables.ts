import { objectSource } from '../../model/desired.ts'
import { displayRef, type ObjectKind, type ObjectRef } from '../../model/object-ref.ts'
import type { Binding, Declared } from '../binding.ts'
import type { TableSpec } from '../content.ts'
import { checkIdentifier } from '../identifiers.ts'
import { tableName } from '../object-names.ts'
import { below, keyOf, type Place } from '../spec-file.ts'

export interface Member<T> {
  readonly ref: Required<ObjectRef> & { readonly on: ObjectRef }
  readonly shown: string
  readonly spec: T
  readonly place: Place
  readonly table: Declared
}

/** Everything below that key of all tables, by name. None where the engine does not have the kind, which is noted. */
export function membersOfTables<Spec extends object | string>(
  binding: Binding,
  kind: ObjectKind,
  key: keyof TableSpec,
  membersOf: (table: TableSpec) => Readonly<Record<string, Spec>> | undefined,
): Member<Spec>[] {
  return [...binding.tables.values()].flatMap((table) =>
    Object.entries(membersOf(table.spec) ?? {}).flatMap(([written, spec]): Member<Spec>[] => {
      const place = below(table.place, key, written)
      const on: ObjectRef = { kind: 'table', name: table.name }
      const ref = { kind, name: tableName(written, binding.dialect.defaultSchema, table.name.schema), on }
      const shown = displayRef(ref)
      if (!isKept(binding, kind, keyOf(place), shown)) return []
      checkIdentifier(binding, ref.name.name, keyOf(place), shown)
      binding.source(objectSource(ref), keyOf(place))
      if (typeof spec === 'object' && 'renamed_from' in spec) {
        binding.renamed(ref, spec.renamed_from as string | null, below(place, 'renamed_from'))
      }
      return [{ ref, shown, spec, place, table }]
    }),
  )
}

/** False where the engine does not have the kind, which is noted. */
export function isKept(binding: Binding, kind: ObjectKind, place: Place, shown: string): boolean {
  if (binding.facts.objects.includes(kind)) return true
  binding.note(place, 'not-kept', `SQLite has no ${kind.replaceAll('_', ' ')}`, shown)
  return false
}

import { isLone, isRoutineKind, type ObjectRef } from '../../model/object-ref.ts'
import { signatureTypes, signedName } from '../../model/objects/routine.ts'
import { columnOf, type Table } from '../../model/table.ts'
import { nameKey } from '../../model/name.ts'
import type { AccessSpec } from '../access-content.ts'
import type { Binding, Declared } from '../binding.ts'
import type { SpecContent } from '../content.ts'
import type { LoadedSpecs } from '../load.ts'
import { tableName } from '../object-names.ts'
import type { AggregateSpec } from '../program-content.ts'
import { below, type Place } from '../spec-file.ts'
import { bindArguments } from './declare-routines.ts'

/** The groups whose members have owners and grants. Tables, which may stand below others, are found by themselves. */
const groups: { readonly [K in keyof SpecContent]?: ObjectRef['kind'] } = {
  schemas: 'schema',
  enums: 'enum',
  collations: 'collation',
  domains: 'domain',
  composite_types: 'composite_type',
  range_types: 'range_type',
  sequences: 'sequence',
  views: 'view',
  materialized_views: 'materialized_view',
  functions: 'function',
  procedures: 'procedure',
  aggregates: 'aggregate',
}

export interface Holder {
  readonly on: ObjectRef
  readonly spec: AccessSpec
  readonly place: Place
}

/** Everything whose owner or grants the specs speak of. */
export function holdersOf(binding: Binding, specs: LoadedSpecs, tables: readonly Table[]): Holder[] {
  const { defaultSchema } = binding.dialect
  const bound = new Map(tables.map((table) => [nameKey(table.name), table]))
  const members = specs.files.flatMap((file) =>
    Object.entries(groups).flatMap(([group, kind]) => {
      const whole = file.content[group as keyof SpecContent]
      const entries = whole === undefined ? [] : Object.entries<unknown>(whole)
      return entries.flatMap(([written, spec]): Holder[] => {
        const inSchema = tableName(written, defaultSchema)
        const name = isLone(kind) ? { schema: inSchema.name, name: inSchema.name } : inSchema
        const place: Place = { file, path: [group, written], on: 'key' }
        if (isRoutineKind(kind)) return routineHolders(binding, { kind, name }, spec, place)
        return speaksOfAccess(spec) ? [{ on: { kind, name }, spec, place }] : []
      })
    }),
  )
  return [...members, ...[...binding.tables.values()].flatMap((table) => tableHolders(table, bound, defaultSchema))]
}

/** A name has one routine, or a list of them: each is told apart by its arguments. */
function routineHolders(binding: Binding, { kind, name }: ObjectRef, spec: unknown, place: Place): Holder[] {
  const specs: readonly unknown[] = Array.isArray(spec) ? spec : [spec]
  return specs.flatMap((one, position): Holder[] => {
    if (!speaksOfAccess(one)) return []
    const { arguments: given, direct_arguments: direct } = one as AggregateSpec
    const types = signatureTypes([...bindArguments(binding, direct), ...bindArguments(binding, given)])
    const on = { kind, name: { schema: name.schema, name: signedName(name.name, types) } }
    return [{ on, spec: one, place: Array.isArray(spec) ? below(place, String(position)) : place }]
  })
}

/** The table, its statistics, and the sequences of its columns. */
function tableHolders(
  { name, spec, place }: Declared,
  bound: ReadonlyMap<string, Table>,
  defaultSchema: string,
): Holder[] {
  const on: ObjectRef = { kind: 'table', name }
  const statistics = Object.entries(spec.statistics ?? {}).flatMap(([written, one]): Holder[] =>
    speaksOfAccess(one)
      ? [
          {
            on: { kind: 'statistics', name: tableName(written, defaultSchema, name.schema), on },
            spec: one,
            place: below(place, 'statistics', written),
          },
        ]
      : [],
  )
  const sequences = Object.entries(spec.columns).flatMap(([column, one]): Holder[] => {
    if (typeof one === 'string') return []
    const key = typeof one.identity === 'object' ? 'identity' : 'sequence'
    const said = typeof one.identity === 'object' ? one.identity : one.sequence
    if (!speaksOfAccess(said)) return []
    const table = bound.get(nameKey(name))
    const sequence = table === undefined ? undefined : columnOf(table, column)?.sequence?.name
    const ref: ObjectRef = { kind: 'sequence', name: { schema: name.schema, name: sequence ?? column } }
    return [{ on: ref, spec: said, place: below(place, 'columns', column, key) }]
  })
  return [...(speaksOfAccess(spec) ? [{ on, spec, place }] : []), ...statistics, ...sequences]
}

function speaksOfAccess(spec: unknown): spec is AccessSpec {
  return typeof spec === 'object' && spec !== null && ('owner' in spec || 'grants' in spec)
}

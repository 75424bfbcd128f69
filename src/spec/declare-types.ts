import { nameKey, type ObjectName } from '../model/name.ts'
import { defaultMultirange } from '../model/objects/range-type.ts'
import type { Binding, DeclaredType } from './binding.ts'
import type { LoadedSpecs } from './load.ts'
import { tableName } from './object-names.ts'

/** Names that types and collations of the specs can be called by. Their binders report what is wrong with them. */
export function declareTypes(specs: LoadedSpecs, defaultSchema: string): Pick<Binding, 'types' | 'collations'> {
  const types: DeclaredType[] = []
  const collations: ObjectName[] = []
  const named = (written: string): ObjectName => tableName(written, defaultSchema)
  for (const { content } of specs.files) {
    for (const [written, spec] of Object.entries(content.domains ?? {})) {
      types.push({ kind: 'domain', name: named(written), base: typeof spec === 'string' ? spec : spec.type })
    }
    for (const written of Object.keys(content.composite_types ?? {})) {
      types.push({ kind: 'composite_type', name: named(written), base: null })
    }
    for (const [written, spec] of Object.entries(content.range_types ?? {})) {
      const name = named(written)
      const said = typeof spec === 'string' ? undefined : spec.multirange_type_name
      const multirange = { schema: name.schema, name: said ?? defaultMultirange(name.name) }
      types.push({ kind: 'range_type', name, base: null }, { kind: 'range_type', name: multirange, base: null })
    }
    collations.push(...Object.keys(content.collations ?? {}).map(named))
  }
  return {
    types: new Map(types.map((type) => [nameKey(type.name), type])),
    collations: new Map(collations.map((name) => [nameKey(name), name])),
  }
}

import type { MoveHint } from '../model/desired.ts'
import { displayName, nameKey, sameName } from '../model/name.ts'
import type { Binding, Declared } from './binding.ts'
import { hasColumn, reportColumn } from './column-references.ts'
import type { ColumnSpec, MovedFromSpec } from './content.ts'
import { referenceReadings } from './object-names.ts'
import { below, type Place, positionOf } from './spec-file.ts'

/** What `moved_from` says, in the order of the tables. */
export function bindMoves(binding: Binding, tables: readonly Declared[]): readonly MoveHint[] {
  const taken = new Map<string, string>()
  return tables.flatMap((table) =>
    Object.entries(table.spec.columns).flatMap(([name, spec]) => {
      if (typeof spec !== 'object' || spec.moved_from === undefined) return []
      const shown = `column ${table.shown}.${name}`
      const place = below(table.place, 'columns', name, 'moved_from')
      const hint = bindMove(binding, table, name, spec, spec.moved_from, place)
      if (hint === null) return []
      const from = `${nameKey(hint.from.table)}\u0000${hint.from.column}`
      const other = taken.get(from)
      if (other !== undefined)
        binding.error(
          place,
          'move-twice',
          `${shown} and ${other} both say that they were ${displayName(hint.from.table)}.${hint.from.column}`,
          'keep moved_from on the one that has the data',
        )
      taken.set(from, shown)
      return [hint]
    }),
  )
}

function bindMove(
  binding: Binding,
  table: Declared,
  name: string,
  spec: ColumnSpec,
  written: MovedFromSpec,
  place: Place,
): MoveHint | null {
  const shown = `column ${table.shown}.${name}`
  const {
    column: text,
    match,
    online,
  }: Exclude<MovedFromSpec, string> = typeof written === 'string' ? { column: written } : written
  const [reading] = referenceReadings(text, binding.dialect.defaultSchema)
  const [column] = reading?.columns ?? []
  if (reading === undefined || column === undefined) {
    const help = 'write table and column: customers.street, or crm.customers.street'
    binding.error(place, 'move-without-table', `${shown} says moved_from: ${text}, which is no column of a table`, help)
    return null
  }
  const from = binding.facts.schemas ? reading.table : { ...reading.table, schema: table.name.schema }
  const declared = binding.tables.get(nameKey(from))
  if (sameName(from, table.name)) {
    const help = `write renamed_from: ${column}, or name the table it was in`
    binding.error(place, 'move-to-itself', `${shown} says that it was moved from its own table`, help)
  } else if (declared !== undefined && hasColumn(declared, column)) {
    const help = `remove ${text} from the specs, or leave moved_from out`
    binding.error(place, 'move-both-declared', `${shown} says that it was ${text}, but ${text} is declared too`, help)
  }
  const other = (['renamed_from', 'generated', 'identity', 'sequence'] as const).find((key) => spec[key] !== undefined)
  if (other !== undefined) {
    const help =
      other === 'renamed_from'
        ? 'keep the one that tells where the values are'
        : 'leave moved_from out: it gets its values by itself'
    binding.error(place, 'conflicting-keys', `${shown} has both moved_from and ${other}`, help)
  }
  for (const own of Object.keys(match ?? {})) {
    if (!hasColumn(table, own)) reportColumn(binding, table, own, below(place, 'match'), `${shown}: match`)
  }
  return {
    table: table.name,
    column: name,
    from: { table: from, column },
    match: match === undefined ? null : Object.entries(match).map(([to, equal]) => ({ from: equal, to })),
    ...(online === undefined ? {} : { online }),
    get position() {
      return positionOf(place)
    },
  }
}

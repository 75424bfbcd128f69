import type { Desired, RenameHint } from '../model/desired.ts'
import { displayName, nameKey, type ObjectName, sameName } from '../model/name.ts'
import { tableBefore } from '../model/rename.ts'
import type { Binding, Declared } from './binding.ts'
import type { RenamedFromSpec } from './content.ts'
import { hasColumn } from './column-references.ts'
import { tableName } from './object-names.ts'
import { below, type Place, positionOf } from './spec-file.ts'

export type Renames = Pick<Desired, 'renames' | 'notRenamed'>

/** What `renamed_from` says, in the order of the tables. */
export function bindRenames(binding: Binding, tables: readonly Declared[]): Renames {
  const renames: RenameHint[] = []
  const notRenamed: Desired['notRenamed'][number][] = []
  const taken = new Map<string, string>()
  const once = (key: string, from: string, now: string, place: Place): void => {
    const other = taken.get(key)
    if (other !== undefined)
      binding.error(
        place,
        'rename-twice',
        `${now} and ${other} both say that they were ${from}`,
        'keep renamed_from on the one that has the data',
      )
    taken.set(key, now)
  }
  for (const table of tables) {
    if (table.spec.renamed_from === null) notRenamed.push({ table: table.name, column: null })
    else if (table.spec.renamed_from !== undefined) {
      const hint = tableRename(binding, table, said(table.spec.renamed_from))
      if (hint !== null) {
        renames.push(hint)
        const before = tableBefore(hint)
        once(nameKey(before), displayName(before), `table ${table.shown}`, below(table.place, 'renamed_from'))
      }
    }
    for (const [name, spec] of Object.entries(table.spec.columns)) {
      if (typeof spec !== 'object' || spec.renamed_from === undefined) continue
      if (spec.renamed_from === null) {
        notRenamed.push({ table: table.name, column: name })
        continue
      }
      const place = below(table.place, 'columns', name, 'renamed_from')
      const { name: from, ...how } = said(spec.renamed_from)
      once(`${nameKey(table.name)}\u0000${from}`, from, `column ${table.shown}.${name}`, place)
      columnRename(binding, table, name, from, place)
      renames.push(hintAt(place, { table: table.name, column: name, from, ...how }))
    }
  }
  return { renames, notRenamed }
}

type Said = Exclude<RenamedFromSpec, string | null>

function said(spec: Exclude<RenamedFromSpec, null>): Said {
  return typeof spec === 'string' ? { name: spec } : spec
}

function tableRename(binding: Binding, table: Declared, { name: written, ...how }: Said): RenameHint | null {
  const place = below(table.place, 'renamed_from')
  const what = `table ${table.shown}`
  // A bare name is one in the table's own schema.
  const said = tableName(written, binding.dialect.defaultSchema, table.name.schema)
  const from = binding.facts.schemas ? said : { ...said, schema: table.name.schema }
  // Where there is one schema, nothing moves.
  if (said.schema !== from.schema && sameName(from, table.name)) return null
  if (sameName(from, table.name)) {
    binding.error(
      place,
      'rename-to-itself',
      `${what} says that it was renamed from its own name`,
      'write the old name, or leave renamed_from out',
    )
  } else if (binding.tables.has(nameKey(from)) && !isOwnWhole(table, from)) {
    binding.error(
      place,
      'rename-both-declared',
      `${what} says that it was ${written}, but ${written} is declared too`,
      `remove the table ${written} from the specs, or leave renamed_from out`,
    )
  }
  return hintAt(place, {
    table: table.name,
    column: null,
    from: from.name,
    ...(from.schema === table.name.schema ? {} : { fromSchema: from.schema }),
    ...how,
  })
}

/** A partition that was the whole table, before that was partitioned. */
function isOwnWhole({ partition }: Declared, from: ObjectName): boolean {
  return partition !== null && sameName(partition.of.name, from)
}

function columnRename(binding: Binding, table: Declared, name: string, from: string, place: Place): void {
  const what = `column ${table.shown}.${name}`
  if (from === name) {
    binding.error(
      place,
      'rename-to-itself',
      `${what} says that it was renamed from its own name`,
      'write the old name, or leave renamed_from out',
    )
  } else if (hasColumn(table, from)) {
    binding.error(
      place,
      'rename-both-declared',
      `${what} says that it was ${from}, but ${from} is declared too`,
      `remove the column ${from}, or leave renamed_from out`,
    )
  }
}

/** The position is worked out when it is read, like that of a diagnostic. */
function hintAt(place: Place, hint: Omit<RenameHint, 'position'>): RenameHint {
  return {
    ...hint,
    get position() {
      return positionOf(place)
    },
  }
}

import type { Change } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { ancestorsOf } from '../model/family.ts'
import { keysAsParts, ownKeys } from '../model/key-as-part.ts'
import { displayName, nameKey, type ObjectName } from '../model/name.ts'
import { emptySchema, type Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { partNames } from '../operations/part-names.ts'

interface Named {
  readonly table: ObjectName
  readonly name: string
}

/** What a partition has as its part of something of its table's, and what the specs want in its place. */
export function partsInTheWay(changes: readonly Change[], actual: Schema, desired: Schema): Diagnostic[] {
  const all = withInner(changes)
  return [...boundTogether(all, actual), ...takenNames(all, actual, desired)]
}

function boundTogether(changes: readonly Change[], actual: Schema): Diagnostic[] {
  const going = new Set(changes.flatMap(goneBy).map(keyOf))
  if (going.size === 0) return []
  return keysAsParts(actual)
    .filter(({ key, of }) => [key, ...of].some((member) => going.has(keyOf(member))))
    .map(({ key, of }) => {
      const whole = of.at(-1) ?? key
      return inTheWay(
        `${key.name} of ${displayName(key.table)} is its part of the index ${whole.name} of ${displayName(whole.table)}: neither of the two can go or change without the other`,
        `keep both as they are; or take both away by hand (DROP INDEX ${displayName({ ...whole.table, name: whole.name })} CASCADE drops ${key.name} as well, and foreign keys that go by it), then plan again`,
      )
    })
}

function goneBy(change: Change): Named[] {
  switch (change.kind) {
    case 'drop_index':
      return [{ table: change.table, name: change.index.name }]
    case 'replace_index':
      return [{ table: change.table, name: change.before.name }]
    case 'drop_unique':
    case 'drop_primary_key':
    case 'drop_exclusion':
      return [{ table: change.table, name: change.definition.name }]
    case 'replace_unique':
    case 'replace_primary_key':
    case 'replace_exclusion':
      return [{ table: change.table, name: change.before.name }]
    case 'add_unique':
    case 'add_primary_key':
      return (change.parts ?? []).map(({ table, definition }) => ({ table, name: definition.name }))
    default:
      return []
  }
}

/** Indexes of a schema share their names, and the server chooses those of parts. */
function takenNames(changes: readonly Change[], actual: Schema, desired: Schema): Diagnostic[] {
  const standing = new Map(
    actual.tables.flatMap(({ name: table, partitionOf }) =>
      Object.values(partitionOf?.parts?.indexes ?? {}).map((name) => [keyOf({ table, name }), table] as const),
    ),
  )
  return changes.flatMap((change) => {
    const coming = change.kind === 'create_table' ? chosenFor(change.table, changes, desired) : new Set<string>()
    return comingBy(change).flatMap((member) => {
      const holder = coming.has(member.name) ? member.table : standing.get(keyOf(member))
      if (holder === undefined) return []
      return inTheWay(
        `${member.name} cannot come to ${displayName(member.table)}: what ${displayName(holder)} has as its part of an index or a key of its table is called so`,
        `give it another name${coming.has(member.name) ? '' : `, or rename the part by hand first, ALTER INDEX ${displayName({ ...member.table, name: member.name })} RENAME TO …, then plan again`}`,
      )
    })
  })
}

function comingBy(change: Change): Named[] {
  switch (change.kind) {
    case 'create_index':
      return [{ table: change.table, name: change.index.name }]
    case 'add_unique':
    case 'add_primary_key':
    case 'add_exclusion':
      return [{ table: change.table, name: change.definition.name }]
    case 'rename_index':
    case 'rename_constraint':
      return [{ table: change.table, name: change.to }]
    case 'create_table': {
      const { name: table, indexes } = change.table
      return [...ownKeys(change.table), ...indexes.map(({ name }) => name)].map((name) => ({ table, name }))
    }
    default:
      return []
  }
}

/** A partition that comes with its table gets its parts before what is its own. */
function chosenFor(table: Table, changes: readonly Change[], desired: Schema): ReadonlySet<string> {
  if (table.partitionOf === null) return new Set()
  const wholes = new Set(ancestorsOf(desired, table))
  const coming = changes.flatMap((change) => (change.kind === 'create_table' ? [change.table] : []))
  return new Set(
    coming
      .filter(({ name }) => wholes.has(nameKey(name)))
      .flatMap((whole) => Object.values(partNames(whole, table.name, emptySchema))),
  )
}

function keyOf({ table, name }: Named): string {
  return nameKey({ schema: table.schema, name })
}

function inTheWay(message: string, help: string): Diagnostic {
  return { id: 'part-in-the-way', severity: 'error', message, help, position: null, sqlState: null }
}

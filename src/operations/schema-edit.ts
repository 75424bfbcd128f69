import { compareText } from '../lib/compare.ts'
import { bug } from '../lib/errors.ts'
import type { Column } from '../model/column.ts'
import { inheritedColumns } from '../model/family.ts'
import { displayName, nameKey, type ObjectName } from '../model/name.ts'
import { editedObjects } from '../model/object-list.ts'
import { attachedTo } from '../model/object-uses.ts'
import type { SchemaObject } from '../model/object.ts'
import { type EnumType, type Schema, tableOf, withTable } from '../model/schema.ts'
import { ownedSequences, type Table } from '../model/table.ts'

/** The table, which must exist: operations only ever see changes to tables the diff has found. */
export function requireTable(schema: Schema, name: ObjectName): Table {
  const table = tableOf(schema, name)
  if (table === undefined) throw bug(`the plan speaks of table ${displayName(name)}, which is not there at that point`)
  return table
}

export function editTable(schema: Schema, name: ObjectName, edit: (table: Table) => Table): Schema {
  const table = requireTable(schema, name)
  return withTable(schema, table, edit(table))
}

export function addTable(schema: Schema, table: Table): Schema {
  return withTable(schema, null, table)
}

/** With what is attached to it, and to the sequences of its columns. */
export function removeTable(schema: Schema, name: ObjectName): Schema {
  const table = tableOf(schema, name)
  const gone = table === undefined ? [] : ownedSequences(table)
  const attached = [{ kind: 'table' as const, name }, ...gone].flatMap((ref) => attachedTo(ref, schema.objects))
  return withObjects(table === undefined ? schema : withTable(schema, table, null), attached, [])
}

export function editColumn(
  schema: Schema,
  table: ObjectName,
  column: string,
  edit: (column: Column) => Column,
): Schema {
  return editTable(schema, table, (now) => {
    const own = now.columns.some(({ name }) => name === column)
    // What it has from a parent becomes its own by being different.
    const passed = own ? undefined : inheritedColumns(schema, now).find(({ name }) => name === column)
    return {
      ...now,
      columns: [
        ...now.columns.map((member) => (member.name === column ? edit(member) : member)),
        ...(passed === undefined ? [] : [edit(passed)]),
      ],
    }
  })
}

/** Without the ones, with the others. */
export function withObjects(schema: Schema, gone: readonly SchemaObject[], here: readonly SchemaObject[]): Schema {
  return { ...schema, objects: editedObjects(schema.objects, gone, here) }
}

export function withEnums(schema: Schema, enums: readonly EnumType[]): Schema {
  return { ...schema, enums: sortNamed(enums) }
}

/** Replaces the member of that name, or adds it; sorted by name. */
export function put<T extends { readonly name: string }>(
  members: readonly T[],
  member: T,
  replacing: string = member.name,
): T[] {
  return [...members.filter(({ name }) => name !== replacing), member].sort((a, b) => compareText(a.name, b.name))
}

export function remove<T extends { readonly name: string }>(members: readonly T[], name: string): T[] {
  return members.filter((member) => member.name !== name)
}

function sortNamed<T extends { readonly name: ObjectName }>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => compareText(nameKey(a.name), nameKey(b.name)))
}

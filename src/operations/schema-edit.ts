import { compareText } from '../lib/compare.ts'
import { bug } from '../lib/errors.ts'
import type { Column } from '../model/column.ts'
import { inheritedColumns } from '../model/family.ts'
import { displayName, nameKey, type ObjectName, sameName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import { attachedTo } from '../model/object-uses.ts'
import type { SchemaObject } from '../model/object.ts'
import { type EnumType, type Schema, tableOf } from '../model/schema.ts'
import { ownedSequences, type Table } from '../model/table.ts'

/** The table, which must exist: operations only ever see changes to tables the diff has found. */
export function requireTable(schema: Schema, name: ObjectName): Table {
  const table = tableOf(schema, name)
  if (table === undefined) throw bug(`the plan speaks of table ${displayName(name)}, which is not there at that point`)
  return table
}

export function editTable(schema: Schema, name: ObjectName, edit: (table: Table) => Table): Schema {
  const edited = edit(requireTable(schema, name))
  return { ...schema, tables: sortNamed(schema.tables.map((table) => (sameName(table.name, name) ? edited : table))) }
}

export function addTable(schema: Schema, table: Table): Schema {
  return { ...schema, tables: sortNamed([...schema.tables, table]) }
}

/** With what is attached to it, and to the sequences of its columns. */
export function removeTable(schema: Schema, name: ObjectName): Schema {
  const tables = schema.tables.filter((table) => !sameName(table.name, name))
  const gone = schema.tables.filter((table) => sameName(table.name, name)).flatMap(ownedSequences)
  const attached = [{ kind: 'table' as const, name }, ...gone].flatMap((ref) => attachedTo(ref, schema.objects))
  return withObjects({ ...schema, tables }, attached, [])
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
  const touched = new Set([...gone, ...here].map(refKey))
  const objects = [...schema.objects.filter((object) => !touched.has(refKey(object))), ...here]
  return { ...schema, objects: objects.sort((a, b) => compareText(refKey(a), refKey(b))) }
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

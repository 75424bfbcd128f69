import type { Constraint } from '../model/constraint.ts'
import type { ObjectName } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import { editTable, put, remove } from './schema-edit.ts'

/** The schema with the constraint added, in place of the one called `replacing` when that is another. */
export function withConstraint(schema: Schema, table: ObjectName, constraint: Constraint, replacing?: string): Schema {
  return editTable(schema, table, (now) => {
    switch (constraint.kind) {
      case 'primary_key':
        return { ...now, primaryKey: constraint.definition }
      case 'unique':
        return { ...now, uniques: put(now.uniques, constraint.definition, replacing) }
      case 'check':
        return { ...now, checks: put(now.checks, constraint.definition, replacing) }
      case 'exclusion':
        return { ...now, exclusions: put(now.exclusions, constraint.definition, replacing) }
      case 'foreign_key':
        return { ...now, foreignKeys: put(now.foreignKeys, constraint.definition, replacing) }
    }
  })
}

export function withoutConstraint(
  schema: Schema,
  table: ObjectName,
  { kind, definition: { name } }: Constraint,
): Schema {
  return editTable(schema, table, (now) => {
    switch (kind) {
      case 'primary_key':
        return { ...now, primaryKey: null }
      case 'unique':
        return { ...now, uniques: remove(now.uniques, name) }
      case 'check':
        return { ...now, checks: remove(now.checks, name) }
      case 'exclusion':
        return { ...now, exclusions: remove(now.exclusions, name) }
      case 'foreign_key':
        return { ...now, foreignKeys: remove(now.foreignKeys, name) }
    }
  })
}

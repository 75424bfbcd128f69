import { sameValue } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import type { Check, ForeignKey, Unique } from '../model/constraint.ts'
import { isQuarantined } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { pair } from './pair.ts'

export function diffConstraints(before: Table, after: Table): Change[] {
  return [
    ...primaryKey(before, after),
    ...uniques(before, after),
    ...checks(before, after),
    ...foreignKeys(before, after),
  ]
}

function primaryKey({ primaryKey: before }: Table, { name: table, primaryKey: after }: Table): Change[] {
  if (before === null) return after === null ? [] : [{ kind: 'add_primary_key', table, definition: after }]
  if (after === null) return [{ kind: 'drop_primary_key', table, definition: before }]
  if (!sameValue(before.columns, after.columns)) return [{ kind: 'replace_primary_key', table, before, after }]
  if (before.name === after.name) return []
  return [{ kind: 'rename_constraint', table, of: 'primary_key', from: before.name, to: after.name }]
}

function uniques(before: Table, { name: table, uniques: wanted }: Table): Change[] {
  return pair<Unique>(before.uniques, wanted).flatMap(({ actual, desired }): Change[] => {
    if (actual === null) return desired === null ? [] : [{ kind: 'add_unique', table, definition: desired }]
    if (desired === null) return [{ kind: 'drop_unique', table, definition: actual }]
    if (!sameValue({ ...actual, name: '' }, { ...desired, name: '' })) {
      return [{ kind: 'replace_unique', table, before: actual, after: desired }]
    }
    return [{ kind: 'rename_constraint', table, of: 'unique', from: actual.name, to: desired.name }]
  })
}

function checks(before: Table, { name: table, checks: wanted }: Table): Change[] {
  const ours = before.checks.filter(({ name }) => !isQuarantined(name))
  return pair<Check>(ours, wanted, provenAlike).flatMap(({ actual, desired }): Change[] => {
    if (actual === null) return desired === null ? [] : [{ kind: 'add_check', table, definition: desired }]
    if (desired === null) return [{ kind: 'drop_check', table, definition: actual }]
    if (actual.expression !== desired.expression)
      return [{ kind: 'replace_check', table, before: actual, after: desired }]
    return [
      ...renamed(table, 'check', actual.name, desired.name),
      ...(desired.validated && !actual.validated
        ? [{ kind: 'validate_constraint' as const, table, constraint: { kind: 'check' as const, definition: desired } }]
        : []),
    ]
  })
}

function foreignKeys(before: Table, { name: table, foreignKeys: wanted }: Table): Change[] {
  return pair<ForeignKey>(before.foreignKeys, wanted, provenAlike).flatMap(({ actual, desired }): Change[] => {
    if (actual === null) return desired === null ? [] : [{ kind: 'add_foreign_key', table, definition: desired }]
    if (desired === null) return [{ kind: 'drop_foreign_key', table, definition: actual }]
    if (!provenAlike(actual, desired)) return [{ kind: 'replace_foreign_key', table, before: actual, after: desired }]
    return [
      ...renamed(table, 'foreign_key', actual.name, desired.name),
      ...(desired.validated && !actual.validated
        ? [
            {
              kind: 'validate_constraint' as const,
              table,
              constraint: { kind: 'foreign_key' as const, definition: desired },
            },
          ]
        : []),
    ]
  })
}

function renamed(table: Table['name'], of: 'check' | 'foreign_key', from: string, to: string): Change[] {
  return from === to ? [] : [{ kind: 'rename_constraint', table, of, from, to }]
}

/** The same rule, whatever it is called and whether or not the old rows are proven. */
function provenAlike<T extends { readonly name: string; readonly validated: boolean }>(a: T, b: T): boolean {
  return sameValue({ ...a, name: '', validated: true }, { ...b, name: '', validated: true })
}

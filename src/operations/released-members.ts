import type { Column } from '../model/column.ts'
import type { Constraint, ForeignKey } from '../model/constraint.ts'
import { ancestorsOf, columnsOfParents } from '../model/family.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import { mentions } from '../model/mentions.ts'
import { type ReplacedColumns, type ReplacedType, speaksOf } from '../model/replaced-type.ts'
import { tableOf } from '../model/schema.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { textsOf } from '../model/table-index.ts'
import { addedColumn, type Around, membersAround, readsIndex } from './column-dependents.ts'
import { usesColumn } from '../model/constraint-columns.ts'
import type { StepContext } from './operation.ts'

/**
 * What speaks of these types in any table, or hangs on columns that are computed anew: it goes before the types change
 * places and comes back in the new ones. Foreign keys go first and come last.
 */
export function releasedBy(
  types: readonly ReplacedType[],
  columns: readonly ReplacedColumns[],
  context: StepContext,
): Around {
  const { words, state } = context
  const speaks = speaksOf(types, words.qualify)
  const isMade = types.some(({ kind }) => kind === 'object')
  const parts = state.tables.map((table) => releasedOf(table, speaks, columns, isMade, context))
  const keys = state.tables.map((table) =>
    membersAround(
      table,
      { index: () => false, constraint: (one) => one.kind === 'foreign_key' && isTouched(table, one.definition) },
      words,
    ),
  )
  return {
    before: [...keys, ...parts].flatMap(({ before }) => before),
    after: [...parts, ...keys].flatMap(({ after }) => after),
  }

  function isTouched(table: Table, { columns: own, references }: ForeignKey): boolean {
    const to = tableOf(state, references.table)
    return (
      own.some((name) => isReplaced(table, name)) ||
      (to !== undefined && references.columns.some((name) => isReplaced(to, name)))
    )
  }

  function isReplaced(table: Table, name: string): boolean {
    const family = [nameKey(table.name), ...ancestorsOf(state, table)]
    return columns.some(
      ({ table: of, converted, computed }) =>
        family.includes(nameKey(of.name)) && [...converted, ...computed].some((column) => column.name === name),
    )
  }
}

function releasedOf(
  table: Table,
  speaks: (text: string) => boolean,
  columns: readonly ReplacedColumns[],
  isMade: boolean,
  { words, state }: StepContext,
): Around {
  const own = columns.find(({ table: of }) => of === table)
  const computed = own?.computed ?? []
  const names = computed.map(({ name }) => name)
  // ALTER COLUMN reads the server's own text again, whose casts are those of what the type was made of.
  const reread = isMade ? (own?.converted ?? []).map(({ name }) => name) : []
  const isBound = (text: string): boolean => speaks(text) || reread.some((name) => mentions(text, name))
  const members = membersAround(
    table,
    {
      index: (index) => textsOf(index).some(isBound) || readsIndex(index, names),
      constraint: (one) =>
        one.kind !== 'foreign_key' &&
        (constraintTexts(one).some(isBound) || names.some((name) => usesColumn(one, name))),
    },
    words,
  )
  const passed = new Set(columnsOfParents(state, table).map(({ name }) => name))
  const defaults = table.columns.filter(
    (column) =>
      column.generated === null &&
      own?.converted.includes(column) !== true &&
      ((column.default !== null && speaks(column.default)) || (passed.has(column.name) && speaks(column.type))),
  )
  return {
    before: [
      ...members.before,
      ...computed.map(({ name }) => words.dropColumn(table.name, name)),
      ...defaults.flatMap((column) => setDefault(table.name, { ...column, default: null })),
    ],
    after: [
      ...computed.flatMap((column) => addedColumn(table.name, column, words)),
      ...defaults.flatMap((column) => setDefault(table.name, column)),
      ...members.after,
    ],
  }

  function setDefault(name: ObjectName, column: Column): Statement[] {
    return [words.setDefault(name, column.name, column.default)]
  }
}

function constraintTexts(constraint: Constraint): string[] {
  if (constraint.kind === 'check') return [constraint.definition.expression]
  return constraint.kind === 'exclusion'
    ? textsOf({ keys: constraint.definition.elements, where: constraint.definition.where })
    : []
}

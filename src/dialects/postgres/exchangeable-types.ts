import type { Change, ChangeOf } from '../../model/change.ts'
import { tableOfChange } from '../../model/changes-of.ts'
import { mentions } from '../../model/mentions.ts'
import { isQuarantined, type ObjectName, sameName } from '../../model/name.ts'
import { isRoutineKind } from '../../model/object-ref.ts'
import type { SchemaObject } from '../../model/object.ts'
import { wordsOf } from '../../model/object-words.ts'
import { replacedColumns, type ReplacedEnum, speaksOf } from '../../model/replaced-type.ts'
import { tableOf } from '../../model/schema.ts'
import { columnOf, type Table } from '../../model/table.ts'
import { textsOf } from '../../model/table-index.ts'
import type { LowerContext } from '../dialect.ts'
import type { Exchange } from './exchangeable.ts'
import { qualify } from './words/quote.ts'

/**
 * The columns that give up their place together with the types they are of: all that there are, since a literal means one
 * type in one moment. None where the types have to be replaced under their columns, because something else is made of them
 * or speaks of them, or is about to.
 */
export function columnsOfTypes(
  change: ChangeOf<'replace_types'>,
  changes: readonly Change[],
  { actual, desired }: Pick<LowerContext, 'actual' | 'desired'>,
): readonly Exchange[] {
  const types = change.types.flatMap((type) => (type.kind === 'enum' ? [type] : []))
  if (types.length < change.types.length) return []
  const speaks = speaksOf(types, qualify)
  const stored = replacedColumns(actual, types, qualify)
  const columns = stored.flatMap(({ table: { name }, converted }) =>
    converted.flatMap((before): Exchange[] => {
      const to = tableOf(desired, name)
      const after = to === undefined ? undefined : columnOf(to, before.name)
      return after?.type === before.type ? [{ table: name, before, after, of: change, types }] : []
    }),
  )
  const exchangedIn = (table: ObjectName): string[] =>
    columns.flatMap(({ table: of, before }) => (sameName(of, table) ? [before.name] : []))
  const all = stored.every(
    ({ table, converted, computed }) => computed.length === 0 && converted.length === exchangedIn(table.name).length,
  )
  return all &&
    !actual.tables.some((table) => speaksElsewhere(table, exchangedIn(table.name), speaks)) &&
    !changes.some((other) => other !== change && isInTheWay(other, types, exchangedIn, speaks))
    ? columns
    : []
}

/** Where the new columns have no say. */
function speaksElsewhere(table: Table, exchanged: readonly string[], speaks: (text: string) => boolean): boolean {
  const foreign = (text: string): boolean => speaks(text) && !exchanged.some((name) => mentions(text, name))
  return (
    table.columns.some(
      ({ name, type, default: value, generated }) =>
        !isQuarantined(name) &&
        !exchanged.includes(name) &&
        (speaks(type) || speaks(value ?? '') || speaks(generated?.expression ?? '')),
    ) ||
    table.checks.some(({ expression }) => foreign(expression)) ||
    table.indexes.some((index) => textsOf(index).some(foreign)) ||
    speaks(JSON.stringify(table.exclusions))
  )
}

/** What the plan is about to make of the old types. */
function isInTheWay(
  change: Change,
  types: readonly ReplacedEnum[],
  exchangedIn: (table: ObjectName) => readonly string[],
  speaks: (text: string) => boolean,
): boolean {
  const isOne = (name: ObjectName): boolean => types.some(({ before }) => sameName(before.name, name))
  switch (change.kind) {
    case 'rename_enum':
      return isOne(change.to)
    case 'rename_label':
      return isOne(change.type)
    case 'rename_object':
      return change.object.kind === 'schema'
    case 'extend_enum':
    case 'change_comment':
    case 'run_backfill':
      return false
    case 'create_object':
      return isMadeOf(change.object, types, speaks)
    case 'alter_object':
      return isMadeOf(change.after, types, speaks) && !isMadeOf(change.before, types, speaks)
    default: {
      const table = tableOfChange(change)
      // What comes with a column that is exchanged follows the exchange.
      const follows = table !== null && !changesTypes.has(change.kind) ? exchangedIn(table) : []
      const words = wordsOf(change)
      return !follows.some((name) => words.has(name)) && [...words].some(speaks)
    }
  }
}

const changesTypes: ReadonlySet<Change['kind']> = new Set([
  'create_table',
  'add_column',
  'change_type',
  'change_generated',
  'drop_column',
])

/** Routines carry the short names of what they are called with. */
function isMadeOf(object: SchemaObject, types: readonly ReplacedEnum[], speaks: (text: string) => boolean): boolean {
  const words = wordsOf(object)
  return (
    [...words].some(speaks) || (isRoutineKind(object.kind) && types.some(({ before }) => words.has(before.name.name)))
  )
}

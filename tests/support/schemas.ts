import type { Dialect, Statistics, TableStatistics } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { handOverSequences } from '../../src/diff/sequence-owners.ts'
import { diff } from '../../src/diff/diff.ts'
import { matchMoves, withMoves } from '../../src/diff/moves.ts'
import type { Partitioning } from '../../src/diff/renames.ts'
import { onRenamedTables, withObjectRenames } from '../../src/diff/object-renames.ts'
import type { Backfill } from '../../src/model/backfill.ts'
import type { Desired, MoveHint } from '../../src/model/desired.ts'
import { nameKey, type ObjectName } from '../../src/model/name.ts'
import { type EnumRenames, noEnumRenames } from '../../src/model/enum-rename.ts'
import type { ObjectRename } from '../../src/model/object-rename.ts'
import { withEnumRenames } from '../../src/diff/enum-renames.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Rename } from '../../src/model/rename.ts'
import { emptySchema, type EnumType, type Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { operationFor } from '../../src/operations/registry.ts'
import { planChanges } from '../../src/plan/plan.ts'
import { assumedRates } from '../../src/plan/rates.ts'
import { inPublic } from './tables.ts'

/** Both dialects, at the version that the tests without a database speak to. */
export const dialects: readonly { readonly dialect: Dialect; readonly serverVersion: string }[] = [
  { dialect: postgres, serverVersion: '18.4' },
  { dialect: sqlite, serverVersion: '3.53.2' },
]

export function schema(tables: readonly Table[], enums: readonly EnumType[] = []): Schema {
  const sorted = [...tables].sort((a, b) => (nameKey(a.name) < nameKey(b.name) ? -1 : 1))
  return { ...emptySchema, tables: sorted, enums }
}

export function backfill(
  on: string,
  set: Readonly<Record<string, string>>,
  where: string,
  rest: Partial<Backfill> = {},
): Backfill {
  return {
    name: 'fill',
    table: inPublic(on),
    set: Object.entries(set).map(([name, expression]) => ({ column: name, expression })),
    where,
    batch: { rows: 1000, targetMs: 200 },
    ...rest,
  }
}

/** `moved_from`, each as `table.column` from `table.column`. */
export function moved(...pairs: readonly (readonly [to: string, from: string])[]): readonly MoveHint[] {
  const at = (text: string): { table: ObjectName; column: string } => {
    const [name = '', of = ''] = text.split('.')
    return { table: inPublic(name), column: of }
  }
  return pairs.map(([to, from]) => ({ ...at(to), from: at(from), match: null, position: null }))
}

export function desired(of: Schema, rest: Partial<Desired> = {}): Desired {
  return {
    schema: of,
    backfills: [],
    renames: [],
    notRenamed: [],
    moves: [],
    objectRenames: [],
    enumRenames: [],
    governed: new Set(),
    sources: new Map(),
    ignore: [],
    ...rest,
  }
}

export interface PlanParts {
  readonly dialect?: Dialect
  readonly serverVersion?: string
  readonly renames?: readonly Rename[]
  readonly partitioned?: readonly Partitioning[]
  readonly objectRenames?: readonly ObjectRename[]
  readonly enumRenames?: EnumRenames
  readonly backfills?: readonly Backfill[]
  readonly gate?: 'none' | 'manual'
  /** Size of every table, by name; tables that are not in it are unknown to the statistics. */
  readonly sizes?: Readonly<Record<string, TableStatistics>>
  readonly smallTableBytes?: number
  readonly specs?: Partial<Desired>
  readonly moves?: readonly MoveHint[]
}

/** The plan from one schema to another as `commands/prepare.ts` makes it, but for the database. */
export function planOf(actual: Schema, wanted: Schema, parts: PlanParts = {}): Plan {
  const { dialect = postgres, renames = [], objectRenames = [], enumRenames = noEnumRenames, backfills = [] } = parts
  const { qualify } = dialect.words
  const named = (start: Schema): Schema =>
    withObjectRenames(withEnumRenames(onRenamedTables(start, renames), enumRenames, qualify), objectRenames, qualify)
  const renamed = named(afterRenames(actual, renames))
  const handed = handOverSequences(renamed, wanted, dialect.words.sequences.next)
  const { changes: others, refused } = diff(handed.actual, handed.desired, backfills, null, parts.partitioned)
  const moving = matchMoves(desired(wanted, { moves: parts.moves ?? [] }), handed.actual, handed.desired)
  const changes = [...handed.changes, ...withMoves(others, moving)]
  const wrong = [...refused, ...moving.diagnostics]
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join('\n'))
  return planChanges({
    dialect,
    serverVersion: parts.serverVersion ?? (dialect.name === 'postgres' ? '18.4' : '3.53.2'),
    targetName: 'test',
    rates: assumedRates,
    gate: parts.gate ?? 'manual',
    found: actual,
    actual,
    named: named(actual),
    renamed: handed.actual,
    desired: handed.wanted,
    specs: desired(wanted, { backfills, ...parts.specs }),
    renames,
    objectRenames,
    enumRenames,
    changes,
    statistics: statisticsOf(parts.sizes ?? {}),
    smallTableBytes: parts.smallTableBytes ?? 10 * 1024 * 1024,
    unmanaged: [],
    spellings: {},
  })
}

/** What `canonical` gives for schemas without expressions. */
function afterRenames(actual: Schema, renames: readonly Rename[]): Schema {
  return renames.reduce((now, { table: name, column: to, from }) => {
    const change =
      to === null
        ? ({ kind: 'rename_table', from: { ...name, name: from }, to: name } as const)
        : ({ kind: 'rename_column', table: name, from, to } as const)
    return { ...schema(operationFor(change).effect(change, now).tables, now.enums), objects: now.objects }
  }, actual)
}

export function statisticsOf(sizes: Readonly<Record<string, TableStatistics>>): Statistics {
  const tables = Object.entries(sizes).flatMap(([name, size]) =>
    ['public', 'main'].map((of) => [nameKey({ schema: of, name }), size] as const),
  )
  return { tables: new Map(tables) }
}

/** `phase: title`, one line a step. */
export function outline({ steps }: Plan): string[] {
  return steps.map(({ phase, title }) => `${phase}: ${title}`)
}

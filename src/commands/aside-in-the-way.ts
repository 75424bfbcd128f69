import type { Words } from '../dialects/words.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { ancestorsOf, columnsOfParents } from '../model/family.ts'
import { displayName, isQuarantined, nameKey, type ObjectName, sameName } from '../model/name.ts'
import type { QuarantineRecord } from '../model/run.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { placeholder } from '../operations/keepers.ts'

/** Tables come and go as partitions, and inherit, with all that their columns are, those that are put aside too. */
export function asideInTheWay(
  changes: readonly Change[],
  actual: Schema,
  quarantined: readonly QuarantineRecord[],
  words: Words,
): Diagnostic[] {
  const followed = inStep(quarantined)
  return withInner(changes).flatMap((change) => {
    if (change.kind === 'detach_partition') return leaves(change.table, change.from.table, actual, followed)
    if (change.kind === 'inherit') return joins(change, actual, words)
    return change.kind === 'attach_partition' ? comes(change.table, change.to.table, actual, changes) : []
  })
}

/** Columns that a trigger writes to until `purge`, so that the run that has exchanged them can be taken back. */
function inStep(quarantined: readonly QuarantineRecord[]): ReadonlyMap<string, QuarantineRecord> {
  const placeOf = ({ runId, quarantine }: QuarantineRecord): string => `${runId} ${nameKey(quarantine.name)}`
  const triggers = new Set(quarantined.filter(({ quarantine }) => quarantine.kind === 'sync').map(placeOf))
  return new Map(
    quarantined
      .filter((record) => record.quarantine.kind === 'column' && triggers.has(placeOf(record)))
      .map((record) => [record.quarantine.keptAs.column ?? '', record]),
  )
}

/** What is written to it from then on would not be in the old column, if both runs were taken back. */
function leaves(
  table: ObjectName,
  whole: ObjectName,
  actual: Schema,
  followed: ReadonlyMap<string, QuarantineRecord>,
): Diagnostic[] {
  const kept = asideIn(whole, actual).flatMap((name) => followed.get(name) ?? [])
  return kept.map(({ quarantine, runId }) =>
    inTheWay(
      `partition ${displayName(table)} cannot leave ${displayName(whole)} yet: the old ${displayName(quarantine.name)}.${quarantine.column ?? ''} is kept in step with the new one there, so that run ${runId} can be taken back, and would not be in ${displayName(table)}`,
    ),
  )
}

/** ATTACH PARTITION asks for the same columns on both sides. */
function comes(table: ObjectName, whole: ObjectName, actual: Schema, changes: readonly Change[]): Diagnostic[] {
  const [own, theirs] = [asideIn(table, actual), asideIn(whole, actual)]
  const lacking = [
    ...theirs.filter((name) => !own.includes(name)).map((name) => ({ holder: whole, name })),
    ...own.filter((name) => !theirs.includes(name)).map((name) => ({ holder: table, name })),
  ]
  const going = changes.flatMap((change) =>
    change.kind === 'drop_column' && [table, whole].some((name) => sameName(name, change.table))
      ? [{ holder: change.table, name: change.column.name }]
      : [],
  )
  const shown = `table ${displayName(table)} cannot become a partition of ${displayName(whole)} yet`
  return [
    ...lacking.map(({ holder, name }) =>
      inTheWay(
        `${shown}: ${displayName(holder)} has the column ${name}, which is put aside, and the other one has not`,
      ),
    ),
    ...going.map(({ holder, name }) => ({
      ...inTheWay(
        `${shown}: ${displayName(holder)}.${name} is put aside in the same plan, and the other one has it not`,
      ),
      help: 'let the column go in a plan of its own, before (then `reconcile purge`) or after',
    })),
  ]
}

/** INHERIT asks for all columns and checks: a column that may be empty comes with it (`operations/joined-asides.ts`). */
function joins({ table, parent }: ChangeOf<'inherit'>, actual: Schema, words: Words): Diagnostic[] {
  const [heir, from] = [tableOf(actual, table), tableOf(actual, parent)]
  if (heir === undefined || from === undefined) return []
  const own = new Set([...heir.columns, ...heir.checks].map(({ name }) => name))
  const isLacking = ({ name }: { readonly name: string }): boolean => isQuarantined(name) && !own.has(name)
  const above = [nameKey(parent), ...ancestorsOf(actual, from)]
  const held = actual.tables.filter(({ name }) => above.includes(nameKey(name)))
  return held.flatMap(({ name, columns, checks }) =>
    [
      ...columns
        .filter((column) => isLacking(column) && !column.nullable && placeholder(column, column.name, words).nullable)
        .map((column) => `column ${column.name}, which is put aside and NOT NULL`),
      ...checks.filter(isLacking).map((check) => `check ${check.name} on a column that is put aside`),
    ].map((what) =>
      inTheWay(
        `table ${displayName(table)} cannot inherit from ${displayName(parent)} yet: ${displayName(name)} has the ${what}`,
      ),
    ),
  )
}

function asideIn(name: ObjectName, schema: Schema): string[] {
  const table = tableOf(schema, name)
  if (table === undefined) return []
  return [...table.columns, ...columnsOfParents(schema, table)]
    .map((column) => column.name)
    .filter((column) => isQuarantined(column))
}

function inTheWay(message: string): Diagnostic {
  return {
    id: 'aside-in-the-way',
    severity: 'error',
    message,
    help: 'run `reconcile purge` first, which ends the way back and asks before it destroys, then plan again',
    position: null,
    sqlState: null,
  }
}

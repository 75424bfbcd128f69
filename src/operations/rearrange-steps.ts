import type { ChangeOf } from '../model/change.ts'
import { inheritedColumns } from '../model/family.ts'
import { displayName, sameName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import { defaultBound, type PartitionOf } from '../model/partition.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { attachment } from './attachment.ts'
import { ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'
import { pointers, withKey } from './partition-steps.ts'
import { addTable, editTable, requireTable } from './schema-edit.ts'
import { settled } from './settled.ts'
import { tableStatements } from './table-statements.ts'

type Rearrangement = ChangeOf<'change_partitions'>

/**
 * Several partitions change hands at once: all are detached, rows go where they belong then, and all are attached, in one
 * transaction, so that no row is ever missing. Rows are moved and read under the lock, which the plan says.
 */
export function* rearrangeSteps(change: Rearrangement, title: string, context: StepContext): Iterable<StepDraft> {
  const { words } = context
  const { before, after, creates } = change
  const parent = requireTable(context.state, change.table)
  const top = creates.filter(({ partitionOf }) => partitionOf !== null && sameName(partitionOf.table, change.table))
  const lock = words.lockTable(change.table, 'access_exclusive')
  const aside = triggersAside(before, context)
  const later = { ...context, state: effectOnState(change, context) }
  yield ddlStep({
    phase: 'contract',
    title,
    statements: [
      lock,
      ...creates.flatMap((table) => tableStatements(table, top.includes(table), context)),
      ...aside.off,
      ...detached(before, context),
      ...moves(before, after, parent, context),
      ...attached(after, context),
      ...aside.on,
    ],
    prechecks: [
      ...before.flatMap((table) => (table.partitionOf === null ? [] : pointers(table, table.partitionOf, context))),
      ...homeless(before, after, parent, context),
    ],
    inverse: undo(
      [
        lock,
        ...aside.off,
        ...detached(after, context),
        ...moves(after, before, parent, context),
        ...top.map(({ name }) => words.dropTable(name)),
        ...attached(before, context),
        ...aside.on,
      ],
      {
        note: 'rows go back where they belonged, also those written since; refused while any has no place there',
        prechecks: [
          ...after.flatMap((table) => (table.partitionOf === null ? [] : pointers(table, table.partitionOf, later))),
          ...homeless(after, before, parent, later),
        ],
      },
    ),
    noticed: true,
    reason: 'R24: their bounds overlap on the way, so they change in one transaction',
  })
}

function detached(tables: readonly Table[], { words, state }: StepContext): Statement[] {
  return tables.flatMap((table) => {
    const { name, partitionOf } = table
    return partitionOf === null
      ? []
      : [words.detachPartition(name, partitionOf, attachment(table, partitionOf, state), false)]
  })
}

/** The default partition last: it takes what the others do not. */
function attached(tables: readonly Table[], { words, state }: StepContext): Statement[] {
  const [rest, others] = [tables.filter(isDefault), tables.filter((table) => !isDefault(table))]
  return [...others, ...rest].flatMap((table) => {
    const { name, partitionOf } = table
    return partitionOf === null
      ? []
      : [words.attachPartition(name, partitionOf, attachment(table, partitionOf, state, { reads: true }))]
  })
}

/** From each table to each other one whose rows it may hold; what is left goes to the default partition, if it takes part. */
function moves(from: readonly Table[], to: readonly Table[], parent: Table, context: StepContext): Statement[] {
  const { words } = context
  const columns = storedColumns(parent, context)
  const rest = to.find(isDefault)
  const moved = from.flatMap((source) => {
    const kept = to.find(({ name }) => sameName(name, source.name))
    const direct = to
      .filter((target) => target !== kept && !isDefault(target))
      .flatMap(({ name, partitionOf }) =>
        partitionOf === null ? [] : [words.moveRows(source.name, name, columns, words.takenRows(parent, partitionOf))],
      )
    if (rest === undefined || rest === kept) return direct
    // A partition that goes keeps what nobody else takes, as one that goes alone does; one that is new goes empty.
    const bound = kept?.partitionOf ?? null
    if (bound === null && !isNew(source, context)) return direct
    const outside = bound === null ? 'true' : `(${words.takenRows(parent, bound)}) is not true`
    return [...direct, words.moveRows(source.name, rest.name, columns, outside)]
  })
  return moved.length === 0 ? [] : [...moved, ...settled(parent, words)]
}

/** Rows that no partition would take: those of one that stays, and, on the way back, those of one that was new. */
function homeless(from: readonly Table[], to: readonly Table[], parent: Table, context: StepContext): Query[] {
  const { words } = context
  if (to.some(isDefault)) return []
  return from.flatMap((source): Query[] => {
    const stays = to.some(({ name }) => sameName(name, source.name))
    if (!stays && !isNew(source, context)) return []
    const homes = to.flatMap(({ partitionOf }) => (partitionOf === null ? [] : [words.takenRows(parent, partitionOf)]))
    return [
      {
        ...words.questions.outside(withKey(source, context.state), homes.map((home) => `(${home})`).join(' or ')),
        failure: `${displayName(source.name)} has rows that no partition of ${displayName(parent.name)} would take`,
        help: 'Declare a partition that takes them, or a default one; or delete these rows first.',
      },
    ]
  })
}

function isNew({ name }: Table, { actual }: StepContext): boolean {
  return !actual.tables.some((table) => sameName(table.name, name))
}

/** What is written when a row moves: not what the server computes. */
function storedColumns(parent: Table, { state }: StepContext): string[] {
  return [...parent.columns, ...inheritedColumns(state, parent)]
    .filter(({ generated }) => generated === null)
    .map(({ name }) => name)
}

/** A row that moves is no row that comes or goes: triggers that the partitions have by themselves are not told. */
function triggersAside(
  tables: readonly Table[],
  { words, state }: StepContext,
): { readonly off: readonly Statement[]; readonly on: readonly Statement[] } {
  const own = state.objects.filter(
    (object): object is Extract<SchemaObject, { readonly kind: 'trigger' }> =>
      object.kind === 'trigger' &&
      object.enabled !== 'disabled' &&
      tables.some(({ name }) => sameName(name, object.on.name)),
  )
  return {
    off: own.flatMap((trigger) => words.objects.alter(trigger, { ...trigger, enabled: 'disabled' }) ?? []),
    on: own.flatMap((trigger) => words.objects.alter({ ...trigger, enabled: 'disabled' }, trigger) ?? []),
  }
}

function effectOnState({ after, creates }: Rearrangement, { state }: StepContext): StepContext['state'] {
  let now = creates.reduce(addTable, state)
  for (const { name, partitionOf } of after) now = editTable(now, name, (table) => ({ ...table, partitionOf }))
  return now
}

function isDefault({ partitionOf }: { readonly partitionOf: PartitionOf | null }): boolean {
  return partitionOf?.bound === defaultBound
}

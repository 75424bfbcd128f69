import { sameValue } from '../lib/compare.ts'
import { bug } from '../lib/errors.ts'
import type { Change, ChangeKind, ChangeOf } from '../model/change.ts'
import { innerChanges, typesReplacedBy } from '../model/changes-of.ts'
import { sameName } from '../model/name.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import { followRename } from '../model/object-rename.ts'
import { displayRef, refKey } from '../model/object-ref.ts'
import { refOf } from '../model/replaced-type.ts'
import type { Query, Statement } from '../model/statement.ts'
import { type Phase, phases, type Quarantine } from '../model/step.ts'
import { askedBefore } from './asked-before.ts'
import { alterationOf, objectTraits } from './object-traits.ts'
import { ddlStep, type Operation, type PlanContext, type StepContext, type StepDraft, undo } from './operation.ts'
import { partitioningLocks } from './partition-table.ts'
import { shimStatements } from './shim.ts'
import { stillUsed } from './still-used.ts'
import { withObjects } from './schema-edit.ts'

type Recreate = ChangeOf<'recreate_objects'>

/**
 * PostgreSQL neither alters a column under a view nor replaces a view by one with other columns (hazards.md 1B): what
 * depends on it is dropped by name, never by CASCADE, and created again before anybody can see that it was gone.
 */
export function recreateObjects(
  operationFor: (change: Change) => Operation<ChangeKind>,
): Operation<'recreate_objects'> {
  return {
    describe: (change) => describe(change, operationFor),
    phase: (change, context) =>
      change.around.reduce<Phase>(
        (latest, inner) => later(latest, operationFor(inner).phase(inner, context)),
        ownPhase(change, context),
      ),
    effect: ({ drops, creates, around }, schema) =>
      around.reduce(
        (now, change) =>
          change.kind === 'rename_table' || isMadeAnew(change, drops) ? now : operationFor(change).effect(change, now),
        withObjects(
          schema,
          drops.map((object) => withOldName(object, around)),
          creates,
        ),
      ),

    *steps(change, context) {
      const { drops, creates } = change
      const { words } = context
      const inner = innerSteps(change, context, operationFor)
      const held = change.around.flatMap((one) => partitioningLocks(one, context))
      const isHeld = ({ sql }: Statement): boolean => held.some((other) => other.sql === sql)
      const shims = change.around.flatMap((one) => (one.kind === 'close_shim' ? [shimStatements(one, context)] : []))
      yield ddlStep({
        phase: this.phase(change, context),
        title: describe(change, operationFor),
        statements: [
          ...held,
          ...shims.flatMap(({ drop, settle }) => [...drop, ...settle]),
          ...alone(drops, change).flatMap((object) => words.objects.drop(asNamedBefore(object, change.around))),
          ...inner.statements.filter((statement) => !isHeld(statement)),
          ...creates.flatMap((object) => words.objects.create(object)),
        ],
        prechecks: [
          ...stillUsed(drops, drops, context),
          ...inner.prechecks,
          ...drops.flatMap((object) => words.objects.stored(object) ?? []),
        ],
        verify: inner.verify,
        inverse: undo(
          [
            ...held,
            ...alone(creates.toReversed(), change).flatMap((object) => words.objects.drop(object)),
            ...inner.back.filter((statement) => !isHeld(statement)),
            // Their texts speak the old names, and must not mean the views.
            ...shims.flatMap((shim) => shim.undo),
            ...drops
              .toReversed()
              .flatMap((object) => words.objects.create(asNamedBefore(object, innerChanges(change)))),
            ...shims.flatMap(({ open }) => open),
          ],
          {
            note: inner.note,
            prechecks: [
              ...stillUsed(creates, creates, context).map(atStep),
              ...inner.backPrechecks,
              ...creates.flatMap((object) => words.objects.stored(object) ?? []),
            ],
          },
        ),
        quarantines: inner.quarantines,
        noticed: this.phase(change, context) === 'contract',
        reason:
          inner.reason !== null && [...alone(drops, change), ...alone(creates, change)].length === 0
            ? inner.reason
            : 'what depends on it goes and comes back in the same transaction, each by its name (1B)',
      })
    },
  }
}

/**
 * Nobody can tell that statistics are gone for a moment; a view has other columns afterwards, unless the same one comes back
 * over a table that has only been partitioned. What the engine alters in place, but not alone, comes when it would by itself.
 */
function ownPhase(change: Recreate, context: PlanContext): Phase {
  const { drops, creates, around } = change
  const same = (one: SchemaObject): boolean =>
    creates.some((other) => refKey(other) === refKey(one) && sameValue(comparable(one), comparable(other)))
  if (around.length > 0 && around.every(({ kind }) => kind === 'partition_table') && drops.every(same)) return 'expand'
  if ([...drops, ...creates].every(({ kind }) => objectTraits[kind].unseen === true)) return 'expand'
  return around.length === 0 ? (phaseInPlace(change, context) ?? 'contract') : 'contract'
}

/** Null: one of them comes or goes, or the engine cannot alter it. */
function phaseInPlace({ drops, creates }: Recreate, { words, actual }: PlanContext): Phase | null {
  if (drops.length !== creates.length) return null
  const found = drops.map((before) => {
    const after = creates.find((one) => refKey(one) === refKey(before))
    return after === undefined || words.objects.alter(before, after, actual) === null
      ? null
      : alterationOf(before, after)
  })
  return found.reduce((latest, phase) => latest && phase && later(latest, phase), 'expand')
}

/** What is dropped and created gets its new name by that. */
function isMadeAnew(change: Change, drops: readonly SchemaObject[]): boolean {
  return change.kind === 'rename_object' && drops.some((object) => isRenamedBy(object, change))
}

function isRenamedBy(object: SchemaObject, { object: before, to }: ChangeOf<'rename_object'>): boolean {
  return refKey(object) === refKey({ ...before, name: to })
}

/** With the names from before the renames of objects: its own, and those of what it hangs on. */
function withOldName(object: SchemaObject, around: readonly Change[]): SchemaObject {
  const renames = around.filter((change) => change.kind === 'rename_object')
  const own = renames.find((rename) => isRenamedBy(object, rename))
  return renames.reduce<SchemaObject>(
    (now, { object: before, to }) => followRename([now], { ...before, name: to }, before.name)[0] ?? now,
    own === undefined ? object : { ...object, name: own.object.name },
  )
}

/** Before the table and its columns are renamed, what hangs on it is called by the table's old name, and lists the old columns. */
function asNamedBefore(renamed: SchemaObject, around: readonly Change[]): SchemaObject {
  const object = withOldName(renamed, around)
  const { on } = object
  if (on === null) return object
  const names = new Map(
    around.flatMap((inner) =>
      inner.kind === 'rename_column' && sameName(inner.table, on.name) ? [[inner.to, inner.from] as const] : [],
    ),
  )
  return onTableNamedBefore(names.size === 0 ? object : withColumnsNamed(object, names), around)
}

function withColumnsNamed(object: SchemaObject, names: ReadonlyMap<string, string>): SchemaObject {
  const named = (column: string): string => names.get(column) ?? column
  if (object.kind === 'statistics' || object.kind === 'trigger')
    return { ...object, columns: object.columns.map(named) }
  if (object.kind !== 'grant') return object
  const columns = Object.entries(object.columns).map(([column, granted]) => [named(column), granted] as const)
  return { ...object, columns: Object.fromEntries(columns) }
}

function onTableNamedBefore(object: SchemaObject, around: readonly Change[]): SchemaObject {
  const { on } = object
  const rename = around.find(
    (inner) => inner.kind === 'rename_table' && on?.kind === 'table' && sameName(inner.to, on.name),
  )
  if (on === null || rename?.kind !== 'rename_table') return object
  const name = sameName(object.name, on.name) ? rename.from : object.name
  return { ...object, name, on: { ...on, name: rename.from } }
}

/** What hangs on one that goes, or on a type that is replaced, goes with it. */
function alone(objects: readonly SchemaObject[], { around }: Recreate): SchemaObject[] {
  const types = around.flatMap((change) => typesReplacedBy(change).map(refOf))
  const keys = new Set([...objects, ...types].map(refKey))
  return objects.filter(({ on }) => on === null || !keys.has(refKey(on)))
}

function atStep(query: Query): Query {
  return { ...query, onlyAtStep: true }
}

function describe(change: Recreate, operationFor: (change: Change) => Operation<ChangeKind>): string {
  const { drops, creates, around } = change
  const kept = new Set(creates.map(refKey))
  const again = alone(creates, change).map(displayRef).join(', ')
  const gone = alone(drops, change)
    .filter((object) => !kept.has(refKey(object)))
    .map(displayRef)
  const objects = [
    ...(again === '' ? [] : [`recreate ${again}`]),
    ...(gone.length === 0 ? [] : [`drop ${gone.join(', ')}`]),
  ].join(', ')
  if (around.length === 0) return objects
  const inner = around.map((one) => operationFor(one).describe(one)).join(', ')
  return objects === '' ? inner : `${inner} (${objects})`
}

interface Inner {
  readonly statements: readonly Statement[]
  readonly back: readonly Statement[]
  readonly prechecks: readonly Query[]
  readonly verify: readonly Query[]
  readonly backPrechecks: readonly Query[]
  readonly quarantines: readonly Quarantine[]
  readonly note: string
  readonly reason: string | null
}

/** The steps of the changes in between, as one transaction. */
function innerSteps(
  recreate: Recreate,
  context: StepContext,
  operationFor: (change: Change) => Operation<ChangeKind>,
): Inner {
  const { around } = recreate
  let state = context.state
  const drafts: StepDraft[] = []
  const prechecks: Query[] = []
  for (const change of around) {
    const isDone = change.kind === 'close_shim' || isMadeAnew(change, recreate.drops)
    const steps = isDone ? [] : [...operationFor(change).steps(change, { ...context, state })]
    drafts.push(...steps)
    const asked = askedBefore(change, recreate, context)
    if (asked === null) prechecks.push(...steps.flatMap((step) => step.prechecks))
    else
      for (const step of operationFor(asked.change).steps(asked.change, asked.context))
        prechecks.push(...step.prechecks.map((query): Query => ({ ...query, byOldNames: true })))
    if (change.kind !== 'rename_table') state = operationFor(change).effect(change, state)
  }
  const statements = drafts.flatMap(({ action, title }) => {
    if (action.kind === 'ddl' && action.statements.every(({ transactional }) => transactional)) return action.statements
    throw bug(`${title} cannot share a transaction with what depends on it`)
  })
  const back = drafts.toReversed().flatMap(({ inverse, title }) => {
    if (inverse.action.kind === 'ddl' && inverse.discard === null) return inverse.action.statements
    throw bug(`the way back of ${title} cannot share a transaction with what depends on it`)
  })
  return {
    statements,
    back,
    prechecks,
    verify: drafts.flatMap(({ verify }) => verify),
    backPrechecks: drafts.toReversed().flatMap(({ inverse }) => inverse.prechecks),
    quarantines: drafts.flatMap(({ quarantines }) => quarantines),
    note: drafts
      .map(({ inverse }) => inverse.note)
      .filter((note) => note !== '')
      .join('; '),
    reason: drafts[0]?.reason ?? null,
  }
}

function later(a: Phase, b: Phase): Phase {
  return phases.indexOf(a) >= phases.indexOf(b) ? a : b
}

import type { Facts } from '../dialects/facts.ts'
import type { Dialect, Statistics } from '../dialects/dialect.ts'
import { hazardsOf, saidOnce } from '../hazards/registry.ts'
import { fingerprint } from '../lib/fingerprint.ts'
import type { Change } from '../model/change.ts'
import { type Desired, objectSource, sourceKey } from '../model/desired.ts'
import type { EnumRenames } from '../model/enum-rename.ts'
import { innerChanges } from '../model/changes-of.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import type { ObjectRename } from '../model/object-rename.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { type Plan, planVersion } from '../model/plan.ts'
import type { Rates } from '../model/rates.ts'
import { type Rename, tableBefore } from '../model/rename.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { isIdle, type Phase, phases, type Step } from '../model/step.ts'
import { carriedAway } from '../operations/carried-away.ts'
import type { PlanContext, StepDraft } from '../operations/operation.ts'
import { operationFor } from '../operations/registry.ts'
import { estimateOf } from './estimate.ts'
import { landings, laterPhase } from './landing.ts'
import { withNewNames } from './renamed-statistics.ts'
import { planId } from './plan-id.ts'
import { beforeRenames, respelled } from './renamed.ts'
import { memberOf, objectOfChange, subjectOf } from './subject.ts'

export interface PlanInput {
  readonly dialect: Dialect
  readonly serverVersion: string
  readonly targetName: string
  /** `none`: contract follows at once. */
  readonly gate: 'none' | 'manual'
  /** What the database holds, as found; its fingerprint is what apply checks for staleness. */
  readonly found: Schema
  /** Its managed part, before the renames. */
  readonly actual: Schema
  /** The same after the renames of objects and enums, while columns have their old names. */
  readonly named: Schema
  /** After all renames, in canonical spelling. */
  readonly renamed: Schema
  readonly desired: Schema
  readonly specs: Desired
  readonly renames: readonly Rename[]
  /** Each object as it was, and its new name. */
  readonly objectRenames: readonly ObjectRename[]
  readonly enumRenames: EnumRenames
  readonly changes: readonly Change[]
  readonly statistics: Statistics
  readonly rates: Rates
  /** Below this size a table may take the direct way, under a lock. */
  readonly smallTableBytes: number
  readonly unmanaged: readonly ObjectRef[]
  readonly spellings: Readonly<Record<string, string>>
}

/** Turns changes into ordered, phased steps, each with its way back. Pure: the same input gives the same plan, id included. */
export function planChanges(input: PlanInput): Plan {
  const { dialect, serverVersion } = input
  const facts = dialect.facts(serverVersion)
  const changes = loweredChanges(input)
  // Nothing is put aside where nothing is done.
  const tag = changes.length === 0 ? '' : fingerprint([input.found, input.desired, changes]).slice(0, 8)
  const context: PlanContext = {
    words: dialect.words,
    facts,
    found: input.found,
    actual: input.renamed,
    desired: input.desired,
    changes,
    tag,
    isLarge: isLargeIn(input),
  }
  const steps = numbered(draftSteps(context, beforeRenames(input.named, input.renamed, changes)), input, facts)
  const content = {
    version: planVersion,
    target: { name: input.targetName, dialect: dialect.name, serverVersion },
    actual: fingerprint(input.found),
    desired: fingerprint([input.desired, input.specs.backfills]),
    steps,
    gate: input.gate === 'manual' && steps.some(({ phase, noticed }) => phase === 'contract' && noticed),
    before: input.actual,
    schema: input.desired,
    backfills: input.specs.backfills,
    spellings: input.spellings,
    unmanaged: input.unmanaged,
    unmodeled: input.found.unmodeled,
  } as const
  const plan = { ...content, steps: content.steps.map(({ noticed, ...step }) => step) }
  return { ...plan, id: planId(plan) }
}

/** All that happens, renames included, as this engine can carry it out. */
export function loweredChanges(input: PlanInput): readonly Change[] {
  const { dialect, serverVersion } = input
  const objectRenames = input.objectRenames.map(
    ({ before, to }): Change => ({ kind: 'rename_object', object: before, to: to.name }),
  )
  const enumRenames = [
    ...input.enumRenames.types.map((rename): Change => ({ kind: 'rename_enum', ...rename })),
    ...input.enumRenames.labels.map((rename): Change => ({ kind: 'rename_label', ...rename })),
  ]
  return dialect.lower([...input.renames.map(renameChange), ...objectRenames, ...enumRenames, ...input.changes], {
    actual: input.renamed,
    desired: input.desired,
    serverVersion,
    found: input.found,
    gate: input.gate,
    isLarge: isLargeIn(input),
  })
}

function isLargeIn({ statistics, renames, smallTableBytes }: PlanInput): (table: ObjectName) => boolean {
  const { tables } = withNewNames(statistics, renames)
  return (table) => (tables.get(nameKey(table))?.bytes ?? 0) >= smallTableBytes
}

interface Drafted {
  readonly change: Change
  readonly draft: StepDraft
}

/** Every change's steps, written against the schema as it is when their turn comes. */
function draftSteps(context: PlanContext, start: Schema): Drafted[] {
  const drafted: Drafted[] = []
  let state = start
  for (const { change, floor } of landings(context.changes, context)) {
    const operation = operationFor(change)
    for (const draft of operation.steps(change, { ...context, state, floor })) {
      drafted.push({ change, draft: { ...draft, phase: laterPhase(draft.phase, floor) } })
    }
    if (change.kind === 'rename_table') continue
    state = operation.effect(change, state)
    for (const inner of innerChanges(change)) {
      if (inner.kind === 'rename_column') state = respelled(state, context.actual, inner.table)
    }
  }
  return phases.flatMap((phase) =>
    opensLast(
      preparedFirst(
        drafted.filter(({ draft }) => draft.phase === phase),
        context,
      ),
    ),
  )
}

/** What a column that a move carries away has by itself, NOT NULL, goes before it does. */
function preparedFirst(drafted: readonly Drafted[], context: PlanContext): readonly Drafted[] {
  const carriers = carriedAway(context)
  const here = new Set<Change | undefined>(drafted.map(({ change }) => change))
  const early = drafted.filter(({ change }) => carriers.has(change) && here.has(carriers.get(change)))
  if (early.length === 0) return drafted
  const rest = drafted.filter((one) => !early.includes(one))
  return rest.flatMap((one, at) =>
    rest[at - 1]?.change === one.change
      ? [one]
      : [...early.filter(({ change }) => carriers.get(change) === one.change), one],
  )
}

/** Views with the old names are opened when all else before the gate is done: a table is out of reach behind its view. */
function opensLast(drafted: readonly Drafted[]): Drafted[] {
  const opens = ({ change }: Drafted): boolean => change.kind === 'open_shim' || change.kind === 'open_move'
  return [...drafted.filter((one) => !opens(one)), ...drafted.filter(opens)]
}

function numbered(drafted: readonly Drafted[], input: PlanInput, facts: Facts): (Step & { noticed: boolean })[] {
  const { specs, desired, smallTableBytes } = input
  const { unmodeled } = input.found
  const statistics = withNewNames(input.statistics, input.renames)
  const leading = (table: ObjectName, columns: readonly string[]): boolean => hasLeadingIndex(desired, table, columns)
  const known = {
    before: input.renamed,
    after: desired,
    specs: specs.schema,
    statistics,
    smallTableBytes,
    facts,
    unmodeled,
    leading,
  }
  const counts = new Map<Phase, number>()
  const told = new Map<Change, Set<string>>()
  const toldOfTables = new Set<string>()
  return drafted.map(({ change, draft }) => {
    const position = (counts.get(draft.phase) ?? 0) + 1
    counts.set(draft.phase, position)
    const subject = subjectOf(change)
    const step = {
      ...draft,
      id: `${phases.indexOf(draft.phase) + 1}.${position}`,
      change: change.kind,
      subject,
      estimate: estimateOf(draft.action, subject, statistics, input.rates),
      source: sourceOf(change, specs),
    }
    const said = told.get(change) ?? new Set()
    told.set(change, said)
    // What is true of a whole change, or a table, is said once, at its first step; what blocks, at each step that does it.
    const found = isIdle(draft) ? [] : hazardsOf({ ...known, change, step })
    const hazards = found.filter((hazard) => {
      const key = `${hazard.id}\u0000${hazard.message}`
      return saidOnce.has(hazard.id) ? !toldOfTables.has(key) : hazard.severity === 'block' || !said.has(key)
    })
    for (const { id, message } of hazards) (saidOnce.has(id) ? toldOfTables : said).add(`${id}\u0000${message}`)
    return { ...step, hazards }
  })
}

/** The change that a rename is. */
export function renameChange(rename: Rename): Change {
  const { table, column, from, online } = rename
  const said = online === undefined ? {} : { online }
  return column === null
    ? { kind: 'rename_table', from: tableBefore(rename), to: table, ...said }
    : { kind: 'rename_column', table, from, to: column, ...said }
}

function sourceOf(change: Change, specs: Desired): Step['source'] {
  const object = objectOfChange(change)
  if (object !== null) {
    const { on } = object
    const own = specs.sources.get(objectSource(object))
    return own ?? (on === null ? null : (specs.sources.get(sourceKey('table', on.name)) ?? null))
  }
  if ('move' in change) {
    const { to, columns } = change.move
    return specs.sources.get(sourceKey('column', to, columns[0]?.after.name)) ?? null
  }
  const owner = subjectOf(change)
  const member = memberOf(change)
  return (
    specs.sources.get(sourceKey(member.kind, owner, member.name)) ??
    specs.sources.get(sourceKey('table', owner)) ??
    null
  )
}

function hasLeadingIndex(schema: Schema, name: ObjectName, columns: readonly string[]): boolean {
  const table = tableOf(schema, name)
  if (table === undefined) return false
  const keys = [
    table.primaryKey?.columns ?? [],
    ...table.uniques.map((unique) => unique.columns),
    ...table.indexes
      .filter(({ where }) => where === null || columns.some((column) => isNotNull(where, column)))
      .map((index) => index.keys.map(({ on }) => ('column' in on ? on.column : ''))),
  ]
  return keys.some((key) => columns.every((column) => key.slice(0, columns.length).includes(column)))
}

/** `column = $1` implies it, so that a partial index with this predicate serves a foreign key as well as a whole one. */
function isNotNull(where: string, column: string): boolean {
  return where.replaceAll(/["()]/g, '').trim().toLowerCase() === `${column.toLowerCase()} is not null`
}

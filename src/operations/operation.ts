import type { Facts } from '../dialects/facts.ts'
import type { Words } from '../dialects/words.ts'
import { remembered } from '../lib/remembered.ts'
import { changesOf } from '../model/changes-of.ts'
import type { Change, ChangeKind, ChangeOf } from '../model/change.ts'
import type { ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Schema } from '../model/schema.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Action, Inverse, Phase, Probe, Quarantine } from '../model/step.ts'

/** The code that knows one kind of change. */
export interface Operation<K extends ChangeKind> {
  /** One line for people: imperative, naming the object. */
  describe(change: ChangeOf<K>): string
  /** The phase in which the change is complete, when nothing else holds it back. */
  phase(change: ChangeOf<K>, context: PlanContext): Phase
  /** The schema after the change. Pure: this is how a plan is simulated without a database. */
  effect(change: ChangeOf<K>, schema: Schema): Schema
  /** The steps, in order; each runs and is recorded on its own and carries its own way back. */
  steps(change: ChangeOf<K>, context: StepContext): Iterable<StepDraft>
}

/** What the whole plan knows. */
export interface PlanContext {
  readonly words: Words
  readonly facts: Facts
  /** The whole database as found, with what nobody manages. */
  readonly found: Schema
  /** After renames, in canonical spelling. */
  readonly actual: Schema
  readonly desired: Schema
  readonly changes: readonly Change[]
  /** Eight characters that make the names of quarantined things unique to this plan. */
  readonly tag: string
  /** Too large for what reads or writes the whole table under a lock. */
  isLarge(table: ObjectName): boolean
}

/** What is true at the moment a change's steps are written: `state` is the schema as simulated up to there. */
export interface StepContext extends PlanContext {
  readonly state: Schema
  /** Phase of the latest change that this one depends on. */
  readonly floor: Phase
}

/** A step before the planner numbers, estimates and judges it. */
export interface StepDraft {
  readonly phase: Phase
  readonly title: string
  readonly action: Action
  readonly prechecks: readonly Query[]
  readonly verify: readonly Query[]
  readonly inverse: Inverse
  readonly quarantines: readonly Quarantine[]
  /** True when an application version from before the plan would notice: such steps wait behind the gate. */
  readonly noticed: boolean
  readonly reason: string
}

interface StepParts {
  readonly phase: Phase
  readonly title: string
  readonly statements: readonly Statement[]
  readonly session?: 'plain' | 'rebuild'
  readonly probe?: Probe
  readonly prechecks?: readonly Query[]
  readonly verify?: readonly Query[]
  readonly inverse: Inverse
  readonly quarantines?: readonly Quarantine[]
  readonly noticed?: boolean
  readonly reason: string
}

/** A step made of statements. */
export function ddlStep(parts: StepParts): StepDraft {
  return {
    phase: parts.phase,
    title: parts.title,
    action: {
      kind: 'ddl',
      statements: parts.statements,
      session: parts.session ?? 'plain',
      probe: parts.probe ?? null,
    },
    prechecks: parts.prechecks ?? [],
    verify: parts.verify ?? [],
    inverse: parts.inverse,
    quarantines: parts.quarantines ?? [],
    noticed: parts.noticed ?? false,
    reason: parts.reason,
  }
}

interface InverseParts {
  readonly note?: string
  readonly exactness?: Inverse['exactness']
  readonly session?: 'plain' | 'rebuild'
  readonly probe?: Probe
  readonly prechecks?: readonly Query[]
  readonly verify?: readonly Query[]
  readonly quarantines?: readonly Quarantine[]
  /** Runs instead when the added thing holds nothing. */
  readonly discard?: { readonly unused: Query; readonly statements: readonly Statement[] }
}

/** The way back as statements; exact unless said otherwise. */
export function undo(statements: readonly Statement[], parts: InverseParts = {}): Inverse {
  const { discard } = parts
  return {
    exactness: parts.exactness ?? 'exact',
    note: parts.note ?? '',
    action: { kind: 'ddl', statements, session: parts.session ?? 'plain', probe: parts.probe ?? null },
    discard:
      discard === undefined
        ? null
        : {
            unused: discard.unused,
            action: { kind: 'ddl', statements: discard.statements, session: 'plain', probe: null },
          },
    prechecks: parts.prechecks ?? [],
    verify: parts.verify ?? [],
    quarantines: parts.quarantines ?? [],
  }
}

/** Nothing has to be done on the way back; the note says why. */
export function undoNothing(note: string): Inverse {
  return {
    exactness: 'exact',
    note,
    action: { kind: 'nothing' },
    discard: null,
    prechecks: [],
    verify: [],
    quarantines: [],
  }
}

/** True for tables that this plan creates: nobody uses them yet, so everything may be done the direct way. */
export function isNewTable(context: PlanContext, table: ObjectName): boolean {
  return changesOf(context.changes, table).some(({ kind }) => kind === 'create_table')
}

/** The objects that are out of the way while this change is made. */
export function asideOf(change: Change, context: PlanContext): readonly SchemaObject[] {
  return recreations(context.changes).flatMap(({ drops, around }) => (around.includes(change) ? drops : []))
}

const recreations = remembered((changes: readonly Change[]) =>
  changes.filter((change) => change.kind === 'recreate_objects'),
)

/** True for columns that this plan adds to a table that stands already. */
export function isNewColumn(context: PlanContext, table: ObjectName, column: string): boolean {
  return changesOf(context.changes, table).some(
    (change) => change.kind === 'add_column' && change.column.name === column,
  )
}

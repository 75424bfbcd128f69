import { createInterrupt } from '../../src/apply/interrupt.ts'
import type { RunOutcome } from '../../src/apply/context.ts'
import { type Prepared, prepare } from '../../src/commands/prepare.ts'
import type { Refusal } from '../../src/commands/refusal.ts'
import { apply, resume, rollback, runToRollBack } from '../../src/commands/runs.ts'
import type { Surroundings } from '../../src/commands/surroundings.ts'
import { withSession } from '../../src/commands/target.ts'
import type { Workplace } from '../../src/commands/workplace.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Plan } from '../../src/model/plan.ts'
import { refKey } from '../../src/model/object-ref.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Target } from '../../src/model/target.ts'
import { desired } from '../support/schemas.ts'
import type { Wanted } from './wanted.ts'

/** A database that schemas are applied to without spec files. */
export interface Site {
  plan(wanted: Wanted): Promise<Prepared | Refusal>
  apply(plan: Plan): Promise<RunOutcome>
  resume(): Promise<RunOutcome>
  rollBack(): Promise<RunOutcome>
}

export function targetAt(dialect: Dialect, url: string, smallTableBytes = 10 * 1024 * 1024): Target {
  return {
    name: 'property',
    dialect: dialect.name,
    url,
    shownAs: url,
    gate: 'none',
    gateConditions: [],
    allow: [],
    lockBudgetMs: 5_000,
    lockWindowMs: 60_000,
    terminateBlockers: false,
    keepAsideMs: 0,
    smallTableBytes,
  }
}

/** `state`: a directory for what a run leaves to people. */
export function siteOf(dialect: Dialect, url: string, state: string, smallTableBytes: number | undefined): Site {
  const target = targetAt(dialect, url, smallTableBytes)
  const selection = { specs: 'specs', state, target: null, url }
  const place: Workplace = { selection, target, dialect, promoteFrom: null, backup: null }
  return {
    plan: async ({ schema, backfills, moves, renames, objectRenames, enumRenames }) => {
      // Whatever looks like a rename is none: the schemas of a pair are drawn independently.
      const notRenamed = schema.tables.flatMap(({ name, columns }) => [
        { table: name, column: null },
        ...columns.map((column) => ({ table: name, column: column.name })),
      ])
      return await withSession(dialect, target, (session) =>
        prepare(
          session,
          dialect,
          target,
          desired(schema, {
            backfills,
            moves,
            notRenamed,
            renames,
            objectRenames,
            enumRenames,
            governed: governedIn(schema),
          }),
        ),
      )
    },
    apply: (plan) => apply(place, plan, surroundings(plan), null),
    resume: () => resume(place, surroundings(), null),
    rollBack: async () => await rollback(place, surroundings(), await runToRollBack(place, null)),
  }
}

/** Where the specs list grants, they list all of them. */
function governedIn({ objects }: Schema): Set<string> {
  return new Set(
    objects.flatMap((object) => {
      if (object.kind === 'default_privileges') return [refKey(object)]
      return object.kind === 'grant' && object.on !== null ? [refKey(object.on)] : []
    }),
  )
}

function surroundings(plan?: Plan): Surroundings {
  const hazards = plan?.steps.flatMap((step) => step.hazards) ?? []
  return {
    clock: () => new Date(),
    sleep: (ms) => new Promise((wake) => void setTimeout(wake, ms)),
    random: () => 0.5,
    owner: 'the property test',
    interrupt: createInterrupt(),
    emit: () => undefined,
    allow: hazards.filter(({ severity }) => severity === 'block').map(({ id }) => id),
  }
}

import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Change } from '../../src/model/change.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { PlanContext } from '../../src/operations/operation.ts'
import { operationFor } from '../../src/operations/registry.ts'
import { type Landing, landings } from '../../src/plan/landing.ts'

/** The context of a plan between two schemas, for what needs no more than the changes. */
export function contextOf(
  dialect: Dialect,
  serverVersion: string,
  actual: Schema,
  wanted: Schema,
  changes: readonly Change[],
): PlanContext {
  const lowered = dialect.lower(changes, {
    actual,
    desired: wanted,
    serverVersion,
    found: actual,
    gate: 'manual',
    isLarge: () => false,
  })
  return {
    words: dialect.words,
    facts: dialect.facts(serverVersion),
    found: actual,
    actual,
    desired: wanted,
    changes: lowered,
    tag: 'deadbeef',
    isLarge: () => false,
  }
}

/** They have happened in the schema it starts from. */
const renames: ReadonlySet<Change['kind']> = new Set(['rename_table', 'rename_column', 'close_shim'])

/** The schema after every change has landed, by the operations' effects alone. */
export function simulate(context: PlanContext): { readonly schema: Schema; readonly landed: readonly Landing[] } {
  const landed = landings(context.changes, context)
  const schema = landed
    .filter(({ change }) => !renames.has(change.kind))
    .reduce((now, { change }) => operationFor(change).effect(change, now), context.actual)
  return { schema, landed }
}

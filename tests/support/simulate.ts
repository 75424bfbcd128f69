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
  const lowered = dialect.lower(changes, { actual, desired: wanted, serverVersion, isLarge: () => false })
  return {
    words: dialect.words,
    facts: dialect.facts(serverVersion),
    found: actual,
    actual,
    desired: wanted,
    changes: lowered,
    tag: 'deadbeef',
  }
}

/** The schema after every change has landed, by the operations' effects alone. */
export function simulate(context: PlanContext): { readonly schema: Schema; readonly landed: readonly Landing[] } {
  const landed = landings(context.changes, context)
  const schema = landed
    .filter(({ change }) => change.kind !== 'rename_table' && change.kind !== 'rename_column')
    .reduce((now, { change }) => operationFor(change).effect(change, now), context.actual)
  return { schema, landed }
}

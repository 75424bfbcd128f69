import type { Dialect } from '../../../src/dialects/dialect.ts'
import { fingerprint } from '../../../src/lib/fingerprint.ts'
import type { Backfill } from '../../../src/model/backfill.ts'
import type { Column } from '../../../src/model/column.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import { type Plan, planVersion } from '../../../src/model/plan.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import type { Query, Statement } from '../../../src/model/statement.ts'
import type { Action, DdlAction, Inverse, Probe, Step } from '../../../src/model/step.ts'
import type { Table } from '../../../src/model/table.ts'
import { table as tableIn } from '../../support/tables.ts'

/** A name in the dialect's default schema. */
export function named(dialect: Dialect, name: string): ObjectName {
  return { schema: dialect.defaultSchema, name }
}

/** Columns and a primary key on the first of them. */
export function table(dialect: Dialect, name: string, columns: readonly Column[]): Table {
  const primaryKey = { name: `${name}_pkey`, columns: columns.slice(0, 1).map((key) => key.name) }
  return tableIn(named(dialect, name), columns, { primaryKey })
}

export function sql(text: string, more: Partial<Statement> = {}): Statement {
  return { sql: text, locks: [], transactional: true, timeout: 'fast', work: 'catalog', ...more }
}

/** A statement that takes ACCESS EXCLUSIVE on a table. */
export function locking(dialect: Dialect, relation: string, text: string): Statement {
  return sql(text, { locks: [{ mode: 'access_exclusive', relation: named(dialect, relation) }] })
}

export function ddl(...statements: readonly Statement[]): DdlAction {
  return { kind: 'ddl', statements, session: 'plain', probe: null }
}

/** A statement that is alone in its step. */
export function lone(text: string, probe: Probe): DdlAction {
  const statement = sql(text, { transactional: false, timeout: 'concurrent', work: 'index_build' })
  return { kind: 'ddl', statements: [statement], session: 'plain', probe }
}

export function asks(text: string, expect: Query['expect'], failure = `${text} is not as expected`): Query {
  return { sql: text, expect, failure, help: 'Put it right.' }
}

export function inverse(action: Inverse['action'], more: Partial<Inverse> = {}): Inverse {
  return {
    exactness: 'exact',
    note: 'all of it',
    action,
    discard: null,
    prechecks: [],
    verify: [],
    quarantines: [],
    ...more,
  }
}

export function step(id: string, action: Action, more: Partial<Step> = {}): Step {
  return {
    id,
    phase: 'expand',
    title: `step ${id}`,
    change: 'create_table',
    subject: { schema: 'public', name: 'items' },
    action,
    prechecks: [],
    verify: [],
    inverse: inverse({ kind: 'nothing' }),
    quarantines: [],
    hazards: [],
    estimate: { rows: null, durationMs: 10, lockMs: 0 },
    reason: 'for a test',
    source: null,
    ...more,
  }
}

export function plan(dialect: Dialect, steps: readonly Step[], more: Partial<Plan> = {}): Plan {
  const content: Omit<Plan, 'id'> = {
    version: planVersion,
    target: { name: 'test', dialect: dialect.name, serverVersion: '0' },
    actual: 'a',
    desired: 'd',
    steps,
    gate: false,
    before: emptySchema,
    schema: emptySchema,
    backfills: [],
    spellings: {},
    unmanaged: [],
    unmodeled: [],
    ...more,
  }
  return { ...content, id: fingerprint(content) }
}

export function backfill(dialect: Dialect, on: string, more: Partial<Backfill> = {}): Backfill {
  return {
    name: 'fill',
    table: named(dialect, on),
    set: [{ column: 'label', expression: `'item ' || id` }],
    where: 'label is null',
    batch: { rows: 100, targetMs: 200 },
    ...more,
  }
}

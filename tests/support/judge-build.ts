import type { Session } from '../../src/dialects/session.ts'
import type { Case, CaseRow, Scalar } from './cases.ts'
import type { Growing, JudgeEngine } from './judge-database.ts'
import { mustBe, openStage } from './judge-stage.ts'

/** A database that holds `before.yaml`, built by Reconcile itself, and the rows. */
export async function buildBefore(one: Case, engine: JudgeEngine): Promise<Growing> {
  const growing = await engine.fresh()
  const stage = await openStage(growing.url, one.before, { dialect: engine.dialect })
  const plan = await stage.planned()
  if (plan.steps.length > 0) mustBe('done', await stage.apply(plan))
  const session = await engine.dialect.connect(growing.url, 'the application')
  try {
    for (const [table, rows] of one.rows) for (const row of rows) await insert(session, engine, table, row)
    for (const sql of one.setup[engine.dialect.name] ?? []) await session.execute(sql)
  } finally {
    await session.close()
  }
  return growing
}

async function insert(session: Session, { dialect }: JudgeEngine, table: string, row: CaseRow): Promise<void> {
  const { quote, qualify } = dialect.words
  const columns = Object.keys(row)
  const postgres = dialect.name === 'postgres'
  const marks = columns.map((_name, at) => (postgres ? `$${at + 1}` : '?'))
  // Rows bring their own numbers, also where identity is `always`.
  const overriding = postgres ? ' overriding system value' : ''
  const name = qualify({ schema: dialect.defaultSchema, name: table })
  await session.execute(
    `insert into ${name} (${columns.map(quote).join(', ')})${overriding} values (${marks.join(', ')})`,
    Object.values(row).map((value) => parameter(value, postgres)),
  )
}

/** PostgreSQL reads every type from text, which keeps digits that a number would round. */
function parameter(value: Scalar, asText: boolean): Scalar {
  return asText && value !== null ? String(value) : value
}

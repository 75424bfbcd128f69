import pg from 'pg'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { openJournal } from '../../src/journal/journal.ts'

/** What the databases of judges are copies of. */
export const judgeTemplate = 'judge_template'

/** As many sessions as are ever open at once, by the numbers that the server gives them. */
const sessions = 48

/**
 * A database with the schemas that judges bring about sooner or later: the journal's, and those of temporary tables.
 * With a schema that comes, every session of a database forgets its plans, and planning takes ten times as long as
 * answering most questions to the catalogue.
 */
export async function createJudgeTemplate(server: string): Promise<void> {
  const url = new URL(server)
  url.pathname = judgeTemplate
  await once(server, `create database ${judgeTemplate} template template0`)
  const session = await postgres.connect(url.href, 'the judge')
  try {
    await (await openJournal(session)).ensure()
  } finally {
    await session.close()
  }
  const names = Array.from({ length: sessions }, (_none, at) => [`pg_temp_${at}`, `pg_toast_temp_${at}`]).flat()
  await once(url.href, ['set allow_system_table_mods = on', ...names.map((name) => `create schema ${name}`)].join(';'))
}

async function once(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

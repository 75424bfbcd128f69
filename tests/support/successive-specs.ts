import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { purge, purgeable } from '../../src/commands/purge.ts'
import type { Session } from '../../src/dialects/session.ts'
import { postgresJudge } from './judge-database.ts'
import { mustBe, openStage } from './judge-stage.ts'
import type { Stage } from './judge-verbs.ts'

/** Runs what is said about a database to which the specs were applied one after the other, all but the last. Every table is large. */
export async function afterSpecs(
  major: number,
  name: string,
  specs: readonly string[],
  body: (last: Stage, session: Session) => Promise<void>,
): Promise<void> {
  const { dialect, fresh } = postgresJudge(major)
  const { url, dispose } = await fresh()
  const session = await dialect.connect(url, 'the judge')
  const stages: Stage[] = []
  for (const [at, text] of specs.entries()) {
    const directory = join(inject('sqliteDirectory'), `aside-${major}-${name}-${at}`)
    await mkdir(directory, { recursive: true })
    const config = 'targets:\n  corpus: { url: "sqlite:not-used.db", small_table: 0B }\n'
    await writeFile(join(directory, 'reconcile.yaml'), config)
    await writeFile(join(directory, 'schema.yaml'), text)
    const stage = await openStage(url, join(directory, 'schema.yaml'), { dialect })
    stages.push(stage)
    if (at < specs.length - 1) mustBe('done', await stage.apply(await stage.planned()))
  }
  const [last] = stages.slice(-1)
  if (last !== undefined) await body(last, session)
  await session.close()
  await dispose()
}

export async function purgeAll({ place }: Stage): Promise<void> {
  const sleep = async (): Promise<void> => undefined
  await purge(place, await purgeable(place, 0, new Date()), { owner: 'the judge', sleep })
}

/** All columns and triggers that plans have put aside or under way. */
export async function asideIn(session: Session): Promise<unknown[]> {
  return await session.query(`select attname from pg_attribute where attname like '\\_rq\\_%'
    union all select tgname from pg_trigger where tgname like '%\\_rq\\_%'`)
}

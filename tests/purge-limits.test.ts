import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import type { Pause } from '../src/commands/patiently.ts'
import { purge, purgeable } from '../src/commands/purge.ts'
import { quarantineText } from '../src/commands/quarantine-text.ts'
import { postgresMajors } from './support/databases.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'

const spec = (columns: string): string => `tables:\n  notes: { columns: { id: bigint${columns} }, primary_key: [id] }\n`

describe.each(postgresMajors())('postgres %d: purge', (major) => {
  const { dialect, fresh } = postgresJudge(major)

  test('gives up what takes longer than it may, so that the others go on, and tries again a few times', async () => {
    const { url, dispose } = await fresh()
    const session = await dialect.connect(url, 'the judge')
    const directory = join(inject('sqliteDirectory'), `purge-limits-${major}`)
    await mkdir(directory, { recursive: true })
    const config = 'targets:\n  corpus: { url: "sqlite:not-used.db", lock_budget: 300ms }\n'
    await writeFile(join(directory, 'reconcile.yaml'), config)
    const stageOf = async (text: string) => {
      await writeFile(join(directory, 'schema.yaml'), text)
      return await openStage(url, join(directory, 'schema.yaml'), { dialect })
    }
    const first = await stageOf(spec(', body: text, old: text'))
    mustBe('done', await first.apply(await first.planned()))
    const { place, ...second } = await stageOf(spec(''))
    mustBe('done', await second.apply(await second.planned()))
    // As if there were much to do under the lock: three tries are too many, and two are not.
    await session.execute(`create sequence drops;
      create function slow() returns event_trigger language plpgsql as $$ begin
        if current_query() like '%drop column%_old%' and nextval('public.drops') <= 4 then perform pg_sleep(300); end if;
      end $$;
      create event trigger slow on ddl_command_start execute function slow()`)

    const told: string[] = []
    const around = {
      owner: 'the judge',
      sleep: async () => undefined,
      pauses: ({ quarantine }: { readonly quarantine: Parameters<typeof quarantineText>[0] }, why: Pause) =>
        void told.push(`${why}: ${quarantineText(quarantine).split(',')[0]}`),
    }
    const purged = async () => await purge(place, await purgeable(place, 0, new Date()), around)
    await expect(purged()).rejects.toMatchObject({
      code: 'step_failed',
      message: expect.stringMatching(
        /^column notes\.old, .* could not be purged: canceling statement due to statement timeout$/,
      ),
      hint: expect.stringMatching(/`lock_budget`.* Before it, 1 object was destroyed for good: column notes\.body/),
    })
    expect((await purgeable(place, 0, new Date())).map(({ quarantine }) => quarantine.column)).toEqual(['old'])
    expect((await purged()).records).toHaveLength(1)
    expect(await purgeable(place, 0, new Date())).toEqual([])
    expect(told).toEqual(['timeout: column notes.old', 'timeout: column notes.old'])
    await session.close()
    await dispose()
  })
})

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { postgresMajors } from './support/databases.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'

/** What a session of the application has called before a type changes, it goes on calling: its plans have the old type. */
describe.each(postgresMajors())('postgres %d: a session that stays open', (major) => {
  const { dialect, fresh } = postgresJudge(major)

  test.each([
    { way: 'at once', types: ['integer', 'bigint', 'numeric'], smallTableBytes: 1e9 },
    { way: 'by an exchange, over what is put aside', types: ['integer', 'bigint', 'numeric'], smallTableBytes: 0 },
    {
      way: 'in the catalogue alone, over what is put aside',
      types: ['integer', 'varchar(20)', 'text'],
      smallTableBytes: 0,
    },
    { way: 'to an enum with fewer labels', types: ['size', 'sizes'], smallTableBytes: 1e9 },
  ])('goes on while types change $way', async ({ types, smallTableBytes }) => {
    const world = await fresh()
    const session = await dialect.connect(world.url, 'the application')
    const stages: Awaited<ReturnType<typeof openStage>>[] = []
    const work = async (): Promise<void> => {
      await session.execute(`insert into notes (amount) values ('1')`)
      await session.execute('update notes set amount = amount')
      expect(await session.query('select public.amount_of(1) as amount')).toEqual([{ amount: '1' }])
    }
    try {
      for (const [at, type] of types.entries()) {
        const stage = await openStage(world.url, await write(type), { dialect, smallTableBytes })
        mustBe('done', await stage.apply(await stage.planned()))
        if (at > 0) stages.unshift(stage)
        await work()
      }
      for (const stage of stages) {
        mustBe('rolled_back', await stage.rollback())
        await work()
      }
    } finally {
      await session.close()
      await world.dispose()
    }
  })

  async function write(type: string): Promise<string> {
    const directory = join(inject('sqliteDirectory'), `open-sessions-${major}-${Math.random()}`)
    await mkdir(directory, { recursive: true })
    const enumeration = type.startsWith('size')
      ? `enums: { size: ['1', ${type === 'size' ? `'2', '3'` : `'3'`}] }\n`
      : ''
    await writeFile(
      join(directory, 'schema.yaml'),
      `${enumeration}tables:
  notes:
    columns: { id: { type: integer, identity: always }, amount: { type: '${type === 'sizes' ? 'size' : type}' }, old: text }
    primary_key: [id]
    triggers: { notes_old: { before: [insert, update], for_each: row, execute: keep_old() } }
functions:
  keep_old: { returns: trigger, language: plpgsql, body: begin new.old := new.amount; return new; end }
  amount_of:
    arguments: { wanted: integer }
    returns: text
    language: plpgsql
    body: declare one record; begin select * into one from public.notes where id = wanted; return one.amount; end
`,
    )
    return join(directory, 'schema.yaml')
  }
})

import { afterEach, describe, expect, test } from 'vitest'
import { documentOf } from './support/json.ts'
import { createWorld, mainEngines, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

const both = `enums: { mood: [good, bad] }
tables:
  notes:
    columns: { id: bigint, body: text, old: text, feeling: mood }
    primary_key: [id]
  drafts:
    columns: { id: bigint, body: text }
    primary_key: [id]
`
const less = 'tables:\n  notes:\n    columns: { id: bigint, body: text }\n    primary_key: [id]\n'

describe.each(mainEngines())('purge on $name', (engine) => {
  test('destroys what was put aside, once it is old enough and allowed by name; then there is no way back', async () => {
    world = await createWorld(engine)
    await world.write(both)
    await world.expect(0, '--yes')
    await world.sql(`insert into notes values (1, 'a', 'kept', 'good'); insert into drafts values (1, 'b')`)
    const before = await world.contents()
    await world.write(less)
    await world.expect(0, '--yes')
    const kept = world.isSqlite
      ? ['column notes.old', 'table drafts']
      : ['column notes.old', 'table drafts', 'enum mood']
    const status = (await world.expect(0, 'status')).stdout
    for (const one of kept) expect(status).toMatch(new RegExp(`${one}, kept as \\S*_rq_.*, since \\d{4}-.* by run 2-`))

    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual(before)
    expect((await world.expect(0, 'status')).stdout).not.toContain('Put aside')
    expect((await world.expect(0, 'purge', '--older-than', '0s')).stdout).toContain('Nothing is put aside')

    await world.expect(0, '--yes')
    const aside = await world.contents()
    expect((await world.expect(0, 'purge')).stdout).toContain('Nothing is put aside for that long')
    for (const args of [['--yes'], ['--allow', 'purge-data'], ['--yes', '--allow', 'table-rewrite']]) {
      const { stdout, stderr } = await world.expect(3, 'purge', '--older-than', '0s', ...args)
      expect(stdout).toContain('column notes.old')
      expect(stderr).toContain('--yes --allow purge-data')
    }
    expect(documentOf(await world.expect(3, 'purge', '--older-than', '0s', '--json'))).toMatchObject({
      destroyed: false,
    })
    expect(await world.contents()).toEqual(aside)

    const purged = await world.expect(0, 'purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--json')
    expect(documentOf(purged)).toMatchObject({ destroyed: true, objects: expect.any(Array) })
    const after = await world.contents()
    expect([...after.schema, ...Object.keys(after.rows), ...Object.values(after.rows).flat()].join('\n')).not.toContain(
      '_rq_',
    )
    expect(await world.rows('select * from notes')).toMatchObject([{ body: 'a' }])
    expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
    const refused = await world.expect(3, 'rollback', '--yes')
    expect(refused.stderr).toContain('has been purged')
    expect(refused.stderr).toContain('notes.old')
    expect(await world.contents()).toEqual(after)
  })
})

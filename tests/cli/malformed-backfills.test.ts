import { afterEach, describe, expect, test } from 'vitest'
import { type Engine, engines } from '../support/databases.ts'
import { createWorld, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

const specs = (rules: string): string => `tables:
  tiers: { columns: { code: text, least: integer } }
  notes:
    columns: { id: bigint, body: text, full_title: { type: text, renamed_from: title }, words: { type: integer, renamed_from: null } }
    primary_key: [id]
    backfills:
${rules}`

describe.each(engines())('backfills on $name', (engine: Engine) => {
  test('whose rule can only fail are told when planning, all of them, at their lines', async () => {
    world = await createWorld(engine)
    await world.write(
      'tables:\n  tiers: { columns: { code: text } }\n  notes: { columns: { id: bigint, body: text, title: text }, primary_key: [id] }\n',
    )
    await world.expect(0, '--yes')
    const rule = (name: string, set: string, where = 'words is null'): string =>
      `      ${name}: { set: { words: ${JSON.stringify(set)} }, where: ${JSON.stringify(where)} }\n`
    await world.write(
      specs(
        rule('parses', 'length(body') +
          rule('ends', '1', 'words is null; drop table notes') +
          rule('escapes', '1); drop table notes; --') +
          rule('knows', 'length(bdy)') +
          rule('asks', '1', 'wrds is null') +
          rule('subquery', '(select least from tiers where notes.bdy = code)') +
          rule('elsewhere', '(select least from tirs)') +
          rule('theirs', '(select body from tiers)') +
          rule('comments', '1 -- one', 'words is null'),
      ),
    )
    const { stderr } = await world.expect(65, 'plan')
    expect(
      [...stderr.matchAll(/schema\.yaml:(\d+):\d+ error\[rejected-expression\] backfill (\w+) of notes: (\S+):/g)].map(
        ([, ...found]) => found.join(' '),
      ),
    ).toEqual([
      '7 parses set.words',
      '8 ends where',
      '9 escapes set.words',
      '10 knows set.words',
      '11 asks where',
      '12 subquery set.words',
      '13 elsewhere set.words',
      // Tiers have no body, so that `theirs` means the one of the note.
      '15 comments set.words',
    ])
    expect(stderr).toContain('over the columns of notes: id, body, full_title, words')
    await world.write(
      specs(
        rule('new_name', 'length(full_title)') +
          rule('qualified', 'length(notes.body)') +
          rule('unknown_yet', '(select least from tiers where tiers.code = body limit 1)') +
          rule('word', 'default'),
      ),
    )
    await world.expect(2, 'plan')
  })
})

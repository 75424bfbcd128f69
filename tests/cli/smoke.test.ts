import { describe, expect, test } from 'vitest'
import { engines } from '../support/databases.ts'
import { createWorld } from './support/world.ts'

describe.each(engines())('$name', (engine) => {
  test('smoke', async () => {
    const world = await createWorld(engine)
    await world.write(
      'tables:\n  a:\n    columns: { id: bigint, name: { type: text, not_null: true, default: "\'x\'" } }\n    primary_key: [id]\n',
    )
    console.log(await world.expect(2, 'plan'))
    await world.expect(0, '--yes')
    await world.sql(`insert into a (id) values (1), (2)`)
    console.log(await world.contents())
    await world.expect(0)
    console.log(await world.expect(0, 'status', '--json'))
    expect(1).toBe(1)
    await world.dispose()
  })
})

import { afterAll, beforeAll, describe, test } from 'vitest'
import { postgresMajors } from '../support/databases.ts'
import { postgresJudge, sqliteJudge, type Template } from '../support/judge-database.ts'
import {
  amid,
  early,
  end,
  first,
  gate,
  killedOnTheWayBack,
  last,
  resumedAndBack,
  takenBack,
  templateOf,
} from './support/kill.ts'

/** Every statement of every kind of step is another test's (tests/support/judge-kill.ts): this is about whole processes. */
describe.each([sqliteJudge(), postgresJudge(postgresMajors()[0] ?? 18)])('killed on $name', (engine) => {
  let template: Template
  beforeAll(async () => {
    template = await templateOf(engine, 3_000)
  })
  afterAll(() => template.dispose())

  test.each([first, amid, end])('$name: resumed, and then taken back', ({ at }) => resumedAndBack(template, at))

  test.each([early, gate, last])('$name: taken back', ({ at }) => takenBack(template, at))

  test('on the way back: the rollback goes on', () => killedOnTheWayBack(template, 4))
})

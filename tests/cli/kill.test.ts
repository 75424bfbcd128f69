import { afterAll, beforeAll, describe, test } from 'vitest'
import { postgresMajors } from '../support/databases.ts'
import { postgresJudge, sqliteJudge, type Template } from '../support/judge-database.ts'
import { amid, early, end, first, gate, killedAgainAndAgain, last, takenBack, templateOf } from './support/kill.ts'

/** Every statement of every kind of step is another test's (tests/support/judge-kill.ts): this is about whole processes. */
describe.each([sqliteJudge(), postgresJudge(postgresMajors()[0] ?? 18)])('killed on $name', (engine) => {
  let template: Template
  beforeAll(async () => {
    template = await templateOf(engine, 3_000)
  })
  afterAll(() => template.dispose())

  test.each([early, amid, end])('$name: taken back', ({ at }) => takenBack(template, at))

  test('again and again, forth and back', () => killedAgainAndAgain(template, [first, amid, gate, last], [2, 5]))
})

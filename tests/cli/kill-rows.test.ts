import { afterAll, beforeAll, describe, test } from 'vitest'
import { postgresMajors } from '../support/databases.ts'
import { postgresJudge, type Template } from '../support/judge-database.ts'
import { backfill, concurrently, resumedAndBack, takenBack, templateOf, validate } from './support/kill.ts'

describe('killed in the middle of many rows', () => {
  let template: Template
  beforeAll(async () => {
    template = await templateOf(postgresJudge(postgresMajors()[0] ?? 18), 60_000)
  })
  afterAll(() => template.dispose())

  test.each([concurrently, backfill])('$name: resumed, and then taken back', ({ at }) => resumedAndBack(template, at))

  test.each([concurrently, validate])('$name: taken back', ({ at }) => takenBack(template, at))
})

import { describe, expect, test } from 'vitest'
import { withColumnRenamed } from '../../src/model/renamed-text.ts'

describe('a column by another name in an expression', () => {
  test.for([
    { text: '(amount > 100)', from: 'amount', becomes: '("new" > 100)' },
    { text: "(state <> 'amount'::text)", from: 'amount', becomes: "(state <> 'amount'::text)" },
    { text: '(amounts > amount)', from: 'amount', becomes: '(amounts > "new")' },
    { text: '("Amount" > amount)', from: 'Amount', becomes: '("new" > amount)' },
    { text: '(a IS NOT NULL AND "and" > 0)', from: 'and', becomes: '(a IS NOT NULL AND "new" > 0)' },
    { text: 'lower((amount)::text)', from: 'amount', becomes: 'lower(("new")::text)' },
  ])('$text, without $from', ({ text, from, becomes }) => {
    expect(withColumnRenamed(text, from, '"new"')).toBe(becomes)
  })

  test.for([
    { text: 'lower(lower)', from: 'lower', why: 'a function' },
    { text: "(date > '2026-01-01'::date)", from: 'date', why: 'a type' },
    { text: '(at > (now())::timestamp without time zone)', from: 'time', why: 'a part of a type' },
    { text: '(name COLLATE name)', from: 'name', why: 'a collation' },
    { text: 'crm.amount(id)', from: 'crm', why: 'a schema' },
  ])('$text could mean $why by $from', ({ text, from }) => {
    expect(withColumnRenamed(text, from, '"new"')).toBeNull()
  })
})

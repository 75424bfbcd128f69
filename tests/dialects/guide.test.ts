import { describe, expect, test } from 'vitest'
import { entryFor, type GuideEntry } from '../../src/dialects/guide.ts'
import { guide as postgresGuide } from '../../src/dialects/postgres/guide/guide.ts'
import { guide as sqliteGuide } from '../../src/dialects/sqlite/guide/guide.ts'

/** Every SQLSTATE that hazards.md 6A names. */
const states = `
  23502 23503 23505 23514 23P01 22P02 22001 22003 22007 22008 22012 22023 2201B 22P05 22021 22026 22004 42804 42P07 42701
  42710 42P06 42723 42P01 42703 42704 42883 2BP01 42P16 42P17 42830 42P10 42809 42501 42601 428C9 0A000 55P03 55P04 55006
  55000 40P01 40001 57014 57P01 57P02 57P03 08006 08003 25P03 25P04 25P02 25001 25006 53100 53200 53300 53400 54000 54001
  54011 58030 XX001 XX002`

/** Every code that hazards.md 6B names. */
const codes = `
  BUSY BUSY_SNAPSHOT BUSY_RECOVERY LOCKED LOCKED_SHAREDCACHE SCHEMA ERROR CONSTRAINT_NOTNULL CONSTRAINT_CHECK
  CONSTRAINT_UNIQUE CONSTRAINT_PRIMARYKEY CONSTRAINT_FOREIGNKEY CONSTRAINT_TRIGGER CONSTRAINT_DATATYPE CONSTRAINT_ROWID
  CONSTRAINT FULL IOERR NOMEM READONLY CANTOPEN PERM CORRUPT NOTADB MISMATCH AUTH TOOBIG RANGE MISUSE`

/** Messages that stand for a code of their own in hazards.md 6B. */
const messages = [
  'error in view v: no such table: main.t',
  'no such column: t.b',
  'foreign key mismatch - "c" referencing "p"',
  'Cannot add a NOT NULL column with default value NULL',
  'Cannot add a column with non-constant default',
  'cannot add a STORED column',
  'constraint may not be dropped: c',
  'table t has 3 columns but 2 values were supplied',
  'table sqlite_master may not be modified',
]

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

describe('every code of the catalogue has an entry of its own', () => {
  test('SQLSTATEs', () => {
    const known = new Set(postgresGuide.map(({ code }) => code))
    expect(words(states).filter((code) => !known.has(code))).toEqual([])
  })

  test('SQLite codes, or that of their kind', () => {
    const without = words(codes).filter((code) => entryFor(sqliteGuide, `SQLITE_${code}`, '') === null)
    expect(without).toEqual([])
  })

  test('messages of SQLITE_ERROR', () => {
    const general = entryFor(sqliteGuide, 'SQLITE_ERROR', '')
    expect(general).not.toBeNull()
    expect(messages.filter((message) => entryFor(sqliteGuide, 'SQLITE_ERROR', message) === general)).toEqual([])
  })
})

test.each([
  ['postgres', postgresGuide],
  ['sqlite', sqliteGuide],
])(
  'entries of %s say whence and what to do, in sentences, and can all be reached',
  (_, guide: readonly GuideEntry[]) => {
    const sentences = guide.flatMap(({ code, causes, choices }) => [...causes, ...choices].map((text) => [code, text]))
    expect(sentences.filter(([, text = '']) => !/^[\w`.].*[.)]$/.test(text))).toEqual([])
    expect(guide.filter(({ causes, choices }) => causes.length === 0 || choices.length === 0)).toEqual([])
    const hidden = guide.filter((entry, index) =>
      guide.slice(0, index).some(({ code, says }) => code === entry.code && says === undefined),
    )
    expect(hidden).toEqual([])
  },
)

test('a code without an entry is explained by its class, and a strange one by nothing', () => {
  expect(entryFor(postgresGuide, '22019', '')?.code).toBe('22')
  expect(entryFor(postgresGuide, '08P01', '')?.kind).toBe('lost')
  expect(entryFor(sqliteGuide, 'SQLITE_IOERR_WRITE', '')?.code).toBe('SQLITE_IOERR')
  expect(entryFor(postgresGuide, 'P0001', '')).toBeNull()
})

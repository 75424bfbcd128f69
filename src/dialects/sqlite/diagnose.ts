import type { Circumstances } from '../dialect.ts'
import type { Ask } from '../guide.ts'
import type { Row, Session } from '../session.ts'
import { quote } from './words/quote.ts'

const most = 20

/** What the file can tell about a failure, one line each. */
export async function diagnose(session: Session, ask: Ask, about: Circumstances): Promise<readonly string[]> {
  return (await (questions[ask]?.(session, about) ?? [])).slice(0, most)
}

type Question = (session: Session, about: Circumstances) => Promise<readonly string[]>

const questions: Readonly<Partial<Record<Ask, Question>>> = {
  name_taken: named(/(?:named|name:|table|view|trigger) "?([^\s"]+)/, async (session, name) =>
    linesOf(
      await session.query(
        `select type || ' ' || name || case when tbl_name <> name then ' of ' || tbl_name else '' end as line
         from sqlite_schema where lower(name) = lower(?)`,
        [name],
      ),
    ),
  ),

  code: named(/(?:no such \w+: |table )"?(?:\w+\.)*([^\s".]+)/, async (session, name) =>
    linesOf(
      await session.query(
        `select type || ' ' || name || ' has ' || ? || ' in its text' as line
         from sqlite_schema where type in ('view', 'trigger') and instr(lower(sql), lower(?)) > 0`,
        [name, name],
      ),
    ),
  ),

  broken: async (session) => {
    const lines: string[] = []
    for (const { name } of await session.query(`select name from sqlite_schema where type = 'view'`)) {
      const failed = await failureOf(session, `select 1 from ${quote(String(name))} limit 0`)
      if (failed !== null) lines.push(`view ${String(name)}: ${failed}`)
    }
    return lines
  },

  foreign_keys: async (session) => {
    const mismatch = await failureOf(session, 'pragma foreign_key_check')
    if (mismatch !== null) return [mismatch]
    const rows = await session.query(
      `select 'row ' || coalesce(rowid, '') || ' of ' || "table" || ' refers to nothing in ' || parent as line
       from pragma_foreign_key_check limit ${most}`,
    )
    return linesOf(rows)
  },

  space: async (session) =>
    linesOf(
      await session.query(
        `select 'the file has ' || (page_count * page_size / 1024) || ' kB, ' || (freelist_count * page_size / 1024)
           || ' kB of it free' as line
         from pragma_page_count, pragma_page_size, pragma_freelist_count`,
      ),
    ),

  limits: async (session) =>
    linesOf(await session.query(`select 'journal_mode is ' || journal_mode as line from pragma_journal_mode`)),

  integrity: async (session) => linesOf(await session.query(`select quick_check as line from pragma_quick_check(5)`)),
}

function linesOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ line }) => String(line))
}

async function failureOf(session: Session, sql: string): Promise<string | null> {
  try {
    await session.query(sql)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Asks about the name in the message; about nothing when it has none. */
function named(pattern: RegExp, ask: (session: Session, name: string) => Promise<readonly string[]>): Question {
  return async (session, { message }) => {
    const name = pattern.exec(message)?.[1]
    return name === undefined ? [] : await ask(session, name)
  }
}

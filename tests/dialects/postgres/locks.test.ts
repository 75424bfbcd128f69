import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../../src/dialects/session.ts'
import type { LockMode } from '../../../src/model/statement.ts'
import { postgresMajors } from '../../support/databases.ts'
import { cases, child, ddl } from './lock-cases.ts'
import { index, noLimits, withDatabase } from './samples.ts'

const { words } = postgres

describe.each(postgresMajors().map((major) => ({ major })))('locks on PostgreSQL $major', ({ major }) => {
  test('every statement takes the locks it says and rewrites when it says', () =>
    withDatabase(major, async (session) => {
      const wrong: string[] = []
      for (const { name, before = '', from = 14, statement } of cases) {
        if (major < from) continue
        await session.execute(`drop schema public cascade; create schema public; ${ddl}; ${before}`)
        const now = (await postgres.introspect(session)).tables.find((one) => one.name.name === 'child')
        if (now === undefined) throw new Error('there is no child')
        const standing = await filenodes(session)
        const names = new Map([...standing].map(([oid, { relation }]) => [oid, relation]))
        const written = [statement(now)].flat()
        await session.scratch(async () => {
          for (const { sql } of written) await session.execute(sql)
          const observed = strongest(await locksHeld(session, names))
          const said = strongest(
            written.flatMap(({ locks }) => locks.map((lock) => [lock.relation.name, lock.mode] as const)),
          )
          const ours = [...new Set([...observed.keys(), ...said.keys()])].filter((one) =>
            [...names.values()].includes(one),
          )
          for (const relation of ours) {
            const [seen, predicted] = [observed.get(relation), said.get(relation)]
            // What blocks nobody need not be announced, nor the lock on an index of a table that is locked itself.
            if (
              predicted === undefined &&
              (rank(seen) <= rank('row_exclusive') || !['child', 'parent'].includes(relation))
            )
              continue
            if (seen !== predicted) wrong.push(`${name}: ${relation} is locked in ${seen}, said ${predicted}`)
          }
          const after = [...(await filenodes(session))].filter(([, { of }]) => of === 'child')
          // By file: an index that a change of type leaves alone may get another oid.
          const files = new Set([...standing.values()].map(({ file }) => file))
          const changed = after.filter(([, { file }]) => !files.has(file))
          const rewritten = changed.some(([, { relation }]) => relation === 'child')
          const says = (...works: string[]): boolean => written.some(({ work }) => works.includes(work))
          if (rewritten !== says('rewrite')) wrong.push(`${name}: rewritten ${rewritten}`)
          const built = changed.length > 0
          if (built !== says('rewrite', 'index_build')) wrong.push(`${name}: index built ${built}`)
        })
      }
      expect(wrong).toEqual([])
    }))

  test('concurrent index statements are refused in a transaction and work alone', () =>
    withDatabase(major, async (session) => {
      await session.execute(ddl)
      const create = words.createIndex(child, index('Ünï cödé', ['n']), true)
      const drop = words.dropIndex(child, 'Ünï cödé', true)
      for (const { sql, transactional, timeout } of [create, drop]) {
        expect([transactional, timeout]).toEqual([false, 'concurrent'])
        await expect(session.transaction('write', noLimits, () => session.execute(sql))).rejects.toMatchObject({
          code: '25001',
        })
        await session.alone(sql, noLimits)
      }
      expect((await postgres.introspect(session)).tables[0]?.indexes.map(({ name }) => name)).not.toContain('Ünï cödé')
    }))
})

const modes: readonly LockMode[] = [
  'access_share',
  'row_share',
  'row_exclusive',
  'share_update_exclusive',
  'share',
  'share_row_exclusive',
  'exclusive',
  'access_exclusive',
]

function rank(mode: LockMode | undefined): number {
  return mode === undefined ? -1 : modes.indexOf(mode)
}

function strongest(locks: readonly (readonly [string, LockMode])[]): Map<string, LockMode> {
  const result = new Map<string, LockMode>()
  for (const [relation, mode] of locks) if (rank(mode) > rank(result.get(relation))) result.set(relation, mode)
  return result
}

/** Under the names that the relations had before. */
async function locksHeld(
  session: Session,
  names: ReadonlyMap<string, string>,
): Promise<(readonly [string, LockMode])[]> {
  const rows = await session.query(
    `select relation::text, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation'`,
  )
  return rows.flatMap(({ relation, mode }) => {
    const name = names.get(String(relation))
    const snake = String(mode)
      .replace(/Lock$/, '')
      .replaceAll(/(?<!^)([A-Z])/g, '_$1')
      .toLowerCase()
    const found = modes.find((one) => one === snake)
    if (found === undefined) throw new Error(`unknown lock mode ${String(mode)}`)
    return name === undefined ? [] : [[name, found] as const]
  })
}

/** Tables and indexes by oid, with their names, the table they belong to, and their file. */
async function filenodes(session: Session): Promise<Map<string, { relation: string; of: string; file: string }>> {
  const rows = await session.query(
    `select c.oid::text, c.relname, coalesce(t.relname, c.relname) as of, pg_relation_filenode(c.oid)::text as file
     from pg_class c left join pg_index i on i.indexrelid = c.oid left join pg_class t on t.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i')`,
  )
  return new Map(
    rows.map(({ oid, relname, of, file }) => [
      String(oid),
      { relation: String(relname), of: String(of), file: String(file) },
    ]),
  )
}

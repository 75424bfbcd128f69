import type { ObjectName } from '../../src/model/name.ts'
import type { LockMode, Statement, Work } from '../../src/model/statement.ts'
import { type Reading, rank, type Relation } from './relation-reading.ts'

/**
 * What a statement has done that it did not say, or said that it did not do, to relations that were there at `start`:
 * nobody uses what the same plan has made.
 */
export function untruths(statement: Statement, start: Reading, before: Reading, after: Reading): string[] {
  const { sql, locks, transactional } = statement
  const said = new Map<string, LockMode>()
  const wrong: string[] = []
  for (const { relation, mode } of locks) {
    const oid = find(before, relation) ?? find(after, relation)
    if (oid !== null) said.set(oid, strongerOf(mode, said.get(oid)))
    else if (!isConditional(sql)) wrong.push(`says that it locks ${shown(relation)}, which is not there`)
  }
  const isStanding = ([oid]: readonly [string, unknown]): boolean => start.relations.has(oid)
  const standing = new Map([...before.relations].filter(isStanding))
  // What is not in a transaction has given its locks back by now.
  if (transactional) wrong.push(...wrongLocks(statement, said, { ...before, relations: standing }, after))
  const found = workDone(standing, before, after)
  const isIdle = [...said.keys()].some((oid) => !standing.has(oid) || isBare(oid, before))
  // A question that an index answers is answered without it where there are few rows.
  const isAsked = sql.startsWith('select ') && found.work === 'scan'
  if (!isAsked && !isSaid(statement.work, found.work, isIdle)) {
    wrong.push(`its work is ${found.work} (${found.on.map(shown).join(', ')}), said ${statement.work}`)
  }
  return wrong
}

/** Locks are kept until the transaction ends, so what the statements before it have locked is no surprise. */
function wrongLocks(
  { sql }: Statement,
  said: ReadonlyMap<string, LockMode>,
  before: Reading,
  after: Reading,
): string[] {
  return [...before.relations].flatMap(([oid, relation]) => {
    const held = after.locked.get(oid)
    const expected = said.get(oid)
    const fault = `${shown(relation)} is locked in ${held ?? 'no mode'}, said ${expected ?? 'nothing'}`
    if (rank(held) < rank(expected)) return isConditional(sql) ? [] : [fault]
    // What blocks nobody need not be announced.
    if (rank(held) <= rank(before.locked.get(oid)) || rank(held) <= rank('row_exclusive')) return []
    // A lock on a table is one on its indexes and sequences, and on its partitions and heirs (hazards.md 1A).
    const whole = relation.table === null ? oid : relation.table
    const above = before.relations.get(whole)?.ancestors ?? []
    const allowed = [oid, whole, ...above].map((one) => rank(said.get(one)))
    return rank(held) > Math.max(...allowed) ? [fault] : []
  })
}

interface Found {
  readonly work: Work
  readonly on: readonly Relation[]
}

/** The heaviest thing that has been done. */
function workDone(standing: ReadonlyMap<string, Relation>, before: Reading, after: Reading): Found {
  const those = (is: (was: Relation, now: Relation) => boolean): Relation[] =>
    [...standing].flatMap(([oid, was]) => {
      const now = after.relations.get(oid)
      return now !== undefined && 'rm'.includes(was.kind) && is(was, now) ? [was] : []
    })
  const files = new Set([...before.relations.values()].map(({ file }) => file))
  const made = (wanted: string, is: (one: Relation) => boolean): Relation[] =>
    // By file: an index that a change of type leaves alone may get another oid.
    [...after.relations.values()].filter((one) => one.kind === wanted && !files.has(one.file) && is(one))
  const all: readonly Found[] = [
    {
      work: 'rewrite',
      on: [
        ...those((was, now) => was.file !== now.file),
        // A view that keeps rows is filled with all of them.
        ...made('m', () => true),
      ],
    },
    { work: 'index_build', on: made('i', ({ table }) => table !== null && standing.has(table)) },
    { work: 'rows', on: those((was, now) => now.changes > was.changes) },
    { work: 'scan', on: those((was, now) => now.scans > was.scans) },
  ]
  return all.find(({ on }) => on.length > 0) ?? { work: 'catalog', on: [] }
}

/** `isIdle`: it is about something that had no rows before the plan, so that there was less to do than it says. */
function isSaid(said: Work, found: Work, isIdle: boolean): boolean {
  return said === found || (said === 'rows' && found === 'scan') || (isIdle && found === 'catalog')
}

/** A partitioned table without partitions. */
function isBare(oid: string, { relations }: Reading): boolean {
  return relations.get(oid)?.kind === 'p' && ![...relations.values()].some(({ ancestors }) => ancestors.includes(oid))
}

/** It may find nothing to do. */
function isConditional(sql: string): boolean {
  return / if exists /.test(sql)
}

function strongerOf(one: LockMode, other: LockMode | undefined): LockMode {
  return other === undefined || rank(one) > rank(other) ? one : other
}

function find({ relations }: Reading, { schema, name }: ObjectName): string | null {
  for (const [oid, relation] of relations) if (relation.schema === schema && relation.name === name) return oid
  return null
}

function shown({ schema, name }: ObjectName): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

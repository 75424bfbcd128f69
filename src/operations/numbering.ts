import type { Highest } from '../dialects/sequence-words.ts'
import type { Words } from '../dialects/words.ts'
import { type Column, isIdentity, keepsSequence } from '../model/column.ts'
import type { ObjectName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { sequenceComment } from './sequence-comment.ts'

/** The sequence of a column by another name, such as the one it has while it is put aside. */
export function renamedSequence(
  table: ObjectName,
  { sequence }: Column,
  aside: string,
  words: Words,
): { readonly away: readonly Statement[]; readonly back: readonly Statement[] } {
  if (sequence === null) return { away: [], back: [] }
  return {
    away: [words.sequences.rename(table, sequence.name, aside)],
    back: [words.sequences.rename(table, aside, sequence.name)],
  }
}

/**
 * From one way of numbering rows to another (R21). What is new goes on after the highest value and after what the old
 * sequence had reached. A sequence of the column's own is renamed to `aside`, or dropped where that is null; that of an
 * identity column goes with the identity, which is why the new one is there before it.
 */
export function renumbered(
  standing: Table,
  before: Column,
  after: Column,
  aside: string | null,
  temporary: string,
  words: Words,
): Statement[] {
  const { name: table } = standing
  if (keepsSequence(before, after)) {
    return isIdentity(after) ? [words.setIdentity(table, before, after)] : defaultOf(table, before, after, words)
  }
  const own = isIdentity(before) ? null : before.sequence
  const old = own === null ? null : (aside ?? temporary)
  const drop = old === null || aside !== null ? [] : [words.sequences.drop({ schema: table.schema, name: old })]
  const isFreed = before.identity === 'serial' || (before.default !== null && after.identity !== null)
  const leave = [
    words.lockTable(table, 'access_exclusive'),
    ...(isFreed ? [words.setDefault(table, before.name, null)] : []),
    ...(own === null || old === null ? [] : [words.sequences.rename(table, own.name, old)]),
  ]
  const name = nameOf(table, after)
  const highest = highestIn(standing, before)
  if (isIdentity(after)) {
    const advance = words.sequences.advance(table, after, name, old === null ? [] : [old], highest)
    const described = sequenceComment(table, after, words)
    return [...leave, words.setIdentity(table, before, after), ...described, advance, ...drop]
  }
  const end = [
    ...drop,
    ...defaultOf(table, isFreed ? { ...before, identity: null, default: null } : before, after, words),
  ]
  if (!isIdentity(before))
    return [...leave, ...created(table, after, name, old === null ? [] : [old], highest, words), ...end]
  return [
    ...leave,
    ...created(table, after, temporary, [nameOf(table, before)], highest, words),
    words.dropIdentity(table, before.name),
    ...(after.sequence === null ? [] : [words.sequences.rename(table, temporary, name)]),
    ...end,
  ]
}

/** The column's own new sequence, at first by another name where its own is not free yet. */
function created(
  table: ObjectName,
  after: Column,
  name: string,
  from: readonly string[],
  highest: Highest,
  { sequences }: Words,
): Statement[] {
  if (after.sequence === null) return []
  const named = { ...after, sequence: { ...after.sequence, name } }
  return [...sequences.create(table, named), sequences.advance(table, after, name, from, highest)]
}

/** The way back for a sequence that was put aside: it takes its place again, at the count that has been reached. */
export function numberedAgain(
  standing: Table,
  before: Column,
  after: Column,
  aside: string,
  words: Words,
): Statement[] {
  const { name: table } = standing
  const reached = after.sequence === null ? [aside] : [aside, nameOf(table, after)]
  const highest = highestIn(standing, after)
  return [
    words.lockTable(table, 'access_exclusive'),
    ...(before.identity === 'serial' ? [words.sequences.advance(table, before, aside, reached, highest)] : []),
    ...(isIdentity(after) ? [words.dropIdentity(table, after.name)] : []),
    words.sequences.rename(table, aside, nameOf(table, before)),
    ...defaultOf(table, after, before, words),
  ]
}

/** Nobody reads all rows under a lock to find what the counter of the column says: whoever writes numbers of their own knows it. */
export function highestIn({ primaryKey, uniques, indexes }: Table, { name, sequence }: Column): Highest {
  const keys = [...(primaryKey === null ? [] : [primaryKey]), ...uniques]
  const isIndexed =
    keys.some(({ columns }) => columns[0] === name) ||
    indexes.some(({ method, where, valid, keys: [first] }) => {
      return (
        method === 'btree' &&
        where === null &&
        valid &&
        first !== undefined &&
        'column' in first.on &&
        first.on.column === name
      )
    })
  return isIndexed ? 'index' : sequence === null ? 'rows' : 'stands'
}

function defaultOf(table: ObjectName, from: Column, to: Column, words: Words): Statement[] {
  if (to.identity === 'serial') return [words.setDefault(table, to.name, words.sequences.next(table, to))]
  const same = from.identity !== 'serial' && from.default === to.default
  return same ? [] : [words.setDefault(table, to.name, to.default)]
}

function nameOf({ name }: ObjectName, column: Column): string {
  return column.sequence?.name ?? `${name}_${column.name}_seq`
}

import { nameKey } from '../../../model/name.ts'
import type { Table } from '../../../model/table.ts'
import { judge, type Judged, merge } from './members.ts'
import type { Spellings } from './same-text.ts'

interface Again {
  /** True for tables that the server has just spelled something of. */
  readonly isSpelled: (table: Table) => boolean
  /** The tables as they are in the database, by their names. */
  readonly counterparts: ReadonlyMap<string, Table>
  readonly texts: Spellings
  readonly spell: (tables: readonly Judged[]) => Promise<ReadonlyMap<string, Table>>
}

/**
 * Where the server's spelling is another than that of the table that is there, both are read once more: they may come to
 * the same (`same-text.ts`), and then the one that is there stays.
 */
export async function spellAgain(desired: readonly Table[], again: Again): Promise<readonly Table[]> {
  const { counterparts, texts } = again
  const rejudged = (table: Table, now: Table | undefined): Judged => judge(table, now, texts, () => false)
  const pairs = desired.flatMap((table) => {
    const now = again.isSpelled(table) ? counterparts.get(nameKey(table.name)) : undefined
    const open = now === undefined ? null : rejudged(table, now)
    return now === undefined || open === null || !hasTexts(open) ? [] : [{ now, open }]
  })
  if (pairs.length === 0) return desired
  for (const side of [pairs.map(({ open }) => open), pairs.map(({ now }) => rejudged(now, undefined))]) {
    const read = await again.spell(side)
    for (const one of side) merge(one, read.get(nameKey(one.table.name)), texts)
  }
  const settled = new Map(pairs.map(({ now, open }) => [nameKey(now.name), rejudged(open.table, now).table]))
  return desired.map((table) => settled.get(nameKey(table.name)) ?? table)
}

function hasTexts({ wanted }: Judged): boolean {
  return Object.values(wanted).some(({ size }) => size > 0)
}

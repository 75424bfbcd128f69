import type { Statistics } from '../dialects/dialect.ts'
import { nameKey } from '../model/name.ts'
import { type Rename, tableBefore } from '../model/rename.ts'

/** The database counts tables by the names they have, and a plan speaks of them by those they are going to have as well. */
export function withNewNames({ tables }: Statistics, renames: readonly Rename[]): Statistics {
  const renamed = renames.flatMap((rename) => {
    const size = rename.column === null ? tables.get(nameKey(tableBefore(rename))) : undefined
    return size === undefined ? [] : [[nameKey(rename.table), size] as const]
  })
  return renamed.length === 0 ? { tables } : { tables: new Map([...tables, ...renamed]) }
}

import { fingerprint } from '../lib/fingerprint.ts'
import type { Backfill } from '../model/backfill.ts'
import { type ObjectName, quarantinePrefix, quarantineSchema } from '../model/name.ts'
import type { PlanContext } from './operation.ts'

/** PostgreSQL cuts identifiers at 63 bytes without a word (hazards.md 0.4). */
const maxBytes = 63

/**
 * `_rq_<tag>_<hash>_<name>`. The tag is the plan's, the hash is of the whole name and of what it stands within, so that
 * neither cutting a long name nor putting two tables into one schema makes two things share a name.
 */
export function quarantineName(context: PlanContext, name: string, within: readonly string[] = []): string {
  const hash = fingerprint([...within, name]).slice(0, 6)
  let kept = `${quarantinePrefix}${context.tag}_${hash}_`
  let bytes = Buffer.byteLength(kept)
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > maxBytes) break
    kept += character
  }
  return kept
}

/** What a column of the table is called while it is put aside. */
export function quarantinedColumn(context: PlanContext, { schema, name }: ObjectName, column: string): string {
  return quarantineName(context, column, ['column', schema, name])
}

/** What a sequence of a column of the table is called while it is put aside. */
export function quarantinedSequence(context: PlanContext, { schema, name }: ObjectName, sequence: string): string {
  return quarantineName(context, sequence, ['sequence', schema, name])
}

/** Where a whole table goes: PostgreSQL has a schema for it, so index and constraint names are free again. */
export function quarantinedTable(context: PlanContext, { schema, name }: ObjectName): ObjectName {
  return { schema: asideSchema(context, schema), name: quarantineName(context, name, ['table', schema]) }
}

/** Where the values go that a backfill of the table overwrites. */
export function quarantinedValues(context: PlanContext, { schema, name }: ObjectName, backfill: string): ObjectName {
  return { schema: asideSchema(context, schema), name: quarantineName(context, backfill, ['values', schema, name]) }
}

function asideSchema({ facts }: PlanContext, schema: string): string {
  return facts.schemas ? quarantineSchema : schema
}

/** What the function is called that fills rows by a backfill's rule as they are written. */
export function fillingName(context: PlanContext, { table, name }: Backfill): ObjectName {
  return { schema: table.schema, name: quarantineName(context, 'fill', [table.schema, table.name, name]) }
}

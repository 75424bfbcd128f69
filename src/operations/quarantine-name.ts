import { type ObjectName, quarantinePrefix, quarantineSchema } from '../model/name.ts'
import type { PlanContext } from './operation.ts'

/** PostgreSQL cuts identifiers at 63 bytes without a word (hazards.md 0.4). */
const maxBytes = 63

/** `_rq_<tag>_<name>`: the tag comes first so that cutting a long name keeps it unique to the plan. */
export function quarantineName(context: PlanContext, name: string): string {
  let cut = ''
  let bytes = Buffer.byteLength(quarantinePrefix) + context.tag.length + 1
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > maxBytes) break
    cut += character
  }
  return `${quarantinePrefix}${context.tag}_${cut}`
}

/** Where a whole table goes: PostgreSQL has a schema for it, so index and constraint names are free again. */
export function quarantinedTable(context: PlanContext, { schema, name }: ObjectName): ObjectName {
  return { schema: context.facts.schemas ? quarantineSchema : schema, name: quarantineName(context, name) }
}

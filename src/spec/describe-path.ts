import type { Path } from './places.ts'

const members: Readonly<Record<string, string>> = {
  columns: 'column',
  checks: 'check',
  foreign_keys: 'foreign key',
  indexes: 'index',
  unique: 'unique constraint',
  backfills: 'backfill',
  exclusions: 'exclusion',
  partitions: 'partition',
  policies: 'policy',
  statistics: 'statistics',
  triggers: 'trigger',
}

/** `column customers.points: default`, from a path. */
export function describePath(path: Path): string {
  const [group, name, part, member, ...rest] = path
  if (group === undefined) return 'the file'
  if (name === undefined) return `\`${group}\``
  const tail = (parts: readonly string[]): string => {
    const keys = parts.filter((key) => !/^\d+$/.test(key))
    return keys.length === 0 ? '' : `: ${keys.join('.')}`
  }
  if (group === 'enums') return `enum ${name}${tail(path.slice(2))}`
  if (group === 'targets') return `target ${name}${tail(path.slice(2))}`
  if (group !== 'tables') return `\`${path.join('.')}\``
  if (part === undefined) return `table ${name}`
  const kind = members[part]
  if (kind === undefined || member === undefined || /^\d+$/.test(member)) return `table ${name}: ${part}`
  return `${kind} ${kind === 'column' ? `${name}.${member}` : `${member} of ${name}`}${tail(rest)}`
}

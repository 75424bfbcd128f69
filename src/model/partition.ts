import type { ObjectName } from './name.ts'

/** How a partitioned table spreads its rows. */
export interface PartitionKey {
  readonly strategy: 'range' | 'list' | 'hash'
  /** Each as SQL: a column's name as the engine quotes it, or an expression, with collation and operator class. */
  readonly keys: readonly string[]
}

/** What makes a table a partition. */
export interface PartitionOf {
  readonly table: ObjectName
  /** Which rows it takes, as the server writes it: `FOR VALUES FROM (…) TO (…)`, `DEFAULT`. */
  readonly bound: string
  /**
   * SQL that is true for just the rows it takes; a check of it spares ATTACH a scan (R24). Follows from the bound, so it is
   * never compared. Empty when nothing can be said (hash); null until the server has been asked.
   */
  readonly proof: string | null
  /** As it was read, and never compared: what it would keep under a name of its own if it left. */
  readonly parts?: PartitionParts
}

/** Names of a partition's parts of what its table has, by the names they have there. */
export interface PartitionParts {
  /** Those of keys as well. */
  readonly indexes: Readonly<Record<string, string>>
  readonly foreignKeys: Readonly<Record<string, string>>
}

export const defaultBound = 'DEFAULT'

/** The same rows, however the values of a list are ordered. */
export function sameBound(a: string, b: string): boolean {
  return a === b || (isList(a) && isList(b) && sorted(a) === sorted(b))
}

function isList(bound: string): boolean {
  return bound.startsWith('FOR VALUES IN (')
}

function sorted(bound: string): string {
  return splitList(bound.slice('FOR VALUES IN ('.length, -1)).sort().join(', ')
}

/** Splits SQL at the commas outside of quotes and parentheses. */
export function splitList(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let part = ''
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === "'" || character === '"') quote = character
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    if (character === ',' && depth === 0 && quote === '') {
      parts.push(part.trim())
      part = ''
    } else part += character
  }
  return part.trim() === '' ? parts : [...parts, part.trim()]
}

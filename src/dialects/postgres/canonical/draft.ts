import { fingerprint } from '../../../lib/fingerprint.ts'
import { nameKey, type ObjectName } from '../../../model/name.ts'
import type { EnumType } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import type { IndexKey } from '../../../model/table-index.ts'
import { isOneExpression } from '../trim-parentheses.ts'
import { exclusionDefinition, indexDefinition } from '../words/definitions.ts'
import { collate, qualify, quote } from '../words/quote.ts'
import { alter, at, type DatabaseError, type Draft, type Piece, type Refusal, type ScratchEnum } from './scratch.ts'

/** Which members of a table the server is asked to spell. */
export interface Wanted {
  readonly defaults: ReadonlySet<string>
  readonly generated: ReadonlySet<string>
  readonly checks: ReadonlySet<string>
  readonly exclusions: ReadonlySet<string>
  readonly indexes: ReadonlySet<string>
}

/** Temporary names: the real ones, so that expressions may say them, unless two schemas have the same. */
export interface Names {
  readonly take: (name: string) => string
}

export function scratchNames(): Names {
  const taken = new Set<string>()
  return {
    take(name) {
      const free = taken.has(name) ? `rq_c_${taken.size}` : name
      taken.add(free)
      return free
    },
  }
}

/** Enum types that the database does not have yet, or not with these labels. */
export function scratchEnums(
  desired: readonly EnumType[],
  actual: readonly EnumType[],
  texts: () => string,
  names: Names,
  prefixed = 'rq_e_',
): ScratchEnum[] {
  if (desired.length === 0) return []
  const there = new Map(actual.map((type) => [nameKey(type.name), type.labels.join('\u0000')]))
  let prefix = prefixed
  const taken = texts()
  while (taken.includes(prefix)) prefix += 'x_'
  return desired
    .filter((type) => there.get(nameKey(type.name)) !== type.labels.join('\u0000'))
    .map((type, position) => ({ type, at: names.take(type.name.name), alias: `${prefix}${position + 1}` }))
}

/** The name of an index on its temporary table, by its position: all temporary tables share one schema. */
export function scratchIndex(table: string, position: number): string {
  return `rq_i_${fingerprint(table).slice(0, 12)}_${position}`
}

export function scratchExclusion(table: string, position: number): string {
  return `rq_x_${fingerprint(table).slice(0, 12)}_${position}`
}

/** The table with all its columns, and of the rest what is wanted. Texts that must not reach the server are refused here. */
export function draftTable(
  table: Table,
  wanted: Wanted,
  types: readonly ScratchEnum[],
  names: Names,
): { draft: Draft; refusals: Refusal[] } {
  const draft = { of: table.name, at: names.take(table.name.name) }
  const refusals: Refusal[] = []
  const here = (text: string): string => withScratchTypes(text, types)
  const safe = (kind: Piece['kind'], member: string, texts: readonly (string | null)[]): boolean => {
    const bad = texts.some((text) => text !== null && !isOneExpression(text))
    if (bad) refusals.push(refuse(table.name, kind, member, unbalanced))
    return !bad
  }

  const columns: Piece[] = []
  const pieces: Piece[] = []
  for (const column of table.columns) {
    const { name, generated } = column
    const about = { kind: 'column', member: name } as const
    if (!safe('column', name, [column.type, column.collation])) continue
    const bare = `${quote(name)} ${here(column.type)}${collate(column.collation)}`
    if (generated !== null && wanted.generated.has(name) && safe('column', name, [generated.expression])) {
      const kind = generated.stored ? 'stored' : 'virtual'
      pieces.push({
        ...alter(draft, `add column ${bare} generated always as (${here(generated.expression)}) ${kind}`, about),
        instead: alter(draft, `add column ${bare}`, about).sql,
      })
    } else {
      columns.push({ ...about, sql: bare })
    }
  }
  for (const { name, default: expression } of table.columns) {
    if (expression === null || !wanted.defaults.has(name) || !safe('column', name, [expression])) continue
    pieces.push(
      alter(draft, `alter column ${quote(name)} set default ${here(expression)}`, { kind: 'column', member: name }),
    )
  }
  for (const { name, expression } of table.checks) {
    if (!wanted.checks.has(name) || !safe('constraint', name, [expression])) continue
    const clause = `add constraint ${quote(name)} check (${here(expression)})`
    pieces.push(alter(draft, clause, { kind: 'constraint', member: name }))
  }
  table.exclusions.forEach((exclusion, position) => {
    const { name } = exclusion
    if (!wanted.exclusions.has(name) || !safe('constraint', name, textsOf(exclusion, exclusion.elements))) return
    const clause = `add constraint ${scratchExclusion(draft.at, position)} ${here(exclusionDefinition(exclusion))}`
    pieces.push(alter(draft, clause, { kind: 'constraint', member: name }))
  })
  table.indexes.forEach((index, position) => {
    if (!wanted.indexes.has(index.name) || !safe('index', index.name, textsOf(index, index.keys))) return
    pieces.push({
      sql: `create index ${scratchIndex(draft.at, position)} on ${at(draft)} ${here(indexDefinition({ ...index, nullsNotDistinct: false }))}`,
      kind: 'index',
      member: index.name,
    })
  })
  return { draft: { ...draft, columns, pieces }, refusals }
}

/** Everything in an index or exclusion that goes into a statement as it was written. */
export function textsOf({ where }: { readonly where: string | null }, keys: readonly IndexKey[]): (string | null)[] {
  return [where, ...keys.flatMap((key) => ['column' in key.on ? null : key.on.expression, key.opclass, key.collation])]
}

/** `public.mood` must be said as `pg_temp.mood` while it is not there, or not with these labels. */
export function withScratchTypes(text: string, types: readonly ScratchEnum[]): string {
  return types.reduce((result, { type, at: name }) => {
    const written = qualify(type.name).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    return result.replaceAll(new RegExp(`(?<![\\w."$])${written}(?![\\w"$])`, 'g'), () => `pg_temp.${quote(name)}`)
  }, text)
}

function refuse(of: ObjectName, kind: Piece['kind'], member: string, error: DatabaseError): Refusal {
  return { of, kind, member, error }
}

const unbalanced: DatabaseError = {
  code: '42601',
  message: 'its parentheses or quotes do not match, or it holds a semicolon',
  hint: 'Write one SQL expression, without a comment at its end.',
}

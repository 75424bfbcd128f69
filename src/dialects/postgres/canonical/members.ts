import type { Check, Exclusion, ExclusionElement } from '../../../model/constraint.ts'
import type { Column } from '../../../model/column.ts'
import { columnOf, type Table } from '../../../model/table.ts'
import type { IndexKey, TableIndex } from '../../../model/table-index.ts'
import { scratchExclusion, scratchIndex, textsOf, type Wanted } from './draft.ts'
import { rowContext, type Spellings } from './same-text.ts'

/** A desired table after comparison with the actual one: what was equal is spelled, `wanted` is left to the server. */
export interface Judged {
  readonly table: Table
  /** As it was before the comparison: what the keys of recorded spellings are made of. */
  readonly written: Table
  readonly isOpen: boolean
  readonly wanted: Wanted
  /** Columns whose type or collation only the server can spell. */
  readonly types: ReadonlySet<string>
}

/** Takes over the actual spelling of everything that says the same. `actual` undefined: nothing to take it from. */
export function judge(
  table: Table,
  actual: Table | undefined,
  texts: Spellings,
  isOpenType: (type: string) => boolean,
): Judged {
  const wanted = {
    defaults: new Set<string>(),
    generated: new Set<string>(),
    checks: new Set<string>(),
    exclusions: new Set<string>(),
    indexes: new Set<string>(),
  }
  const types = new Set<string>()
  const columns = table.columns.map((column): Column => {
    const now = actual === undefined ? undefined : columnOf(actual, column.name)
    return judgeColumn(column, now, { wanted, types }, table, texts, isOpenType)
  })
  const context = rowContext(table)
  const checks = table.checks.map((check): Check => {
    const candidates = actual?.checks.map(({ expression }) => expression) ?? []
    const expression = texts.match(check.expression, context, candidates)
    if (expression === null) wanted.checks.add(check.name)
    return expression === null ? check : { ...check, expression }
  })
  const exclusions = table.exclusions.map((exclusion): Exclusion => {
    const same = (actual?.exclusions ?? [])
      .map((now) => matchExclusion(exclusion, now, context, texts))
      .find((match) => match !== null)
    if (same === undefined) wanted.exclusions.add(exclusion.name)
    return same ?? exclusion
  })
  const indexes = table.indexes.map((index): TableIndex => {
    if (textsOf(index, index.keys).every((text) => text === null)) return index
    const same = (actual?.indexes ?? [])
      .map((now) => matchIndex(index, now, context, texts))
      .find((match) => match !== null)
    if (same === undefined) wanted.indexes.add(index.name)
    return same ?? index
  })
  const sizes = [types, ...Object.values(wanted)].map(({ size }) => size)
  return {
    table: { ...table, columns, checks, exclusions, indexes },
    written: table,
    isOpen: sizes.some((size) => size > 0),
    wanted,
    types,
  }
}

interface Open {
  readonly wanted: { readonly defaults: Set<string>; readonly generated: Set<string> }
  readonly types: Set<string>
}

function judgeColumn(
  column: Column,
  now: Column | undefined,
  { wanted, types }: Open,
  table: Table,
  texts: Spellings,
  isOpenType: (type: string) => boolean,
): Column {
  const type = isOpenType(column.type)
    ? texts.match(column.type, 'type', now === undefined ? [] : [now.type])
    : column.type
  const collation = column.collation === null || column.collation === now?.collation
  if (type === null || !collation) types.add(column.name)
  const value =
    column.default === null ? null : texts.match(column.default, `default ${column.type}`, asList(now?.default))
  if (value === null && column.default !== null) wanted.defaults.add(column.name)
  const { generated } = column
  const expression =
    generated && texts.match(generated.expression, rowContext(table), asList(now?.generated?.expression))
  if (generated !== null && expression === null) wanted.generated.add(column.name)
  return {
    ...column,
    type: type ?? column.type,
    default: value ?? column.default,
    generated: generated && { ...generated, expression: expression ?? generated.expression },
  }
}

/** The index in the actual one's spelling, when keys and predicate say the same; order and INCLUDE are not texts. */
function matchIndex(index: TableIndex, now: TableIndex, context: string, texts: Spellings): TableIndex | null {
  if (index.keys.length !== now.keys.length || (index.where === null) !== (now.where === null)) return null
  const keys = index.keys.map((key, position) => matchKey(key, now.keys[position], context, texts))
  const where = index.where === null ? null : texts.match(index.where, context, asList(now.where))
  if (where === null && index.where !== null) return null
  const matched = keys.flatMap((key) => (key === null ? [] : [key]))
  return matched.length === keys.length ? { ...index, keys: matched, where } : null
}

/** The same with the operators between two rows, which are spelled with the schema that they are found in. */
function matchExclusion(exclusion: Exclusion, now: Exclusion, context: string, texts: Spellings): Exclusion | null {
  if (exclusion.elements.length !== now.elements.length || (exclusion.where === null) !== (now.where === null)) {
    return null
  }
  const elements = exclusion.elements.flatMap((element, position): ExclusionElement[] => {
    const other = now.elements[position]
    const key = matchKey(element, other, context, texts)
    const operator = other && texts.match(element.operator, 'operator', [other.operator])
    return key === null || operator === undefined || operator === null ? [] : [{ ...key, operator }]
  })
  const where = exclusion.where === null ? null : texts.match(exclusion.where, context, asList(now.where))
  if (where === null && exclusion.where !== null) return null
  return elements.length === now.elements.length ? { ...exclusion, elements, where } : null
}

function matchKey(key: IndexKey, now: IndexKey | undefined, context: string, texts: Spellings): IndexKey | null {
  if (now === undefined || key.collation !== now.collation) return null
  const opclass = key.opclass === null ? null : texts.match(key.opclass, 'opclass', asList(now.opclass))
  if (key.opclass === null ? now.opclass !== null : opclass === null) return null
  if ('column' in key.on) return 'column' in now.on && key.on.column === now.on.column ? { ...key, opclass } : null
  if ('column' in now.on) return null
  const expression = texts.match(key.on.expression, context, [now.on.expression])
  return expression === null ? null : { ...key, on: { expression }, opclass }
}

/** Puts what the server has spelled in the place of what was written; what it rejected stays as written. */
export function merge({ table, written, wanted, types }: Judged, read: Table | undefined, texts: Spellings): Table {
  if (read === undefined) return table
  const context = rowContext(written)
  const learn = (text: string, about: string, spelled: string): string => {
    texts.learn(text, about, spelled)
    return spelled
  }
  // DEFAULT NULL is no default.
  const learnDefault = (text: string | null, about: string, spelled: string | null): string | null =>
    text === null || spelled === null ? null : learn(text, about, spelled)
  return {
    ...table,
    columns: table.columns.map((column, position) => {
      const spelled = columnOf(read, column.name)
      if (spelled === undefined) return column
      const { generated } = column
      return {
        ...column,
        ...(types.has(column.name)
          ? { type: learn(column.type, 'type', spelled.type), collation: spelled.collation }
          : {}),
        default: wanted.defaults.has(column.name)
          ? learnDefault(column.default, `default ${written.columns[position]?.type ?? ''}`, spelled.default)
          : column.default,
        generated:
          generated !== null && wanted.generated.has(column.name) && spelled.generated !== null
            ? { ...generated, expression: learn(generated.expression, context, spelled.generated.expression) }
            : generated,
      }
    }),
    checks: table.checks.map((check) => {
      const spelled = wanted.checks.has(check.name) ? read.checks.find(({ name }) => name === check.name) : undefined
      return spelled === undefined
        ? check
        : { ...check, expression: learn(check.expression, context, spelled.expression) }
    }),
    exclusions: table.exclusions.map((exclusion, position) => {
      const spelled = read.exclusions.find(({ name }) => name === scratchExclusion(read.name.name, position))
      if (spelled === undefined) return exclusion
      if (exclusion.where !== null && spelled.where !== null) learn(exclusion.where, context, spelled.where)
      const elements = exclusion.elements.map((element, at) => {
        const found = spelled.elements[at]
        if (found === undefined) return element
        learn(element.operator, 'operator', found.operator)
        return { ...mergeKey(element, found, context, learn), operator: found.operator }
      })
      return { ...exclusion, elements, where: spelled.where }
    }),
    indexes: table.indexes.map((index, position) => {
      const spelled = read.indexes.find(({ name }) => name === scratchIndex(read.name.name, position))
      if (spelled === undefined) return index
      const keys = index.keys.map((key, at) => {
        const found = spelled.keys[at]
        return found === undefined ? key : mergeKey(key, found, context, learn)
      })
      if (index.where !== null && spelled.where !== null) learn(index.where, context, spelled.where)
      return { ...index, keys, where: spelled.where }
    }),
  }
}

function mergeKey(
  key: IndexKey,
  found: IndexKey,
  context: string,
  learn: (text: string, about: string, spelled: string) => string,
): IndexKey {
  if ('expression' in key.on && 'expression' in found.on) learn(key.on.expression, context, found.on.expression)
  if (key.opclass !== null && found.opclass !== null) learn(key.opclass, 'opclass', found.opclass)
  return { ...key, on: found.on, collation: found.collation, opclass: found.opclass }
}

function asList(text: string | null | undefined): string[] {
  return text === null || text === undefined ? [] : [text]
}

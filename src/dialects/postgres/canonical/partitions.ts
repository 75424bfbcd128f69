import { partitionsOf } from '../../../model/family.ts'
import { nameKey } from '../../../model/name.ts'
import { sameBound, splitList } from '../../../model/partition.ts'
import type { Schema } from '../../../model/schema.ts'
import { type Table } from '../../../model/table.ts'
import type { Session } from '../../session.ts'
import { isOneExpression } from '../trim-parentheses.ts'
import { collate, quote } from '../words/quote.ts'
import type { Missing } from './make-missing.ts'
import { type Names, scratchNames, withScratchTypes } from './draft.ts'
import { rowContext, type Spellings } from './same-text.ts'
import { type Draft, type Refusal, type ScratchEnum, spell } from './scratch.ts'

/**
 * Partition keys and bounds in the server's spelling, bounds with what proves them. What is not there yet is built from
 * temporary tables, with all partitions of its table, so that those that overlap are found as well. `desired` has the
 * inherited columns (`widened`); `written`: the same as the specs have it, for what spellings are recorded by.
 */
export async function spellPartitions(
  session: Session,
  desired: Schema,
  written: Schema,
  actual: Schema,
  texts: Spellings,
  types: readonly ScratchEnum[],
  missing: Missing,
): Promise<{ schema: Schema; refusals: readonly Refusal[] }> {
  const there = new Map(actual.tables.map((table) => [nameKey(table.name), table]))
  const contexts = new Map(written.tables.map((table) => [nameKey(table.name), rowContext(table)]))
  const contextOf = (name: Table['name']): string => contexts.get(nameKey(name)) ?? ''
  const matched = {
    ...desired,
    tables: desired.tables.map((table) => match(table, there.get(nameKey(table.name)), contextOf, texts)),
  }
  const open = matched.tables.filter(
    (table) =>
      table.partitionBy !== null &&
      (table.partitionBy.keys.some((key) => !isSpelledKey(key, there.get(nameKey(table.name)))) ||
        partitionsOf(matched, table.name).some(({ partitionOf }) => partitionOf?.proof === null)),
  )
  if (open.length === 0) return { schema: matched, refusals: [] }
  const names = scratchNames()
  const unsafe = open.flatMap((table) => unsafeTexts(matched, table))
  const drafts = open.map((table) => draftOf(matched, table, types, names))
  const { read, refusals } = await spell(
    session,
    unsafe.length > 0 ? [] : drafts.map(({ draft }) => draft),
    types,
    missing,
  )
  const keys = new Map(drafts.map(({ draft }) => [nameKey(draft.of), read.get(draft.at)]))
  const bounds = new Map(drafts.flatMap(({ parts }) => parts.map(({ of, at }) => [nameKey(of), read.get(at)] as const)))
  return {
    schema: {
      ...matched,
      tables: matched.tables.map((table) =>
        merged(table, keys.get(nameKey(table.name)), bounds.get(nameKey(table.name)), contextOf, texts),
      ),
    },
    refusals: [...unsafe, ...refusals.map((refusal) => byRealNames(refusal, drafts))],
  }
}

/** Takes over what the database has where it says the same. */
function match(
  table: Table,
  now: Table | undefined,
  contextOf: (name: Table['name']) => string,
  texts: Spellings,
): Table {
  const { partitionBy, partitionOf } = table
  const keys = partitionBy?.keys.map((key, position) => {
    const candidate = now?.partitionBy?.keys[position]
    return texts.match(key, contextOf(table.name), candidate === undefined ? [] : [candidate]) ?? key
  })
  const bound = now?.partitionOf?.bound
  const same =
    partitionOf === null || bound === undefined
      ? null
      : sameBound(partitionOf.bound, bound)
        ? bound
        : texts.match(partitionOf.bound, contextOf(partitionOf.table), [bound])
  return {
    ...table,
    partitionBy: partitionBy && { ...partitionBy, keys: keys ?? partitionBy.keys },
    partitionOf:
      partitionOf === null || same === null
        ? partitionOf
        : { ...partitionOf, bound: same, proof: now?.partitionOf?.proof ?? '' },
  }
}

/** A plain column is spelled by `quote` as the server does it. */
function isSpelledKey(key: string, now: Table | undefined): boolean {
  return /^(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+")$/.test(key) || now?.partitionBy?.keys.includes(key) === true
}

interface PartitionDraft {
  readonly draft: Draft
  readonly parts: readonly { readonly of: Table['name']; readonly at: string }[]
}

function draftOf(schema: Schema, table: Table, types: readonly ScratchEnum[], names: Names): PartitionDraft {
  const here = (text: string): string => withScratchTypes(text, types)
  const at = names.take(`rq_p_${table.name.name}`.slice(0, 40))
  const parts = partitionsOf(schema, table.name).map(({ name, partitionOf }, position) => ({
    of: name,
    at: names.take(`rq_p${position}_${table.name.name}`.slice(0, 40)),
    bound: partitionOf?.bound ?? '',
  }))
  const { strategy, keys } = table.partitionBy ?? { strategy: 'range', keys: [] }
  return {
    draft: {
      of: table.name,
      at,
      columns: table.columns.map(({ name, type, collation }) => ({
        kind: 'column',
        member: name,
        sql: `${quote(name)} ${here(type)}${collate(collation)}`,
      })),
      partitionBy: `${strategy} (${keys.map(here).join(', ')})`,
      pieces: parts.map(({ of, at: part, bound }) => ({
        kind: 'partition',
        of,
        member: '',
        sql: `create temporary table ${quote(part)} partition of pg_temp.${quote(at)} ${here(bound)}`,
      })),
    },
    parts,
  }
}

/** The server speaks of temporary tables, of the one that another overlaps, say. */
function byRealNames(refusal: Refusal, drafts: readonly PartitionDraft[]): Refusal {
  const tables = drafts.flatMap(({ draft, parts }) => [draft, ...parts])
  const message = tables.reduce((text, { of, at }) => text.replaceAll(`"${at}"`, `"${of.name}"`), refusal.error.message)
  return { ...refusal, error: { ...refusal.error, message } }
}

function merged(
  table: Table,
  key: Table | undefined,
  part: Table | undefined,
  contextOf: (name: Table['name']) => string,
  texts: Spellings,
): Table {
  const { partitionBy, partitionOf } = table
  const keys = key?.partitionBy?.keys
  const bound = part?.partitionOf
  partitionBy?.keys.forEach((text, position) => {
    const spelled = keys?.[position]
    if (spelled !== undefined) texts.learn(text, contextOf(table.name), spelled)
  })
  if (partitionOf !== null && bound !== undefined && bound !== null && partitionOf.proof === null)
    texts.learn(partitionOf.bound, contextOf(partitionOf.table), bound.bound)
  return {
    ...table,
    partitionBy: partitionBy && { ...partitionBy, keys: keys ?? partitionBy.keys },
    partitionOf:
      partitionOf === null || bound === undefined || bound === null || partitionOf.proof !== null
        ? partitionOf
        : { ...partitionOf, bound: bound.bound, proof: bound.proof },
  }
}

/** Texts that must not reach the server. */
function unsafeTexts(schema: Schema, table: Table): Refusal[] {
  const bad = (text: string): boolean => splitList(text).some((part) => !isOneExpression(part))
  return [
    ...(table.partitionBy?.keys.some(bad) === true ? [refuse(table.name, 'partition_key')] : []),
    ...partitionsOf(schema, table.name)
      .filter(({ partitionOf }) => partitionOf !== null && bad(partitionOf.bound))
      .map(({ name }) => refuse(name, 'partition')),
  ]
}

function refuse(of: Table['name'], kind: Refusal['kind']): Refusal {
  return {
    of,
    kind,
    member: '',
    error: {
      code: '42601',
      message: 'its parentheses or quotes do not match, or it holds a semicolon',
      hint: 'Write one SQL expression, without a comment at its end.',
    },
  }
}

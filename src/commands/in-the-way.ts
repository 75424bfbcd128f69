import { multimap } from '../lib/multimap.ts'
import type { Change } from '../model/change.ts'
import { bareName, wordsOf } from '../model/object-words.ts'
import type { Table } from '../model/table.ts'
import { identifiersIn } from '../lib/identifiers.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { allPartitionsOf } from '../model/family.ts'
import { replacedColumns } from '../model/replaced-type.ts'
import { displayName, nameKey, sameName } from '../model/name.ts'
import type { Facts } from '../dialects/facts.ts'
import type { Words } from '../dialects/words.ts'
import type { SchemaObject } from '../model/object.ts'
import { displayRef, type ObjectRef, refKey } from '../model/object-ref.ts'
import type { Plan } from '../model/plan.ts'
import { emptySchema, type Schema } from '../model/schema.ts'

/** A rebuild writes a table anew from what the model knows of it: what the model does not know would be lost. */
export function unmodeledInTheWay({ steps, unmodeled }: Plan): Diagnostic[] {
  const rebuilt = new Set(
    steps.flatMap(({ change, subject }) => (change === 'rebuild_table' ? [nameKey(subject)] : [])),
  )
  return unmodeled
    .filter(({ sql, table }) => sql === null && table !== null && rebuilt.has(nameKey(table)))
    .map(({ kind, name, table }) => ({
      id: 'unmodeled-in-the-way',
      severity: 'error',
      message: `${table === null ? '' : displayName(table)} has to be rebuilt, which would lose its ${kind} ${displayName(name)}: Reconcile does not model it`,
      help: 'take it off by hand first and put it back afterwards, or make this change by hand',
      position: null,
      sqlState: null,
    }))
}

/** Relations of all kinds share their names, also with those that the model does not know. */
export function takenByUnmodeled(changes: readonly Change[], { unmodeled }: Schema): Diagnostic[] {
  const relations = new Map(
    unmodeled
      .filter(({ name, table }) => table !== null && sameName(name, table))
      .map((relation) => [nameKey(relation.name), relation]),
  )
  return changes.flatMap(createdRelations).flatMap((ref) => {
    const there = relations.get(nameKey(ref.name))
    if (there === undefined) return []
    return {
      id: 'unmodeled-in-the-way',
      severity: 'error' as const,
      message: `${displayRef(ref)} cannot be created: the ${there.kind} ${displayName(there.name)}, which Reconcile does not model, has its name`,
      help: 'rename or drop that one by hand first, or give the new one another name',
      position: null,
      sqlState: null,
    }
  })
}

const relationKinds: ReadonlySet<ObjectRef['kind']> = new Set([
  'view',
  'materialized_view',
  'sequence',
  'composite_type',
])

function createdRelations(change: Change): ObjectRef[] {
  if (change.kind === 'create_table') return [{ kind: 'table', name: change.table.name }]
  if (change.kind === 'partition_table')
    return [change.holder, ...change.creates].map(({ name }) => ({ kind: 'table', name }))
  return change.kind === 'create_object' && relationKinds.has(change.object.kind) ? [change.object] : []
}

/** What there is no statement for on this server, and what the specs ask of it. */
export function beyondServer(
  changes: readonly Change[],
  { setAccessMethod, unloggedSequences }: Facts,
  serverVersion: string,
): Diagnostic[] {
  const server = `PostgreSQL ${Number.parseInt(serverVersion, 10)}`
  return changes.flatMap((change): Diagnostic[] => {
    if (change.kind === 'change_access_method' && !setAccessMethod)
      return [
        needsNewer(
          `table ${displayName(change.table)}: ${server} cannot give a table another access method, 15 can`,
          'leave access_method as it is, or make a new table and move the rows',
        ),
      ]
    const made = change.kind === 'create_object' ? change.object : change.kind === 'alter_object' ? change.after : null
    if (made?.kind !== 'sequence' || made.unlogged !== true || unloggedSequences) return []
    return [needsNewer(`${displayRef(made)}: ${server} has no unlogged sequences, 15 has`, 'leave out unlogged')]
  })
}

function needsNewer(message: string, help: string): Diagnostic {
  return { id: 'needs-newer-server', severity: 'error', message, help, position: null, sqlState: null }
}

/** A table that goes must not be one that a table nobody manages points to: neither may be touched for the other. */
export function referencedByOthers(
  changes: readonly Change[],
  found: Schema,
  unmanaged: readonly ObjectRef[],
): Diagnostic[] {
  const others = new Set(unmanaged.flatMap(({ kind, name }) => (kind === 'table' ? [nameKey(name)] : [])))
  const pointing = multimap<string, Table>()
  for (const table of found.tables.filter(({ name }) => others.has(nameKey(name))))
    for (const { references } of table.foreignKeys) pointing.add(nameKey(references.table), table)
  return changes.flatMap((change) => {
    if (change.kind !== 'drop_table' && change.kind !== 'partition_table') return []
    const name = change.kind === 'drop_table' ? change.table.name : change.table
    const goes = change.kind === 'drop_table' ? 'is no longer in the specs' : 'is to be partitioned'
    return [...pointing.of(nameKey(name))].map((table) => ({
      id: 'referenced-by-unmanaged',
      severity: 'error' as const,
      message: `table ${displayName(name)} ${goes}, but ${displayName(table.name)}, which Reconcile does not manage, has a foreign key to it`,
      help: `keep ${displayName(name)} in the specs, declare ${displayName(table.name)} too, or drop that foreign key by hand first`,
      position: null,
      sqlState: null,
    }))
  })
}

/** PostgreSQL changes no type of what decides which partition a row is in. */
export function partitionedByReplaced(
  changes: readonly Change[],
  actual: Schema,
  { qualify }: Pick<Words, 'qualify'>,
): Diagnostic[] {
  const inner = changes.flatMap((change) => (change.kind === 'recreate_objects' ? change.around : [change]))
  const types = inner.flatMap((change) => (change.kind === 'replace_types' ? change.types : []))
  if (types.length === 0) return []
  return replacedColumns(actual, types, qualify).flatMap(({ table, converted }) => {
    const family = [table, ...allPartitionsOf(actual, table.name)]
    const keys = family.flatMap(({ partitionBy }) => partitionBy?.keys ?? []).map((key) => identifiersIn(key))
    const key = converted.find(({ name }) => keys.some((names) => names.has(name)))
    if (key === undefined) return []
    return [
      {
        id: 'partition-key-type',
        severity: 'error' as const,
        message: `${displayName(table.name)} is partitioned by ${key.name}, whose type ${key.type} would have to be replaced`,
        help: 'keep the type as it is, or declare a new table beside it and move the rows',
        position: null,
        sqlState: null,
      },
    ]
  })
}

/**
 * What is dropped, for good or to come back, must carry nothing that the model does not know, and nothing that nobody
 * manages may be made of it: PostgreSQL would refuse (2BP01), or take the former along.
 */
export function neededByOthers(
  changes: readonly Change[],
  { objects, unmodeled }: Schema,
  unmanaged: readonly ObjectRef[],
  { qualify, objects: words }: Pick<Words, 'qualify' | 'objects'>,
): Diagnostic[] {
  const foreign = new Set(unmanaged.map(refKey))
  const speaking = multimap<string, SchemaObject>()
  for (const object of objects.filter((one) => foreign.has(refKey(one))))
    for (const word of wordsOf(object)) speaking.add(word, object)
  const parts = Map.groupBy(
    unmodeled.filter(({ sql }) => sql === null),
    ({ table }) => (table === null ? null : nameKey(table)),
  )
  return changes
    .flatMap((change) => droppedBy(change, words))
    .flatMap((gone) => {
      const speaks = nameIn(qualify(gone.name))
      return [
        ...(parts.get(nameKey(gone.name)) ?? []).map(({ kind, name }) =>
          inTheWay(gone, `its ${kind} ${displayName(name)}`, 'which Reconcile does not model'),
        ),
        ...(gone.kind === 'schema' && gone.name.name !== 'public' ? inSchema(gone, unmodeled) : []),
        ...[...speaking.of(bareName(gone))]
          .filter((object) => speaks.test(JSON.stringify(object)))
          .map((object) => inTheWay(gone, displayRef(object), 'which Reconcile does not manage')),
      ]
    })
}

/** What is in no schema counts as `public`, which is never dropped. */
function inSchema(gone: SchemaObject, unmodeled: Schema['unmodeled']): readonly Diagnostic[] {
  const schema = gone.name.name
  return unmodeled
    .filter(({ name, table }) => name.schema === schema && (table === null || sameName(table, name)))
    .map(({ kind, name }) => inTheWay(gone, `the ${kind} ${displayName(name)}`, 'which Reconcile does not model'))
}

function droppedBy(change: Change, words: Words['objects']): readonly SchemaObject[] {
  const gone = onTheWay(change, words)
  return gone.filter(({ on }) => on === null)
}

/** What can be altered in place cannot always be altered back. */
function onTheWay(change: Change, words: Words['objects']): readonly SchemaObject[] {
  switch (change.kind) {
    case 'drop_object':
      return [change.object]
    case 'recreate_objects':
      return change.drops
    case 'alter_object':
      return words.alter(change.after, change.before, emptySchema) === null ? [change.before] : []
    default:
      return []
  }
}

/** The server qualifies every name in its texts. */
function nameIn(qualified: string): RegExp {
  const escaped = JSON.stringify(qualified)
    .slice(1, -1)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'u')
}

function inTheWay(gone: SchemaObject, other: string, because: string): Diagnostic {
  return {
    id: 'unmodeled-in-the-way',
    severity: 'error',
    message: `${displayRef(gone)} has to be dropped, and ${other}, ${because}, hangs on it`,
    help: 'drop what hangs on it by hand first and create it again afterwards, or declare it',
    position: null,
    sqlState: null,
  }
}

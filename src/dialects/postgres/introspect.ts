import { compareText } from '../../lib/compare.ts'
import { isQuarantined, type ObjectName, quarantineSchema } from '../../model/name.ts'
import type { Schema, Unmodeled } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'
import type { Session } from '../session.ts'
import { readColumns } from './catalog/columns.ts'
import { readConstraints } from './catalog/constraints.ts'
import { readEnums } from './catalog/enums.ts'
import { readExclusions } from './catalog/exclusions.ts'
import { readIndexes } from './catalog/indexes.ts'
import { isObjectAside, readObjects } from './catalog/objects.ts'
import type { Scope } from './catalog/scope.ts'
import { readQuarantine, readTables } from './catalog/tables.ts'
import { throughShims } from './catalog/through-shims.ts'
import { readUnmodeled } from './catalog/unmodeled.ts'

const noLimits = { lockMs: 0, statementMs: 0 }

/**
 * With an empty search_path the server qualifies every name it writes, so texts do not depend on whose session reads
 * them. JIT would cost more than these queries take.
 */
const readingSettings = `set local search_path = ''; set local jit = off`

/** The whole database as one snapshot sees it, in a fixed number of queries, which are all under way at once. */
export async function introspect(session: Session): Promise<Schema> {
  return await session.transaction('read', noLimits, async () => {
    const [, allTables, enums, allObjects, allUnmodeled, quarantine] = await Promise.all([
      session.execute(readingSettings),
      readWholeTables(session, 'database'),
      readEnums(session, 'database'),
      readObjects(session, 'database'),
      readUnmodeled(session),
      readQuarantine(session, quarantineSchema),
    ])
    const { tables, objects, unmodeled } = throughShims({
      tables: allTables,
      objects: allObjects,
      unmodeled: allUnmodeled,
    })
    const aside = tables.filter(({ name }) => isQuarantined(name.name))
    return {
      tables: tables.filter(({ name }) => !isQuarantined(name.name)),
      enums: [...enums].sort((a, b) => compareNames(a.name, b.name)),
      objects: objects.filter((object) => !isObjectAside(object)),
      unmodeled: [...unmodeled].sort(compareUnmodeled),
      quarantined: [...quarantine, ...aside.map(({ name }) => name)].sort(compareNames),
    }
  })
}

/** Tables in the open transaction, under the settings for reading until it ends. */
export async function readScratchTables(session: Session): Promise<Table[]> {
  await session.execute(readingSettings)
  return await readWholeTables(session, 'scratch')
}

async function readWholeTables(session: Session, scope: Scope): Promise<Table[]> {
  const [tables, columns, constraints, exclusions, indexes] = await Promise.all([
    readTables(session, scope),
    readColumns(session, scope),
    readConstraints(session, scope),
    readExclusions(session, scope),
    readIndexes(session, scope),
  ])
  return tables
    .map(({ oid, name, comment, partitionBy, partitionOf, inherits, physical }) => {
      const own = constraints.get(oid) ?? []
      return {
        name,
        comment,
        columns: columns.get(oid) ?? [],
        primaryKey: own.flatMap((one) => (one.kind === 'primary_key' ? [one.definition] : []))[0] ?? null,
        uniques: own.flatMap((one) => (one.kind === 'unique' ? [one.definition] : [])).sort(byName),
        checks: own.flatMap((one) => (one.kind === 'check' ? [one.definition] : [])).sort(byName),
        exclusions: [...(exclusions.get(oid) ?? [])].sort(byName),
        foreignKeys: own.flatMap((one) => (one.kind === 'foreign_key' ? [one.definition] : [])).sort(byName),
        indexes: [...(indexes.get(oid) ?? [])].sort(byName),
        partitionBy,
        partitionOf,
        inherits,
        strict: false,
        withoutRowid: false,
        physical,
      }
    })
    .sort((a, b) => compareNames(a.name, b.name))
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareText(a.name, b.name)
}

function compareNames(a: ObjectName, b: ObjectName): number {
  return compareText(a.schema, b.schema) || compareText(a.name, b.name)
}

function compareUnmodeled(a: Unmodeled, b: Unmodeled): number {
  return (
    compareText(a.kind, b.kind) ||
    compareNames(a.name, b.name) ||
    compareNames(a.table ?? { schema: '', name: '' }, b.table ?? { schema: '', name: '' })
  )
}

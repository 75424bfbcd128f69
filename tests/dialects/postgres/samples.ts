import type { ForeignKey } from '../../../src/model/constraint.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import type { Schema } from '../../../src/model/schema.ts'
import type { Table } from '../../../src/model/table.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../../src/dialects/session.ts'
import { freshPostgres, postgresMajors } from '../../support/databases.ts'
import { foreignKey as toId } from '../../support/tables.ts'

export function named(name: string, schema = 'public'): ObjectName {
  return { schema, name }
}

export function foreignKey(
  name: string,
  columns: readonly string[],
  target: string | ObjectName,
  targetColumns: readonly string[],
  rest: Partial<ForeignKey> = {},
): ForeignKey {
  const references = { table: typeof target === 'string' ? named(target) : target, columns: targetColumns }
  return toId(name, columns, target, { references, ...rest })
}

export function schema(tables: readonly Table[], rest: Partial<Schema> = {}): Schema {
  return { tables, enums: [], objects: [], unmodeled: [], quarantined: [], ...rest }
}

/** What there is, but for who owns it: whoever runs the tests. */
export async function introspected(session: Session): Promise<Schema> {
  const found = await postgres.introspect(session)
  return { ...found, objects: found.objects.filter(({ kind }) => kind !== 'owner') }
}

export const noLimits = { lockMs: 0, statementMs: 0 }

/** A database of its own for `body`, with a session on it; both are gone afterwards. */
export async function withDatabase(
  major: number,
  body: (session: Session, url: string) => Promise<void>,
): Promise<void> {
  const { url, drop } = await freshPostgres(major)
  const session = await postgres.connect(url, 'reconcile')
  try {
    await body(session, url)
  } finally {
    await session.close()
    await drop()
  }
}

/** The versions under test from `first` on, for `describe.each`. */
export function since(first: number): { major: number }[] {
  return postgresMajors().flatMap((major) => (major >= first ? [{ major }] : []))
}

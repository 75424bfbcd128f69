import type { Dialect } from '../dialects/dialect.ts'
import { columnsIn, expressionScope } from '../dialects/expression-scope.ts'
import type { Session } from '../dialects/session.ts'
import type { Change } from '../model/change.ts'
import { type Desired, sourceKey } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'

/**
 * Backfills whose rule can only fail: found now, not when the run comes to them. At that time a table has the columns it
 * has (`actual`, after the renames) and those it is going to have.
 */
export async function malformedBackfills(
  session: Session,
  dialect: Dialect,
  changes: readonly Change[],
  actual: Schema,
  { schema, sources }: Desired,
): Promise<readonly Diagnostic[]> {
  const backfills = changes.filter((change) => change.kind === 'run_backfill')
  // Of thousands of tables the scope takes its time.
  if (backfills.length === 0) return []
  const found: Diagnostic[] = []
  const scope = expressionScope([actual, schema], dialect.defaultSchema)
  for (const change of backfills) {
    const { name, table, set, where } = change.backfill
    const columns = columnsIn([actual, schema].flatMap((one) => tableOf(one, table) ?? []))
    const texts = [...set.map(({ column, expression }) => [`set.${column}`, expression]), ['where', where]] as const
    for (const [key = '', text = ''] of texts) {
      // Stands for itself in an UPDATE alone.
      if (/^\s*default\s*$/i.test(text)) continue
      const failure = await dialect.malformed(session, table, columns, text, scope)
      if (failure === null) continue
      found.push({
        id: 'rejected-expression',
        severity: 'error',
        message: `backfill ${name} of ${displayName(table)}: ${key}: ${failure.message}`,
        help: `write one SQL expression over the columns of ${displayName(table)}: ${columns.map((column) => column.name).join(', ')}`,
        position: sources.get(sourceKey('backfill', table, name)) ?? null,
        sqlState: failure.code,
      })
    }
  }
  return found
}

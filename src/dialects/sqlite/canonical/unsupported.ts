import type { Diagnostic } from '../../../model/diagnostic.ts'
import { displayName } from '../../../model/name.ts'
import type { Table } from '../../../model/table.ts'
import type { RejectedExpression } from '../../dialect.ts'

/** What a spec can say and SQLite has no words for: building it would lose it without a sound. */
export function unsupported(table: Table): RejectedExpression[] {
  const found: RejectedExpression[] = []
  const report = (
    kind: RejectedExpression['kind'],
    member: string,
    severity: Diagnostic['severity'],
    message: string,
    help: string,
  ): void => {
    const diagnostic: Diagnostic = {
      id: 'sqlite-unsupported',
      severity,
      message: `${displayName(table.name)}.${member}: ${message}`,
      help,
      position: null,
      sqlState: null,
    }
    found.push({ table: table.name, kind, member, diagnostic })
  }
  for (const { name, identity } of table.columns) {
    if (identity !== null && !(table.primaryKey?.columns.length === 1 && table.primaryKey.columns[0] === name)) {
      report(
        'column',
        name,
        'error',
        'SQLite numbers only the primary key',
        `Make ${name} the primary key, or leave identity out.`,
      )
    }
  }
  for (const { name, nullsNotDistinct, deferrable } of table.uniques) {
    if (nullsNotDistinct)
      report('constraint', name, 'warning', 'SQLite lets NULLs repeat', 'Make the columns not_null.')
    if (deferrable !== 'no') report('constraint', name, 'warning', 'SQLite checks it at once', 'Leave deferrable out.')
  }
  for (const index of table.indexes) {
    const { name } = index
    if (index.nullsNotDistinct)
      report('index', name, 'warning', 'SQLite lets NULLs repeat', 'Make the columns not_null.')
    if (index.include.length > 0)
      report('index', name, 'info', 'SQLite has no INCLUDE', 'Add the columns at the end of the index.')
    if (index.method !== 'btree') {
      report(
        'index',
        name,
        'warning',
        `SQLite has no ${index.method} index; it becomes a btree`,
        'Leave the method out.',
      )
    }
  }
  return found
}

import type { RowSecurity } from '../../../../model/objects/row-security.ts'
import type { Statement } from '../../../../model/statement.ts'
import { alterTable } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { tableOf } from './on-table.ts'

export const rowSecurity: KindWords<RowSecurity> = {
  create: (one) => set({ ...one, enabled: false, forced: false }, one),
  drop: (one) => set(one, { ...one, enabled: false, forced: false }),
  alter: set,
  rename: null,
}

function set(before: RowSecurity, after: RowSecurity): Statement[] {
  const clauses = [
    ...(before.enabled === after.enabled ? [] : [`${after.enabled ? 'enable' : 'disable'} row level security`]),
    ...(before.forced === after.forced ? [] : [`${after.forced ? 'force' : 'no force'} row level security`]),
  ]
  return clauses.length === 0 ? [] : [alterTable(tableOf(after), clauses)]
}

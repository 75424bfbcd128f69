import { displayName } from '../model/name.ts'
import type { Quarantine } from '../model/step.ts'

/** What was put aside, and the name it is kept under. */
export function quarantineText({ kind, name, column, keptAs }: Quarantine): string {
  const was = column === null ? displayName(name) : `${displayName(name)}.${column}`
  const what = kind === 'values' ? 'old values of' : kind === 'sync' ? 'trigger on' : kind.replaceAll('_', ' ')
  return `${what} ${was}, kept as ${column === null ? displayName(keptAs.name) : (keptAs.column ?? column)}`
}

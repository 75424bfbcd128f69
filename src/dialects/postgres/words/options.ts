import type { StorageOptions } from '../../../model/column.ts'
import { literal, quote } from './quote.ts'

/** `fillfactor = 70, toast.autovacuum_enabled = false`: what stands in WITH and SET. */
export function optionList(options: StorageOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${optionName(name)} = ${/^[-\w.]+$/.test(value) ? value : literal(value)}`)
    .join(', ')
}

/** SET and RESET clauses that lead from one list of parameters to the other. */
export function optionClauses(before: StorageOptions, after: StorageOptions): string[] {
  const set = Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value))
  const gone = Object.keys(before).filter((name) => !(name in after))
  return [
    ...(Object.keys(set).length === 0 ? [] : [`set (${optionList(set)})`]),
    ...(gone.length === 0 ? [] : [`reset (${gone.map(optionName).join(', ')})`]),
  ]
}

function optionName(name: string): string {
  return name.split('.').map(quote).join('.')
}

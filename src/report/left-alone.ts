import { displayName } from '../model/name.ts'
import { displayRef, type ObjectRef } from '../model/object-ref.ts'
import type { Unmodeled } from '../model/schema.ts'
import { oneLine, wrap } from './clip.ts'
import type { Paint } from './paint.ts'

export interface LeftAlone {
  readonly unmanaged: readonly ObjectRef[]
  readonly unmodeled: readonly Unmodeled[]
}

/** What a database has that is none of our business, by name; nothing when there is nothing. */
export function leftAloneLines({ unmanaged, unmodeled }: LeftAlone, style: Paint, width: number): readonly string[] {
  return [
    ...nameList('Not in the specs, not touched', unmanaged.map(displayRef), style, width),
    ...nameList('Not modelled by Reconcile, not touched', unmodeledTexts(unmodeled), style, width),
  ]
}

/** `view totals`: each object once, also one that has to do with several tables. */
export function unmodeledTexts(unmodeled: readonly Unmodeled[]): string[] {
  return [...new Set(unmodeled.map(({ kind, name }) => `${kind} ${displayName(name)}`))]
}

/** One value for each object and table that it has to do with. */
export function unmodeledValue({ kind, name, table }: Unmodeled): object {
  return { kind, name: displayName(name), table: table === null ? null : displayName(table) }
}

function nameList(title: string, names: readonly string[], style: Paint, width: number): readonly string[] {
  if (names.length === 0) return []
  return ['', style.bold(`${title} (${names.length})`), ...wrap(`  ${names.map(oneLine).join(', ')}`, width, '  ')]
}

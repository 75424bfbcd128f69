import { compareText } from '../lib/compare.ts'
import { didYouMean } from '../lib/text.ts'
import type { StorageOptions } from '../model/column.ts'
import type { Binding } from './binding.ts'
import type { OptionsSpec } from './content.ts'
import { below, keyOf, type Place } from './spec-file.ts'

export function bindOptions(written: OptionsSpec | undefined): StorageOptions {
  if (written === undefined) return {}
  const pairs = Object.entries(written).map(([name, value]) => [name, String(value)] as const)
  return Object.fromEntries(pairs.sort(([a], [b]) => compareText(a, b)))
}

/** Storage parameters of the access methods that come with the server (CREATE INDEX in the manual, reloptions.c). */
const known: Readonly<Record<string, readonly string[]>> = {
  btree: ['fillfactor', 'deduplicate_items'],
  hash: ['fillfactor'],
  gist: ['fillfactor', 'buffering'],
  spgist: ['fillfactor'],
  gin: ['fastupdate', 'gin_pending_list_limit'],
  brin: ['pages_per_range', 'autosummarize'],
}

/** Storage parameters of an index, be it a constraint's; nothing on SQLite. */
export function bindIndexOptions(
  binding: Binding,
  written: OptionsSpec | undefined,
  method: string,
  place: Place,
  what: string,
): { readonly options?: StorageOptions } {
  if (written === undefined) return {}
  if (binding.dialect.name === 'sqlite') {
    binding.note(below(place, 'options'), 'not-kept', 'SQLite has no storage parameters of indexes', what)
    return {}
  }
  for (const name of Object.keys(written)) {
    const possible = known[method]
    if (possible === undefined || possible.includes(name)) continue
    const near = didYouMean(name, possible)
    binding.error(
      keyOf(below(place, 'options', name)),
      'unknown-option',
      `${what}: an index of the method ${method} has no storage parameter ${name}`,
      near === null ? `possible: ${possible.join(', ')}` : `did you mean ${near}?`,
    )
  }
  const options = bindOptions(written)
  return Object.keys(options).length === 0 ? {} : { options }
}

import { compareText } from '../../lib/compare.ts'
import type { Entry } from './entry.ts'

/** One file of everything, one for each schema, or one for each table. */
export type Layout = 'whole' | 'schema' | 'table'

/** Longer names make trouble on some file systems; the object's own name is in the file. */
const longest = 100

/**
 * Which file an entry goes to, without its ending. Names that are the same file somewhere (`A/b`, `a_b`) share one: a
 * file can hold any number of objects.
 */
function fileOf({ schema, file }: Entry, layout: Exclude<Layout, 'whole'>, defaultSchema: string): string {
  if (schema === null) return 'database'
  if (layout === 'schema' || file === null) return safe(schema)
  return safe(schema === defaultSchema ? file : `${schema}.${file}`)
}

/** Groups by file, in the order of their names. */
export function byFile<T extends { readonly entry: Entry }>(
  items: readonly T[],
  layout: Exclude<Layout, 'whole'>,
  defaultSchema: string,
): ReadonlyMap<string, readonly T[]> {
  const files = new Map<string, T[]>()
  for (const item of items) {
    const name = `${fileOf(item.entry, layout, defaultSchema)}.yaml`
    files.set(name, [...(files.get(name) ?? []), item])
  }
  return new Map([...files].sort(([a], [b]) => compareText(a, b)))
}

/** `reconcile.yaml` is the configuration, and hidden files are not read. */
function safe(name: string): string {
  const text = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_.-]/gu, '_')
    .replace(/^\./, '_')
    .slice(0, longest)
  return text === 'reconcile' ? 'reconcile_' : text
}

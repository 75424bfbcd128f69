import type { Schema } from '../../model/schema.ts'
import type { Entry } from './entry.ts'
import { byFile, type Layout } from './files.ts'
import { parts } from './parts.ts'
import { type WrittenFor, writingOf } from './writing.ts'
import { specYaml } from './yaml.ts'

export interface WriteOptions {
  readonly dialect: WrittenFor
  readonly serverVersion: string
  readonly layout: Layout
  /** Where editors find spec.schema.json, seen from the file. */
  readonly jsonSchema: string
}

/**
 * The specs that stand for a schema: file name → YAML; with layout `whole` always one file. What `bind` makes of them is
 * the schema again. Pure; things the model does not know are the caller's to report.
 */
export function writeSpecs(schema: Schema, options: WriteOptions): ReadonlyMap<string, string> {
  const { dialect, serverVersion, layout, jsonSchema } = options
  const writing = writingOf(schema, dialect, serverVersion)
  const items = parts.flatMap(({ group, entries }) => entries(writing).map((entry) => ({ group, entry })))
  const files = layout === 'whole' ? [['schema.yaml', items] as const] : byFile(items, layout, dialect.defaultSchema)
  return new Map(
    [...files].map(([name, entries]) => [
      name,
      specYaml(contentOf(entries), `yaml-language-server: $schema=${jsonSchema}`),
    ]),
  )
}

function contentOf(items: readonly { readonly group: string; readonly entry: Entry }[]): object {
  const groups = Object.groupBy(items, ({ group }) => group)
  return Object.fromEntries(
    Object.entries(groups).map(([group, members = []]) => [
      group,
      Object.fromEntries(members.map(({ entry }) => [entry.key, entry.value])),
    ]),
  )
}

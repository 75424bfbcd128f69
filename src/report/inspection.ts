import { count } from '../lib/text.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import { oneLine } from './clip.ts'
import { document } from './document.ts'
import { unmodeledTexts, unmodeledValue } from './left-alone.ts'
import { onTarget } from './next-command.ts'
import type { ShownTarget } from './step-text.ts'

/** Something of a table that no spec can declare. */
interface ShownMember {
  readonly table: ObjectName
  readonly kind: string
  readonly name: string
  readonly because: string
}

interface Inspected {
  readonly target: ShownTarget
  readonly serverVersion: string
  readonly schema: Schema
  readonly unsayable: readonly ShownMember[]
  /** `path` null: it was not written to a file. */
  readonly files: readonly { readonly path: string | null; readonly text: string }[]
}

/** What was written where. Ends with a line break. */
export function inspectionText({ target, schema, files }: Inspected): string {
  const what = [
    count(schema.tables.length, 'table'),
    ...(schema.enums.length === 0 ? [] : [count(schema.enums.length, 'enum')]),
  ]
  return [
    `${what.join(' and ')} of ${oneLine(target.name)} written to ${files.map(({ path }) => oneLine(path ?? '')).join(', ')}`,
    `Next: reconcile adopt${onTarget(target.name)}   takes the database under management as it is`,
    '',
  ].join('\n')
}

/** What the specs leave out, one line each; empty when they say it all. */
export function leftOutText({ schema, unsayable }: Pick<Inspected, 'schema' | 'unsayable'>): string {
  const left = [
    ...unmodeledTexts(schema.unmodeled),
    ...unsayable.map(({ table, kind, name, because }) => `${kind} ${name} of ${displayName(table)}: ${because}`),
  ]
  if (left.length === 0) return ''
  const lines = [`Not modelled by Reconcile, not written (${left.length})`, ...left.map((text) => `  ${oneLine(text)}`)]
  return `${lines.join('\n')}\n`
}

/** The same as one JSON document. */
export function inspectionJson({ target, serverVersion, schema, unsayable, files }: Inspected): string {
  return document('inspection', {
    target: target.name,
    dialect: target.dialect,
    server_version: serverVersion,
    tables: schema.tables.length,
    files: files.map(({ path, text }) => ({ path, text })),
    unmodeled: schema.unmodeled.map(unmodeledValue),
    unsayable: unsayable.map(({ table, kind, name, because }) => ({ table: displayName(table), kind, name, because })),
  })
}

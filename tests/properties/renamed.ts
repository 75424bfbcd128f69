import { quote } from '../../src/dialects/postgres/words/quote.ts'
import type { Desired } from '../../src/model/desired.ts'
import { nameKey, sameName } from '../../src/model/name.ts'
import { type ObjectRef, refKey } from '../../src/model/object-ref.ts'
import { unsignedName } from '../../src/model/objects/routine.ts'
import { type Schema, tableOf } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { pick } from './draw/choice.ts'

/** A schema in which some things have another name than before, and what the specs say about that. */
export interface Wanted extends Pick<Desired, 'renames' | 'objectRenames'> {
  readonly schema: Schema
}

type Target = { readonly column: string } | { readonly ref: ObjectRef }

/** The second schema with things renamed that both have, each as far as a number says; a column goes by its name in all tables. */
export function renamed(before: Schema, after: Schema, numbers: readonly number[]): Wanted {
  let schema = after
  const targets: Target[] = []
  for (const number of numbers) {
    const target = pick(targetsIn(before, after), number)
    const name = target === undefined ? '' : nameOf(target)
    if (target === undefined || targets.some((other) => nameOf(other) === name)) continue
    targets.push(target)
    schema = inOrder(respelled(schema, name, `${name}_now`) as Schema)
  }
  return { schema, ...hintsOf(before, schema, targets) }
}

/** What could be renamed without anybody else's name being changed along. */
function targetsIn(before: Schema, after: Schema): Target[] {
  const columns = [...new Set(columnNames(before))].filter((name) => columnNames(after).includes(name))
  const kept = new Set(refsOf(before).map(refKey))
  const refs = refsOf(after).filter((ref) => kept.has(refKey(ref)))
  const all = [...columns.map((column): Target => ({ column })), ...refs.map((ref): Target => ({ ref }))]
  const objects = new Set([...refsOf(before), ...refsOf(after)].map((ref) => nameOf({ ref })))
  const enums = [...before.enums, ...after.enums].map(({ name }) => name.name)
  const names = [...objects, ...columns, ...enums, ...enums]
  return all.filter((target) => names.filter((name) => name === nameOf(target)).length === 1)
}

/** What has a name of its own, and can get another one. */
function refsOf({ tables, objects }: Schema): ObjectRef[] {
  const fixed = new Set(['row_security', 'owner', 'grant', 'schema', 'extension'])
  return [
    ...tables.filter(isRenameable).map(({ name }): ObjectRef => ({ kind: 'table', name })),
    ...objects.filter(({ kind }) => !fixed.has(kind)),
  ]
}

/** On SQLite a table that others point to may have to be rebuilt in turns with them, each before its own rename. */
function isRenameable({ name }: Table): boolean {
  return name.schema !== 'main'
}

function columnNames({ tables }: Schema): string[] {
  return tables.flatMap(({ columns }) => columns.map(({ name }) => name))
}

function nameOf(target: Target): string {
  return 'column' in target ? target.column : unsignedName(target.ref.name.name)
}

/** The same data with another name wherever it stands as a name or in a text. */
function respelled(data: unknown, from: string, to: string): unknown {
  if (typeof data === 'string') return respelledText(data, from, to)
  if (Array.isArray(data)) return data.map((item) => respelled(item, from, to))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key === from ? to : key,
      key === 'comment' || key === 'kind' ? value : respelled(value, from, to),
    ]),
  )
}

function respelledText(text: string, from: string, to: string): string {
  if (text === from) return to
  const escaped = quote(from).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return text.replaceAll(new RegExp(`(?<![\\w"$])${escaped}(?![\\w"$])`, 'g'), () => quote(to))
}

function hintsOf(before: Schema, now: Schema, targets: readonly Target[]): Pick<Wanted, 'renames' | 'objectRenames'> {
  const newName = (name: string): string => (targets.some((one) => nameOf(one) === name) ? `${name}_now` : name)
  const position = null
  const objectRenames = now.objects.map((ref) => {
    const target = targets.find((one) => 'ref' in one && isNow(one.ref, ref))
    return { ref, from: target !== undefined && 'ref' in target ? target.ref.name.name : null, position }
  })
  const renames = before.tables.flatMap((old) => {
    const table = tableOf(now, { ...old.name, name: newName(old.name.name) })
    if (table === undefined) return []
    return [
      ...(sameName(table.name, old.name) ? [] : [{ table: table.name, column: null, from: old.name.name, position }]),
      ...old.columns.flatMap(({ name: from }) => {
        const column = newName(from)
        const isThere = column !== from && table.columns.some(({ name }) => name === column)
        return isThere ? [{ table: table.name, column, from, position }] : []
      }),
    ]
  })
  return { renames, objectRenames }
}

/** `ref` under its new name; what it hangs on may have got another one as well. */
function isNow(ref: ObjectRef, now: ObjectRef): boolean {
  return now.kind === ref.kind && now.name.name === respelledText(ref.name.name, bare(ref), `${bare(ref)}_now`)
}

function bare({ name }: ObjectRef): string {
  return unsignedName(name.name)
}

function inOrder(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.toSorted((a, b) => (nameKey(a.name) < nameKey(b.name) ? -1 : 1)),
    objects: schema.objects.toSorted((a, b) => (refKey(a) < refKey(b) ? -1 : 1)),
  }
}

import type { Change } from '../model/change.ts'
import type { Desired, EnumRenameHint } from '../model/desired.ts'
import { sourceKey } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { EnumRenames } from '../model/enum-rename.ts'
import { displayName, nameKey, type ObjectName, sameName } from '../model/name.ts'
import { escaped, followRename, resigned } from '../model/object-rename.ts'
import type { Schema } from '../model/schema.ts'
import { nameFrom } from './object-renames.ts'
import { renameVerdict } from './renames.ts'
import { respelled, withTexts } from './respelled.ts'

/** Which `renamed_from` hints of enums and labels have work to do; as `matchRenames` does for tables and columns. */
export function matchEnumRenames(
  { enumRenames, schema }: Desired,
  actual: Schema,
): EnumRenames & { readonly diagnostics: readonly Diagnostic[] } {
  const present = new Map(actual.enums.map((type) => [nameKey(type.name), type]))
  const firstTime = !schema.enums.some(({ name }) => present.has(nameKey(name)))
  const types: EnumRenames['types'][number][] = []
  const labels: EnumRenames['labels'][number][] = []
  const diagnostics: Diagnostic[] = []
  const hints = enumRenames.flatMap((hint) => (hint.from === null ? [] : [{ ...hint, from: hint.from }]))
  for (const hint of hints.filter(({ label }) => label === null)) {
    const from = oldName(hint)
    const verdict = renameVerdict(hint, `enum ${displayName(hint.type)}`, {
      old: present.has(nameKey(from)),
      now: present.has(nameKey(hint.type)),
      firstTime,
    })
    if (verdict === 'rename') types.push({ from, to: hint.type })
    else if (verdict !== 'done') diagnostics.push(verdict)
  }
  for (const { label, ...hint } of hints) {
    if (label === null) continue
    const name = types.find(({ to }) => sameName(to, hint.type))?.from ?? hint.type
    const type = present.get(nameKey(name))
    if (type === undefined) continue
    const verdict = renameVerdict(hint, `label ${label} of enum ${displayName(hint.type)}`, {
      old: type.labels.includes(hint.from),
      now: type.labels.includes(label),
      firstTime: false,
    })
    if (verdict === 'rename') labels.push({ type: hint.type, from: hint.from, to: label })
    else if (verdict !== 'done') diagnostics.push(verdict)
  }
  return { types, labels, diagnostics }
}

function oldName({ schema, from }: EnumRenameHint & { readonly from: string }): ObjectName {
  return { schema, name: from }
}

/** The schema with enums and labels under their new names, in all texts as well: the server keeps numbers, and writes names. */
export function withEnumRenames(
  schema: Schema,
  { types, labels }: EnumRenames,
  qualify: (name: ObjectName) => string,
): Schema {
  if (types.length === 0 && labels.length === 0) return schema
  const spellings = types.map(({ from, to }) => [qualify(from), qualify(to)] as const)
  const inTexts = <T>(data: T): T =>
    labels.reduce(
      (now, { type, from, to }) => withTexts(now, (text) => relabelled(text, qualify(type), from, to)),
      respelled(data, spellings),
    )
  return {
    ...schema,
    tables: schema.tables.map(inTexts),
    objects: types.reduce(
      (now, { from, to }) => followRename(now, { kind: 'enum', name: from }, to),
      resigned(schema.objects, types, qualify).map(inTexts),
    ),
    enums: schema.enums.map((type) => {
      const name = types.find(({ from }) => sameName(from, type.name))?.to ?? type.name
      const own = labels.filter((label) => sameName(label.type, name))
      return { ...type, name, labels: type.labels.map((label) => own.find(({ from }) => from === label)?.to ?? label) }
    }),
  }
}

/** `'sent'::public.state` and `'{new,sent}'::public.state[]`, as the server writes constants. */
function relabelled(text: string, type: string, from: string, to: string): string {
  const constant = new RegExp(`'((?:[^']|'')*)'::${escaped(type)}(\\[\\])?(?![\\w"$])`, 'g')
  return text.replaceAll(constant, (found, quoted: string, array: string | undefined) => {
    const value = quoted.replaceAll("''", "'")
    const now = array === undefined ? (value === from ? to : value) : inArray(value, from, to)
    return now === value ? found : `'${now.replaceAll("'", "''")}'::${type}${array ?? ''}`
  })
}

/** Elements of an array constant stand in quotes when they have to (manual 8.15.6). */
function inArray(value: string, from: string, to: string): string {
  return value.replaceAll(/"((?:[^"\\]|\\.)*)"|[^{},"]+/g, (element, quoted: string | undefined) => {
    const label = quoted === undefined ? element : quoted.replaceAll(/\\(.)/g, '$1')
    if (label !== from) return element
    return /^[^\s{},"\\]+$/.test(to) && to.toLowerCase() !== 'null'
      ? to
      : `"${to.replaceAll(/["\\]/g, String.raw`\$&`)}"`
  })
}

/** An enum that goes while one with the same labels comes may be a rename: it is asked, never guessed. */
export function probableEnumRenames(changes: readonly Change[], { enumRenames, sources }: Desired): Diagnostic[] {
  return changes.flatMap((created) => {
    if (created.kind !== 'create_enum') return []
    const { name, labels } = created.type
    if (enumRenames.some(({ type, label, from }) => label === null && from === null && sameName(type, name))) return []
    const position = sources.get(sourceKey('enum', name)) ?? null
    return changes.flatMap((dropped): Diagnostic[] => {
      if (dropped.kind !== 'drop_enum' || dropped.type.labels.join('\u0000') !== labels.join('\u0000')) return []
      const old = nameFrom(dropped.type.name, name)
      return [
        {
          id: 'ambiguous-rename',
          severity: 'error',
          message: `enum ${displayName(name)} is new and ${old} with the same labels goes: is it a rename?`,
          help: `add \`renamed_from: ${old}\` to rename it, or \`renamed_from: null\` if it is a new one`,
          position,
          sqlState: null,
        },
      ]
    })
  })
}

/** Labels that stand where others went may be those: rows that hold the old ones would be in the way, or lost. */
export function probableLabelRenames(actual: Schema, { schema, enumRenames, sources }: Desired): Diagnostic[] {
  const present = new Map(actual.enums.map((type) => [nameKey(type.name), type]))
  return schema.enums.flatMap(({ name, labels }) => {
    const before = present.get(nameKey(name))?.labels ?? []
    const pairs = labels.flatMap((label, position) => {
      const old = before[position]
      return old === undefined || old === label ? [] : [{ label, old }]
    })
    const isSwap =
      before.length === labels.length &&
      pairs.every(({ label, old }) => !before.includes(label) && !labels.includes(old))
    if (!isSwap) return []
    return pairs
      .filter(({ label }) => !enumRenames.some((hint) => sameName(hint.type, name) && hint.label === label))
      .map(
        ({ label, old }): Diagnostic => ({
          id: 'ambiguous-rename',
          severity: 'error',
          message: `label ${label} of enum ${displayName(name)} is new and ${old} in its place goes: is it a rename?`,
          help: `write \`{ name: ${label}, renamed_from: ${old} }\` to rename it, or \`{ name: ${label}, renamed_from: null }\` if it is a new one`,
          position: sources.get(sourceKey('enum', name)) ?? null,
          sqlState: null,
        }),
      )
  })
}

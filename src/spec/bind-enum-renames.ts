import type { Backfill } from '../model/backfill.ts'
import type { EnumRenameHint } from '../model/desired.ts'
import { nameKey } from '../model/name.ts'
import type { Binding, Declared, DeclaredEnum, DeclaredEnumHint } from './binding.ts'
import { usualBatch } from './bind-backfills.ts'
import { tableName } from './object-names.ts'
import { positionOf } from './spec-file.ts'

/** What `renamed_from` says of enums and their labels. Empty where the engine has no enums. */
export function bindEnumRenames(binding: Binding): EnumRenameHint[] {
  const taken = new Map<string, string>()
  return [...binding.enums.values()].flatMap((type) =>
    type.hints.map((hint): EnumRenameHint => {
      const { label, from, place } = hint
      if (from !== null) checkHint(binding, type, { ...hint, from }, taken)
      const old =
        label === null && from !== null ? tableName(from, binding.dialect.defaultSchema, type.name.schema) : null
      return {
        type: type.name,
        label,
        from: old?.name ?? from,
        schema: old?.schema ?? type.name.schema,
        position: positionOf(place),
      }
    }),
  )
}

function checkHint(
  binding: Binding,
  type: DeclaredEnum,
  { label, from, place }: DeclaredEnumHint & { readonly from: string },
  taken: Map<string, string>,
): void {
  const what = label === null ? type.shown : `label ${label} of ${type.shown}`
  const old = tableName(from, binding.dialect.defaultSchema, type.name.schema)
  const key = label === null ? nameKey(old) : [nameKey(type.name), from].join('\u0000')
  const isDeclared = label === null ? binding.enums.has(nameKey(old)) : type.labels.includes(from)
  const other = taken.get(key)
  if (other !== undefined) {
    binding.error(
      place,
      'rename-twice',
      `${what} and ${other} both say that they were renamed from the same`,
      'keep renamed_from on the one that has the data',
    )
  } else if (label === null ? key === nameKey(type.name) : from === label) {
    binding.error(
      place,
      'rename-to-itself',
      `${what} says that it was renamed from its own name`,
      'write the old name, or leave renamed_from out',
    )
  } else if (isDeclared) {
    binding.error(
      place,
      'rename-both-declared',
      `${what} says that it was ${from}, but ${from} is declared too`,
      `remove ${from} from the specs, or leave renamed_from out`,
    )
  }
  taken.set(key, what)
}

/** Where labels are text under a check, a renamed one is written into the rows that hold it. */
export function labelBackfills(binding: Binding, { name, spec }: Declared): Backfill[] {
  if (binding.facts.enums) return []
  return Object.entries(spec.columns).flatMap(([column, written]) => {
    const word = typeof written === 'string' ? written : written.type
    const type = typeof word === 'string' ? word : (word.sqlite ?? '')
    const declared = binding.enums.get(nameKey(tableName(type, binding.dialect.defaultSchema)))
    const at = binding.dialect.words.quote(column)
    return (declared?.hints ?? []).flatMap(({ label, from }): Backfill[] =>
      label === null || from === null
        ? []
        : [
            {
              name: `${column}_${from}_renamed`,
              table: name,
              set: [{ column, expression: literal(label) }],
              where: `${at} = ${literal(from)}`,
              batch: usualBatch,
            },
          ],
    )
  })
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

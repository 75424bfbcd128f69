import { displayName, nameKey } from '../model/name.ts'
import { alone, type Binding, type Declared, type DeclaredEnum, type DeclaredEnumHint } from './binding.ts'
import type { LongEnumSpec } from './enum-content.ts'
import { checkTableName, identifierKey } from './identifiers.ts'
import type { LoadedSpecs } from './load.ts'
import { tableName } from './object-names.ts'
import { below, keyOf, type Place, positionOf } from './spec-file.ts'

type Report = Pick<Binding, 'dialect' | 'facts' | 'error'>

/** All tables of all files by `nameKey`, the first of two equal ones; partitions are added by `withFamilies`. */
export function declareTables(binding: Report, specs: LoadedSpecs): ReadonlyMap<string, Declared> {
  const tables = new Map<string, Declared>()
  const taken = new Map<string, Declared>()
  for (const file of specs.files) {
    for (const [written, spec] of Object.entries(file.content.tables ?? {})) {
      const name = tableName(written, binding.dialect.defaultSchema)
      const shown = displayName(name)
      const place: Place = { file, path: ['tables', written], on: 'key' }
      checkTableName(binding, name.schema, name.name, place, `table ${shown}`)
      const key = nameKey({ schema: name.schema, name: identifierKey(binding, name.name) })
      const first = taken.get(key)
      if (first !== undefined) {
        binding.error(
          place,
          'duplicate-name',
          `table ${shown} is declared twice`,
          `the other one is at ${at(first.place)}: keep one`,
        )
        continue
      }
      const declared: Declared = {
        name,
        shown,
        spec,
        place,
        damaged: file.damaged.has(['tables', written].join('\u0000')),
        ...alone,
      }
      taken.set(key, declared)
      tables.set(nameKey(name), declared)
    }
  }
  return tables
}

export function declareEnums(binding: Report, specs: LoadedSpecs): ReadonlyMap<string, DeclaredEnum> {
  const enums = new Map<string, DeclaredEnum>()
  for (const file of specs.files) {
    for (const [written, spec] of Object.entries(file.content.enums ?? {})) {
      const name = tableName(written, binding.dialect.defaultSchema)
      const shown = displayName(name)
      const place: Place = { file, path: ['enums', written], on: 'key' }
      checkTableName(binding, name.schema, name.name, place, `enum ${shown}`)
      const first = enums.get(nameKey(name))
      if (first !== undefined) {
        binding.error(
          place,
          'duplicate-name',
          `enum ${shown} is declared twice`,
          `the other one is at ${at(first.place)}: keep one`,
        )
        continue
      }
      if (binding.facts.enums && binding.dialect.types.canonical(written) !== null) {
        binding.error(
          place,
          'reserved-name',
          `enum ${shown} has the name of a built-in type, which would be taken instead`,
          'choose another name',
        )
      }
      const long: LongEnumSpec = 'labels' in spec ? spec : { labels: spec }
      const labels = long.labels.map((label) => (typeof label === 'string' ? label : label.name))
      checkLabels(binding, labels, shown, keyOf(place))
      enums.set(nameKey(name), {
        name,
        shown: `enum ${shown}`,
        labels,
        hints: enumHints(long, place, 'labels' in spec ? ['labels'] : []),
        comment: long.comment ?? null,
        place,
      })
    }
  }
  return enums
}

/** `at`: where the labels are. */
function enumHints(
  { renamed_from: from, labels }: LongEnumSpec,
  place: Place,
  at: readonly string[],
): DeclaredEnumHint[] {
  return [
    ...(from === undefined ? [] : [{ label: null, from, place: below(place, 'renamed_from') }]),
    ...labels.flatMap((label, position): DeclaredEnumHint[] =>
      typeof label === 'string'
        ? []
        : [
            {
              label: label.name,
              from: label.renamed_from,
              place: below(place, ...at, String(position), 'renamed_from'),
            },
          ],
    ),
  ]
}

/** Labels are names to PostgreSQL, and as long at most. */
function checkLabels(binding: Report, labels: readonly string[], shown: string, place: Place): void {
  const max = binding.facts.maxIdentifierBytes
  for (const label of labels) {
    const bytes = Buffer.byteLength(label)
    if (label.includes('\u0000'))
      binding.error(place, 'bad-name', `enum ${shown}: a label has a NUL character`, 'leave it out')
    else if (max !== null && bytes > max) {
      binding.error(
        place,
        'identifier-too-long',
        `enum ${shown}: the label "${label}" is ${bytes} bytes long, PostgreSQL takes ${max}`,
        'shorten it',
      )
    }
  }
}

/** `specs/tiers.yaml:3`. */
export function at(place: Place): string {
  const { file, line } = positionOf(place)
  return `${file}:${line}`
}

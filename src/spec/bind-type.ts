import { didYouMean } from '../lib/text.ts'
import { nameKey } from '../model/name.ts'
import type { Binding, DeclaredEnum, DeclaredType } from './binding.ts'
import { tableName } from './object-names.ts'
import type { Place } from './spec-file.ts'
import { typeWord } from './type-word.ts'

export interface BoundType {
  /** In the engine's own spelling, as far as it can be known without asking. */
  readonly type: string
  /** The enum behind it, where the engine has none and a check has to do. */
  readonly labels: readonly string[] | null
}

/** Types of extensions that are often used, which must not be taken for a misspelt `text` or `time`. */
const extensionTypes: ReadonlySet<string> = new Set([
  'citext',
  'hstore',
  'ltree',
  'lquery',
  'ltxtquery',
  'cube',
  'seg',
  'earth',
  'vector',
  'halfvec',
  'sparsevec',
  'geometry',
  'geography',
  'raster',
  'isbn',
  'ean13',
  'intarray',
  'lo',
])

const strictTypes: ReadonlySet<string> = new Set(['int', 'integer', 'real', 'text', 'blob', 'any'])

interface TypeRules {
  /** The table is STRICT. */
  readonly strict: boolean
  /** Said for SQLite alone, which keeps any type as it is declared. */
  readonly verbatim: boolean
  /** What is of that type, for diagnostics; a column unless said otherwise. */
  readonly what?: string
}

export function bindType(
  binding: Binding,
  written: string,
  place: Place,
  shown: string,
  { strict, verbatim, what = `column ${shown}` }: TypeRules,
): BoundType {
  const { types, defaultSchema } = binding.dialect
  const array = /^(.*?)((?:\s*\[\d*\])+)$/.exec(written)
  const element = array?.[1] ?? written
  const declared = binding.enums.get(nameKey(tableName(element, defaultSchema)))
  if (declared !== undefined) return enumType(binding, declared, array !== null, place, shown)
  const own = binding.types.get(nameKey(tableName(element, defaultSchema)))
  if (own !== undefined) return ownType(binding, own, array !== null, { place, shown, what })
  const canonical = verbatim ? written.toLowerCase() : types.canonical(written)
  const fidelity = verbatim ? null : types.fidelity(written)
  if (fidelity !== null) binding.note(place, 'not-enforced', fidelity, shown)
  judge(binding, written, canonical, place, what, strict)
  return { type: canonical ?? written, labels: null }
}

/** A server may know more types than any list, so an unknown one is only refused when it looks like a slip of the pen. */
function judge(
  binding: Binding,
  written: string,
  canonical: string | null,
  place: Place,
  what: string,
  strict: boolean,
): void {
  if (strict && !strictTypes.has((canonical ?? written).toLowerCase())) {
    binding.error(
      place,
      'unknown-type',
      `${what}: a STRICT table cannot have the type ${written}`,
      'write integer, real, text, blob or any',
    )
    return
  }
  const word = typeWord(written)
  if (canonical !== null || extensionTypes.has(word) || word.includes('.') || word.includes('"')) return
  const own = [...binding.enums.values(), ...binding.types.values()].map(({ name }) => name.name)
  const near = didYouMean(word, [...own, ...binding.dialect.types.known])
  if (near === null || (near === word && binding.cutEnums)) return
  const help =
    near.toLowerCase() === word
      ? 'check what is written in its parentheses'
      : `did you mean ${near}? A type of your own is written with its schema: ${binding.dialect.defaultSchema}.${word}`
  binding.error(place, 'unknown-type', `${what} has the unknown type ${written}`, help)
}

function enumType(binding: Binding, declared: DeclaredEnum, array: boolean, place: Place, shown: string): BoundType {
  if (binding.facts.enums)
    return { type: binding.dialect.words.qualify(declared.name) + (array ? '[]' : ''), labels: null }
  if (!array) return { type: 'text', labels: declared.labels }
  binding.note(place, 'not-enforced', `labels are not checked inside a list on SQLite`, shown)
  return { type: 'text', labels: null }
}

interface Where {
  readonly place: Place
  readonly shown: string
  readonly what: string
}

/** SQLite has the type a domain is made of, and text for what has no counterpart there. */
function ownType(binding: Binding, declared: DeclaredType, array: boolean, { place, shown, what }: Where): BoundType {
  if (binding.facts.objects.includes(declared.kind))
    return { type: binding.dialect.words.qualify(declared.name) + (array ? '[]' : ''), labels: null }
  binding.note(place, 'not-enforced', `SQLite does not know the rules of ${declared.kind.replaceAll('_', ' ')}s`, shown)
  if (declared.base === null || array) return { type: 'text', labels: null }
  // A domain over itself is the server's to refuse.
  if (declared.base === declared.name.name) return { type: 'text', labels: null }
  return bindType(binding, declared.base, place, shown, { strict: false, verbatim: false, what })
}

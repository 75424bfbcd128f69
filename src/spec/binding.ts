import type { Dialect } from '../dialects/dialect.ts'
import type { Facts } from '../dialects/facts.ts'
import type { ObjectRenameHint } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { ObjectName } from '../model/name.ts'
import { isLone, isRoutineKind, type ObjectRef } from '../model/object-ref.ts'
import { unsignedName } from '../model/objects/routine.ts'
import type { PartitionSpec, TableSpec } from './content.ts'
import { tableName } from './object-names.ts'
import { diagnosticAt, type Place, positionOf } from './spec-file.ts'

/** What the parts of the binder share: the engine they bind for, what is declared, and where they report. */
export interface Binding {
  readonly dialect: Pick<Dialect, 'name' | 'defaultSchema' | 'fold' | 'facts' | 'types'> & {
    readonly words: Pick<Dialect['words'], 'quote' | 'qualify'>
  }
  readonly facts: Facts
  readonly version: number
  /** By `nameKey`. */
  readonly tables: ReadonlyMap<string, Declared>
  readonly enums: ReadonlyMap<string, DeclaredEnum>
  /** Types besides enums. */
  readonly types: ReadonlyMap<string, DeclaredType>
  /** Names of collations. */
  readonly collations: ReadonlyMap<string, ObjectName>
  /** True when a file could not be read: what is not declared may be in there. */
  readonly incomplete: boolean
  /** Tables by `nameKey` that are written somewhere but did not fit the JSON Schema at all. */
  readonly cutTables: ReadonlySet<string>
  /** Some enum did not fit the JSON Schema: an unknown type may be that one. */
  readonly cutEnums: boolean
  error(place: Place, id: string, message: string, help: string | null): void
  warn(place: Place, id: string, message: string, help: string | null): void
  /** Something this engine does not do. Notes of the same kind become one line that lists their subjects. */
  note(place: Place, id: string, kind: string, subject: string): void
  source(key: string, place: Place): void
  /** `renamed_from` of an object; null: it is new. */
  renamed(ref: ObjectRef, from: string | null, place: Place): void
}

export interface Declared {
  readonly name: ObjectName
  readonly shown: string
  readonly spec: TableSpec
  readonly place: Place
  /** Parts of it did not fit the JSON Schema: what is missing in it may have been cut. */
  readonly damaged: boolean
  /** Columns in `spec` that it only has from its parents. */
  readonly inherited: ReadonlySet<string>
  readonly inherits: readonly Declared[]
  readonly partition: { readonly of: Declared; readonly spec: PartitionSpec } | null
}

/** Of a table that belongs to no other. */
export const alone: Pick<Declared, 'inherited' | 'inherits' | 'partition'> = {
  inherited: new Set(),
  inherits: [],
  partition: null,
}

export interface DeclaredEnum {
  readonly name: ObjectName
  readonly shown: string
  readonly labels: readonly string[]
  /** `renamed_from` of the enum and of its labels. */
  readonly hints: readonly DeclaredEnumHint[]
  readonly comment: string | null
  readonly place: Place
}

export interface DeclaredEnumHint {
  /** Null: the enum itself. */
  readonly label: string | null
  /** Null: it is new. */
  readonly from: string | null
  readonly place: Place
}

export interface DeclaredType {
  readonly kind: 'domain' | 'composite_type' | 'range_type'
  readonly name: ObjectName
  /** What a domain is made of. */
  readonly base: string | null
}

export interface Reporter extends Pick<Binding, 'error' | 'warn' | 'note' | 'source' | 'renamed'> {
  readonly sources: ReadonlyMap<string, Place>
  readonly objectRenames: readonly ObjectRenameHint[]
  diagnostics(): readonly Diagnostic[]
}

/** How many subjects a note lists. */
const listed = 8

export function reporter(defaultSchema: string): Reporter {
  const found: Diagnostic[] = []
  const notes = new Map<
    string,
    { readonly place: Place; readonly id: string; readonly kind: string; readonly subjects: string[] }
  >()
  const sources = new Map<string, Place>()
  const objectRenames: ObjectRenameHint[] = []
  return {
    sources,
    objectRenames,
    renamed: (ref, written, place) =>
      objectRenames.push({ ref, ...oldName(ref, written, defaultSchema), position: positionOf(place) }),
    source: (key, place) => sources.set(key, place),
    error: (place, id, message, help) => found.push(diagnosticAt(place, { id, severity: 'error', message, help })),
    warn: (place, id, message, help) => found.push(diagnosticAt(place, { id, severity: 'warning', message, help })),
    note(place, id, kind, subject) {
      const note = notes.get(kind)
      if (note === undefined) notes.set(kind, { place, id, kind, subjects: [subject] })
      else note.subjects.push(subject)
    },
    diagnostics: () => [
      ...found,
      ...[...notes.values()].map(({ place, id, kind, subjects }) => {
        const rest = subjects.length - listed
        const list = subjects.slice(0, listed).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
        return diagnosticAt(place, { id, severity: 'info', message: `${kind}: ${list}`, help: null })
      }),
    ],
  }
}

/** A bare name is one in the same schema. What is called with types has dots of theirs in its name. */
function oldName(
  ref: ObjectRef,
  written: string | null,
  defaultSchema: string,
): Pick<ObjectRenameHint, 'from' | 'fromSchema'> {
  if (written === null || isLone(ref.kind)) return { from: written }
  const [bare, types] = isRoutineKind(ref.kind)
    ? [unsignedName(written), written.slice(unsignedName(written).length)]
    : [written, '']
  const { schema, name } = tableName(bare, defaultSchema, ref.name.schema)
  return { from: `${name}${types}`, ...(schema === ref.name.schema ? {} : { fromSchema: schema }) }
}

import { objectSource } from '../../model/desired.ts'
import type { ObjectName } from '../../model/name.ts'
import { displayRef, refKey } from '../../model/object-ref.ts'
import { type RoutineArgument, signatureTypes, signedName } from '../../model/objects/routine.ts'
import type { Binding } from '../binding.ts'
import type { SpecContent } from '../content.ts'
import type { ArgumentSpec, ArgumentsSpec, FunctionSpec } from '../program-content.ts'
import { at } from '../declare.ts'
import { checkTableName } from '../identifiers.ts'
import type { LoadedSpecs } from '../load.ts'
import { tableName } from '../object-names.ts'
import { below, type Place } from '../spec-file.ts'
import { signatureType } from './signature-types.ts'

type Group = 'functions' | 'procedures' | 'aggregates'

export interface DeclaredRoutine<T> {
  /** With the types it is called with. */
  readonly name: ObjectName
  readonly shown: string
  readonly spec: T
  readonly place: Place
}

interface RoutineLike {
  readonly renamed_from?: string | null
  readonly returns?: FunctionSpec['returns']
}

/** Every member of a group in all files: a name has one routine, or a list of those with different arguments. */
export function declareRoutines<Spec extends RoutineLike>(
  binding: Binding,
  specs: LoadedSpecs,
  group: Group,
  membersOf: (content: SpecContent) => Readonly<Record<string, Spec | readonly Spec[]>> | undefined,
  argumentsOf: (spec: Spec) => readonly RoutineArgument[],
): DeclaredRoutine<Spec>[] {
  const kind = kinds[group]
  const found = new Map<string, DeclaredRoutine<Spec>>()
  for (const file of specs.files) {
    for (const [written, member] of Object.entries(membersOf(file.content) ?? {})) {
      const bare = tableName(written, binding.dialect.defaultSchema)
      const overloads = isList(member)
        ? member.map((spec, index) => ({ spec, path: [group, written, String(index)], on: 'value' as const }))
        : [{ spec: member, path: [group, written], on: 'key' as const }]
      for (const { spec, path, on } of overloads) {
        const place: Place = { file, path, on }
        if (!binding.facts.objects.includes(kind)) {
          binding.note(place, 'not-kept', `SQLite has no ${group}`, written)
          continue
        }
        const types = signatureTypes(argumentsOf(spec))
        const name = { schema: bare.schema, name: signedName(bare.name, types) }
        const ref = { kind, name }
        const shown = displayRef(ref)
        checkTableName(binding, bare.schema, bare.name, place, shown)
        checkTypes(binding, [...argumentsOf(spec).map(({ type }) => type), ...resultTypes(spec)], place, shown)
        const first = found.get(refKey(ref))
        if (first !== undefined) {
          const help = `the other one is at ${at(first.place)}: keep one`
          binding.error(place, 'duplicate-name', `${shown} is declared twice`, help)
          continue
        }
        binding.source(objectSource(ref), place)
        const from = spec.renamed_from
        if (from !== undefined) {
          const before = from === null || from.endsWith(')') ? from : signedName(from, types)
          binding.renamed(ref, before, below(place, 'renamed_from'))
        }
        found.set(refKey(ref), { name, shown, spec, place })
      }
    }
  }
  return [...found.values()]
}

/** The server looks it up once, when the routine is created, and keeps the type that it finds. */
function checkTypes(binding: Binding, types: readonly string[], place: Place, shown: string): void {
  for (const type of types.filter((one) => /%\s*type\b/i.test(one))) {
    const help = 'write that type itself: PostgreSQL keeps nothing else of it'
    binding.error(place, 'type-of-column', `${shown}: ${type} stands for the type that the column has`, help)
  }
}

function resultTypes({ returns }: RoutineLike): readonly string[] {
  if (returns === undefined) return []
  return typeof returns === 'string' ? [returns] : Object.values(returns.table)
}

const kinds = { functions: 'function', procedures: 'procedure', aggregates: 'aggregate' } as const

export function bindArguments(binding: Binding, written: ArgumentsSpec = {}): RoutineArgument[] {
  if (isList(written)) {
    return written.map((one) =>
      typeof one === 'string'
        ? bindArgument(binding, null, { type: one })
        : bindArgument(binding, one.name ?? null, one),
    )
  }
  return Object.entries(written).map(([name, one]) =>
    bindArgument(binding, name, typeof one === 'string' ? { type: one } : one),
  )
}

function bindArgument(binding: Binding, name: string | null, spec: ArgumentSpec): RoutineArgument {
  const { type, mode = 'in', default: value } = spec
  return { mode, name, type: signatureType(binding, type), default: value === undefined ? null : String(value).trim() }
}

/** `Array.isArray` does not narrow a readonly list. */
function isList<T>(value: T | readonly T[] | object): value is readonly T[] {
  return Array.isArray(value)
}

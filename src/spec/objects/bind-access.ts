import { didYouMean } from '../../lib/text.ts'
import { objectSource } from '../../model/desired.ts'
import { displayRef, isRoutineKind, type ObjectRef, refKey } from '../../model/object-ref.ts'
import type { Grant, Privileges } from '../../model/objects/grant.ts'
import type { Owner } from '../../model/objects/owner.ts'
import { signatureTypes, signedName } from '../../model/objects/routine.ts'
import { columnPrivileges, privilegesOf } from '../../model/privileges.ts'
import { sameValue } from '../../lib/compare.ts'
import { nameKey } from '../../model/name.ts'
import { hasColumn, reportColumn } from '../column-references.ts'
import type { Binding } from '../binding.ts'
import type { AccessSpec, GrantSpec } from '../access-content.ts'
import type { SpecContent } from '../content.ts'
import type { LoadedSpecs } from '../load.ts'
import { tableName } from '../object-names.ts'
import type { AggregateSpec } from '../program-content.ts'
import { below, keyOf, type Place } from '../spec-file.ts'
import { bindArguments } from './declare-routines.ts'
import { isKept } from './on-tables.ts'

/** The groups whose members have owners and grants. */
const groups: { readonly [K in keyof SpecContent]?: ObjectRef['kind'] } = {
  tables: 'table',
  enums: 'enum',
  views: 'view',
  materialized_views: 'materialized_view',
  functions: 'function',
  procedures: 'procedure',
  aggregates: 'aggregate',
}

interface Holder {
  readonly on: ObjectRef
  readonly spec: AccessSpec
  readonly place: Place
}

/** Owners and grants that the specs speak of; what they say nothing about is nobody's. */
export function bindAccess(binding: Binding, specs: LoadedSpecs): (Owner | Grant)[] {
  return holdersOf(binding, specs).flatMap((holder) => [...bindOwner(binding, holder), ...bindGrants(binding, holder)])
}

/** `refKey` of everything whose grants are listed. */
export function governedBy(binding: Binding, specs: LoadedSpecs): ReadonlySet<string> {
  const holders = holdersOf(binding, specs).filter(({ spec }) => spec.grants !== undefined)
  return new Set(holders.map(({ on }) => refKey(on)))
}

function holdersOf(binding: Binding, specs: LoadedSpecs): Holder[] {
  const { defaultSchema } = binding.dialect
  return specs.files.flatMap((file) =>
    Object.entries(groups).flatMap(([group, kind]) => {
      const members = file.content[group as keyof SpecContent]
      const entries = members === undefined ? [] : Object.entries<unknown>(members)
      return entries.flatMap(([written, spec]): Holder[] => {
        const name = tableName(written, defaultSchema)
        const place: Place = { file, path: [group, written], on: 'key' }
        if (isRoutineKind(kind)) return routineHolders(binding, { kind, name }, spec, place)
        return speaksOfAccess(spec) ? [{ on: { kind, name }, spec, place }] : []
      })
    }),
  )
}

/** A name has one routine, or a list of them: each is told apart by its arguments. */
function routineHolders(binding: Binding, { kind, name }: ObjectRef, spec: unknown, place: Place): Holder[] {
  const specs: readonly unknown[] = Array.isArray(spec) ? spec : [spec]
  return specs.flatMap((one, position): Holder[] => {
    if (!speaksOfAccess(one)) return []
    const { arguments: given, direct_arguments: direct } = one as AggregateSpec
    const types = signatureTypes([...bindArguments(binding, direct), ...bindArguments(binding, given)])
    const on = { kind, name: { schema: name.schema, name: signedName(name.name, types) } }
    return [{ on, spec: one, place: Array.isArray(spec) ? below(place, String(position)) : place }]
  })
}

function speaksOfAccess(spec: unknown): spec is AccessSpec {
  return typeof spec === 'object' && spec !== null && ('owner' in spec || 'grants' in spec)
}

function bindOwner(binding: Binding, { on, spec, place: of }: Holder): Owner[] {
  if (spec.owner === undefined) return []
  const place = below(of, 'owner')
  if (!isKept(binding, 'owner', place, on.name.name)) return []
  binding.source(objectSource({ kind: 'owner', name: on.name, on }), place)
  return [{ kind: 'owner', name: on.name, on, comment: null, role: spec.owner, declared: true, clear: [] }]
}

function bindGrants(binding: Binding, { on, spec, place: of }: Holder): Grant[] {
  return Object.entries(spec.grants ?? {}).flatMap(([grantee, written]): Grant[] => {
    const place = below(of, 'grants', grantee)
    const name = { schema: '', name: grantee }
    if (!isKept(binding, 'grant', keyOf(place), on.name.name)) return []
    binding.source(objectSource({ kind: 'grant', name, on }), keyOf(place))
    const known = privilegesOf(on.kind, binding.version)
    if (known === null) return []
    const long: GrantSpec = 'length' in written ? { privileges: written } : written
    const implicit = grantee === 'public' ? known.everybody : []
    const own = privilegesIn(binding, long.privileges ?? [], long, known.all, place)
    const columns = columnsIn(binding, long, on, place)
    const isDefault =
      sameValue(own.privileges, implicit) && own.grantable.length === 0 && Object.keys(columns).length === 0
    return isDefault ? [] : [{ kind: 'grant', name, on, comment: null, ...own, columns, implicit, declared: true }]
  })
}

function columnsIn(binding: Binding, spec: GrantSpec, on: ObjectRef, place: Place): Grant['columns'] {
  if ((on.kind === 'enum' || isRoutineKind(on.kind)) && Object.keys(spec.columns ?? {}).length > 0) {
    binding.error(below(place, 'columns'), 'no-columns', `${displayRef(on)} has no columns`, 'leave columns out')
  }
  const table = on.kind === 'table' ? binding.tables.get(nameKey(on.name)) : undefined
  for (const column of Object.keys(spec.columns ?? {})) {
    if (table !== undefined && !hasColumn(table, column)) {
      reportColumn(binding, table, column, keyOf(below(place, 'columns', column)), `grants of ${table.shown}`)
    }
  }
  const entries = Object.entries(spec.columns ?? {}).map(
    ([column, list]) =>
      [column, privilegesIn(binding, list, spec, columnPrivileges, below(place, 'columns', column))] as const,
  )
  return Object.fromEntries(entries.filter(([, { privileges }]) => privileges.length > 0))
}

function privilegesIn(
  binding: Binding,
  list: readonly string[],
  { grant_option: option }: GrantSpec,
  known: readonly string[],
  place: Place,
): Privileges {
  const privileges = [...new Set(list.flatMap((one) => (one === 'all' ? known : [one])))].sort()
  for (const one of privileges.filter((privilege) => !known.includes(privilege))) {
    const near = didYouMean(one, known)
    const help = near === null ? `there are ${known.join(', ')}` : `did you mean ${near}?`
    binding.error(place, 'unknown-privilege', `there is no privilege ${one} to grant here`, help)
  }
  const grantable = option === true ? privileges : privileges.filter((one) => (option || []).includes(one))
  return { privileges, grantable }
}

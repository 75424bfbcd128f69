import { objectSource } from '../../model/desired.ts'
import { displayRef, type ObjectRef, refKey } from '../../model/object-ref.ts'
import type { Grant } from '../../model/objects/grant.ts'
import type { Owner } from '../../model/objects/owner.ts'
import { columnPrivileges, privilegesOf } from '../../model/privileges.ts'
import { sameValue } from '../../lib/compare.ts'
import { nameKey } from '../../model/name.ts'
import type { Table } from '../../model/table.ts'
import { hasColumn, reportColumn } from '../column-references.ts'
import type { Binding } from '../binding.ts'
import type { GrantSpec } from '../access-content.ts'
import type { LoadedSpecs } from '../load.ts'
import { below, keyOf, type Place } from '../spec-file.ts'
import { type Holder, holdersOf } from './access-holders.ts'
import { governedDefaults } from './bind-default-privileges.ts'
import { privilegesIn } from './privileges-in.ts'
import { isKept } from './on-tables.ts'

/** Owners and grants that the specs speak of; what they say nothing about is nobody's. */
export function bindAccess(binding: Binding, specs: LoadedSpecs, tables: readonly Table[]): (Owner | Grant)[] {
  return holdersOf(binding, specs, tables).flatMap((holder) => [
    ...bindOwner(binding, holder),
    ...bindGrants(binding, holder),
  ])
}

/** `refKey` of everything whose grants are listed, and of the default privileges that are. */
export function governedBy(binding: Binding, specs: LoadedSpecs, tables: readonly Table[]): ReadonlySet<string> {
  const holders = holdersOf(binding, specs, tables).filter(({ spec }) => spec.grants !== undefined)
  return new Set([...holders.map(({ on }) => refKey(on)), ...governedDefaults(binding, specs)])
}

function bindOwner(binding: Binding, { on, spec, place: of }: Holder): Owner[] {
  if (spec.owner === undefined) return []
  const place = below(of, 'owner')
  if (!isKept(binding, 'owner', place, on.name.name)) return []
  binding.source(objectSource({ kind: 'owner', name: on.name, on }), place)
  return [{ kind: 'owner', name: on.name, on, comment: null, role: spec.owner, declared: true, clear: {} }]
}

function bindGrants(binding: Binding, { on, spec, place: of }: Holder): Grant[] {
  return Object.entries(spec.grants ?? {}).flatMap(([grantee, written]): Grant[] => {
    const place = below(of, 'grants', grantee)
    const name = { schema: '', name: grantee }
    if (!isKept(binding, 'grant', keyOf(place), on.name.name)) return []
    binding.source(objectSource({ kind: 'grant', name, on }), keyOf(place))
    const known = privilegesOf(on, binding.version)
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

function hasColumns({ kind }: ObjectRef): boolean {
  return kind === 'table' || kind === 'view' || kind === 'materialized_view'
}

function columnsIn(binding: Binding, spec: GrantSpec, on: ObjectRef, place: Place): Grant['columns'] {
  if (!hasColumns(on) && Object.keys(spec.columns ?? {}).length > 0) {
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

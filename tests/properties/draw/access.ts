import fc from 'fast-check'
import type { SchemaObject } from '../../../src/model/object.ts'
import { isRoutineKind, type ObjectRef, refKey } from '../../../src/model/object-ref.ts'
import { unsignedName } from '../../../src/model/objects/routine.ts'
import { wordsOf } from '../../../src/model/object-words.ts'
import { columnPrivileges, privilegesOf } from '../../../src/model/privileges.ts'
import { ownedSequences } from '../../../src/model/table.ts'
import { pick, small } from './choice.ts'
import { type World, withObjects } from './world.ts'

/** Who owns things, and who may do what with them. */
export function accessSeeds() {
  const grant = fc.record({ holder: fc.nat(40), role: small, part: small, column: small, option: small })
  return fc.record({
    grants: fc.array(grant, { maxLength: 4 }),
    owners: fc.array(fc.record({ holder: fc.nat(40), role: small }), { maxLength: 2 }),
  })
}

export type AccessSeeds = ReturnType<typeof accessSeeds> extends fc.Arbitrary<infer S> ? S : never
type GrantSeed = AccessSeeds['grants'][number]

export function withAccess(world: World, { grants, owners }: AccessSeeds): World {
  if (world.engine.name === 'sqlite') return world
  const found = new Map<string, SchemaObject>()
  const put = (object: SchemaObject | undefined): void => {
    if (object !== undefined) found.set(refKey(object), object)
  }
  for (const seed of grants) put(grantOf(world, seed))
  for (const { holder, role } of owners) {
    const on = pick(ownable(world), holder)
    if (on === undefined) continue
    put({
      kind: 'owner',
      name: on.name,
      on,
      comment: null,
      role: role < 6 ? 'app_owner' : 'app',
      declared: true,
      clear: {},
    })
  }
  return withObjects(world, [...found.values()])
}

/** Everything that can be granted. */
function holders(world: World): ObjectRef[] {
  return [
    ...world.tables.map(({ name }): ObjectRef => ({ kind: 'table', name })),
    ...world.tables.flatMap(ownedSequences),
    ...world.enums.map(({ name }): ObjectRef => ({ kind: 'enum', name })),
    ...world.objects
      .filter((object) => privilegesOf(object, world.engine.major) !== null && !isCalled(object))
      .map(({ kind, name }) => ({ kind, name })),
  ]
}

/** What the owner of a table has to be allowed to call, whenever something is built on it. */
function isCalled({ kind, name }: ObjectRef): boolean {
  return isRoutineKind(kind) && !['loose', 'tidy', 'biggest', 'cheered'].includes(unsignedName(name.name))
}

/** Owners read and write what their tables refer to, so tables with foreign keys keep theirs. */
function ownable(world: World): ObjectRef[] {
  const referred = new Set(
    world.tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ references }) => references.table.name)),
  )
  return [
    ...world.tables
      .filter(({ name, foreignKeys }) => foreignKeys.length === 0 && !referred.has(name.name))
      .map(({ name }): ObjectRef => ({ kind: 'table', name })),
    ...world.enums.map(({ name }): ObjectRef => ({ kind: 'enum', name })),
    ...world.objects
      .filter((object) => ownedKinds.includes(object.kind) && !isRead(world, object))
      .map(({ kind, name }) => ({ kind, name })),
  ]
}

const ownedKinds = ['domain', 'composite_type', 'sequence', 'view', 'collation', 'function']

/** What reads a view reads its tables as the view's owner. */
function isRead({ objects }: World, { kind, name }: ObjectRef): boolean {
  return kind === 'view' && objects.some((other) => 'query' in other && wordsOf({ query: other.query }).has(name.name))
}

const roles = ['app', 'reporting', 'Auditors', 'public'] as const

function grantOf(world: World, { holder, role, part, column, option }: GrantSeed): SchemaObject | undefined {
  const on = pick(holders(world), holder)
  const known = on === undefined ? null : privilegesOf(on, world.engine.major)
  const grantee = pick(roles, role)
  if (on === undefined || known === null || grantee === undefined) return undefined
  const implicit = grantee === 'public' ? known.everybody : []
  // A number takes every so manieth; none at all where everybody has some.
  const privileges = implicit.length > 0 ? [] : known.all.filter((_, position) => (position + part) % 3 !== 0)
  const table =
    on.kind === 'table' ? world.tables.find(({ name }) => refKey({ kind: 'table', name }) === refKey(on)) : undefined
  const one = table === undefined ? undefined : pick(table.columns, column)?.name
  const ofColumn = columnPrivileges.filter((privilege) => !privileges.includes(privilege))
  const columns =
    one === undefined || column > 4 || ofColumn.length === 0 ? {} : { [one]: { privileges: ofColumn, grantable: [] } }
  if (privileges.length === 0 && Object.keys(columns).length === 0 && implicit.length === 0) return undefined
  return {
    kind: 'grant',
    name: { schema: '', name: grantee },
    on,
    comment: null,
    privileges,
    grantable: grantee !== 'public' && option === 0 ? privileges : [],
    columns,
    implicit,
    declared: true,
  }
}

import { sameValue } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { type ObjectRef, refKey } from '../../../model/object-ref.ts'
import type { Grant } from '../../../model/objects/grant.ts'
import { privilegesOf } from '../../../model/privileges.ts'
import type { Session } from '../../session.ts'
import { text } from '../catalog/scope.ts'
import { majorVersion } from '../facts.ts'

/**
 * An owner has every privilege without a grant. Specs that grant them all say nothing then, and specs that grant some
 * take the others away.
 */
export async function withOwnersRights(
  session: Session,
  desired: readonly SchemaObject[],
  actual: readonly SchemaObject[],
): Promise<readonly SchemaObject[]> {
  if (!desired.some(({ kind }) => kind === 'grant')) return desired
  const owners = new Map<string, string>()
  for (const object of [...actual, ...desired]) {
    if (object.kind === 'owner' && object.on !== null) owners.set(refKey(object.on), object.role)
  }
  // `public` is always there, and is not for whoever plans to have, even where nobody has declared its owner.
  const [row = {}] = await session.query(
    `select current_user::text as role, coalesce((select pg_catalog.pg_get_userbyid(n.nspowner)
       from pg_catalog.pg_namespace n where n.nspname = 'public'), current_user)::text as public`,
  )
  const isPublic = ({ kind, name }: ObjectRef): boolean => kind === 'schema' && name.name === 'public'
  const ownerOf = (on: ObjectRef): string => owners.get(refKey(on)) ?? text(row, isPublic(on) ? 'public' : 'role')
  return desired.flatMap((object): SchemaObject[] => {
    if (object.kind !== 'grant' || object.on === null || ownerOf(object.on) !== object.name.name) return [object]
    const implicit = privilegesOf(object.on, majorVersion(session.serverVersion))?.all ?? []
    const isDefault = sameValue(object.privileges, implicit) && isPlain(object)
    return isDefault ? [] : [{ ...object, implicit }]
  })
}

function isPlain({ grantable, columns }: Grant): boolean {
  return grantable.length === 0 && Object.keys(columns).length === 0
}

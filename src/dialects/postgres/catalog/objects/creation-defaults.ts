import { isRoutineKind, type ObjectRef } from '../../../../model/object-ref.ts'
import {
  type CreatedKind,
  createdImplicitly,
  type DefaultPrivileges,
} from '../../../../model/objects/default-privileges.ts'
import type { Owner } from '../../../../model/objects/owner.ts'
import type { Session } from '../../../session.ts'
import { majorVersion } from '../../facts.ts'
import { text } from '../scope.ts'
import { readDefaultPrivileges } from './default-privileges.ts'

export interface CreationDefaults {
  /** Who creates things in this session. */
  readonly role: string
  /** See `Owner.clear`. */
  readonly clear: (on: ObjectRef) => Owner['clear']
  /** What each role but the creator gets of it. */
  readonly given: (on: ObjectRef) => ReadonlyMap<string, readonly string[]>
}

/** What the default privileges of this session's role do to what it creates; null: there are none. */
export async function creationDefaults(session: Session): Promise<CreationDefaults | null> {
  const all = await readDefaultPrivileges(session, 'database')
  if (all.length === 0) return null
  const [row] = await session.query('select current_user::text as role')
  const creator = text(row ?? {}, 'role')
  const own = all.filter(({ role }) => role === creator)
  if (own.length === 0) return null
  const major = majorVersion(session.serverVersion)
  const touching = (ref: ObjectRef): DefaultPrivileges[] => {
    const of = createdKind(ref)
    return own.filter((one) => one.of === of && (one.on === null || one.on.name.name === ref.name.schema))
  }
  return {
    role: creator,
    clear: (ref) =>
      Object.fromEntries(
        touching(ref).flatMap(({ role, of, roles }) =>
          Object.keys(roles).map((name) => [name, createdImplicitly({ role, of, on: null }, name, major)]),
        ),
      ),
    given(ref) {
      const all = new Map<string, readonly string[]>()
      for (const [name, { privileges }] of touching(ref).flatMap(({ roles }) => Object.entries(roles))) {
        if (name !== creator) all.set(name, [...new Set([...(all.get(name) ?? []), ...privileges])].sort())
      }
      return all
    },
  }
}

function createdKind({ kind }: ObjectRef): CreatedKind | null {
  if (isRoutineKind(kind)) return 'functions'
  switch (kind) {
    case 'table':
    case 'view':
    case 'materialized_view':
      return 'tables'
    case 'sequence':
      return 'sequences'
    case 'enum':
    case 'domain':
    case 'composite_type':
    case 'range_type':
      return 'types'
    case 'schema':
      return 'schemas'
    default:
      return null
  }
}

import { didYouMean } from '../../../lib/text.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef, refKey } from '../../../model/object-ref.ts'
import { rolesOf } from '../../../model/object-roles.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { text } from '../catalog/scope.ts'

/** Roles belong to the whole server, so specs only name them: one that is not there is said before anything runs. */
export async function unknownRoles(
  session: Session,
  desired: readonly SchemaObject[],
): Promise<readonly RejectedExpression[]> {
  if (desired.every((object) => rolesOf(object).length === 0)) return []
  const rows = await session.query('select rolname as name from pg_catalog.pg_roles')
  const known = new Set(rows.map((row) => text(row, 'name')))
  return desired.flatMap((object) =>
    rolesOf(object)
      .filter((role) => !known.has(role))
      .map((role): RejectedExpression => {
        const near = didYouMean(role, [...known])
        return {
          table: object.name,
          kind: 'object',
          member: refKey(object),
          diagnostic: {
            id: 'unknown-role',
            severity: 'error',
            message: `${displayRef(object)}: there is no role ${role} on this server`,
            help: near === null ? `an administrator creates it: CREATE ROLE ${role}` : `did you mean ${near}?`,
            position: null,
            sqlState: null,
          },
        }
      }),
  )
}

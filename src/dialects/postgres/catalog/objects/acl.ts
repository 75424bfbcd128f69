import type { Privileges } from '../../../../model/objects/grant.ts'

/** One line of an access control list. */
export interface Item {
  readonly grantee: string
  readonly privilege: string
  readonly grantable: boolean
}

export function heldBy(found: readonly Item[], grantee: string): Privileges {
  const own = found.filter((item) => item.grantee === grantee)
  return {
    privileges: own.map(({ privilege }) => privilege).sort(),
    grantable: own.flatMap(({ privilege, grantable }) => (grantable ? [privilege] : [])).sort(),
  }
}

/** JSON that is null where there is nothing. */
export function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value as T[]) : []
}

import type { ObjectRef } from './object-ref.ts'

/** What there is to grant on a kind of object, and what everybody has of it from the start (acldefault). */
export interface PrivilegeList {
  readonly all: readonly string[]
  readonly everybody: readonly string[]
}

const table = ['delete', 'insert', 'references', 'select', 'trigger', 'truncate', 'update']

/** Those that can be granted on a column. */
export const columnPrivileges: readonly string[] = ['insert', 'references', 'select', 'update']

/** Null for kinds that have no privileges of their own. https://www.postgresql.org/docs/current/ddl-priv.html */
export function privilegesOf({ kind, name }: Pick<ObjectRef, 'kind' | 'name'>, major: number): PrivilegeList | null {
  switch (kind) {
    case 'table':
    case 'view':
    case 'materialized_view':
      // MAINTAIN came with 17.
      return { all: major >= 17 ? [...table, 'maintain'].sort() : table, everybody: [] }
    case 'enum':
    case 'domain':
    case 'composite_type':
    case 'range_type':
      return { all: ['usage'], everybody: ['usage'] }
    case 'sequence':
      return { all: ['select', 'update', 'usage'], everybody: [] }
    case 'schema':
      return { all: ['create', 'usage'], everybody: name.name === 'public' ? inPublic(major) : [] }
    case 'function':
    case 'procedure':
    case 'aggregate':
      return { all: ['execute'], everybody: ['execute'] }
    default:
      return null
  }
}

/** What initdb lets everybody do in `public`: before 15 also to create there (CVE-2018-1058). */
function inPublic(major: number): readonly string[] {
  return major >= 15 ? ['usage'] : ['create', 'usage']
}

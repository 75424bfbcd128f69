import type { ExtendedStatistics } from '../../src/model/objects/extended-statistics.ts'
import type { Grant } from '../../src/model/objects/grant.ts'
import type { Owner } from '../../src/model/objects/owner.ts'
import type { Policy } from '../../src/model/objects/policy.ts'
import type { RowSecurity } from '../../src/model/objects/row-security.ts'
import { inPublic } from './tables.ts'

export function policy(name: string, table: string, rest: Partial<Policy> = {}): Policy {
  return {
    kind: 'policy',
    name: inPublic(name),
    on: { kind: 'table', name: inPublic(table) },
    comment: null,
    restrictive: false,
    command: 'all',
    roles: ['public'],
    using: null,
    withCheck: null,
    ...rest,
  }
}

export function rowSecurity(table: string, rest: Partial<RowSecurity> = {}): RowSecurity {
  const name = inPublic(table)
  return {
    kind: 'row_security',
    name,
    on: { kind: 'table', name },
    comment: null,
    enabled: true,
    forced: false,
    ...rest,
  }
}

export function statistics(name: string, table: string, rest: Partial<ExtendedStatistics> = {}): ExtendedStatistics {
  return {
    kind: 'statistics',
    name: inPublic(name),
    on: { kind: 'table', name: inPublic(table) },
    comment: null,
    columns: [],
    expressions: [],
    kinds: ['dependencies', 'mcv', 'ndistinct'],
    target: null,
    ...rest,
  }
}

export function grant(role: string, table: string, rest: Partial<Grant> = {}): Grant {
  return {
    kind: 'grant',
    name: { schema: '', name: role },
    on: { kind: 'table', name: inPublic(table) },
    comment: null,
    privileges: [],
    grantable: [],
    columns: {},
    implicit: [],
    declared: true,
    ...rest,
  }
}

export function owner(role: string, table: string): Owner {
  const name = inPublic(table)
  return { kind: 'owner', name, on: { kind: 'table', name }, comment: null, role, declared: true, clear: {} }
}

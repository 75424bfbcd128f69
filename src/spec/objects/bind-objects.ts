import { compareText } from '../../lib/compare.ts'
import type { SchemaObject } from '../../model/object.ts'
import { refKey } from '../../model/object-ref.ts'
import type { Table } from '../../model/table.ts'
import type { Binding } from '../binding.ts'
import type { LoadedSpecs } from '../load.ts'
import { bindMaterializedViews } from './bind-materialized-views.ts'
import { bindAccess } from './bind-access.ts'
import { bindDefaultPrivileges } from './bind-default-privileges.ts'
import { bindPolicies } from './bind-policies.ts'
import { bindRowSecurity } from './bind-row-security.ts'
import { bindStatistics } from './bind-statistics.ts'
import { bindAggregates } from './bind-aggregates.ts'
import { bindFunctions, bindProcedures } from './bind-routines.ts'
import { bindTriggers } from './bind-triggers.ts'
import { bindCollations } from './bind-collations.ts'
import { bindCompositeTypes } from './bind-composite-types.ts'
import { bindDomains } from './bind-domains.ts'
import { bindExtensions } from './bind-extensions.ts'
import { bindRangeTypes } from './bind-range-types.ts'
import { bindSchemas } from './bind-schemas.ts'
import { bindSequences } from './bind-sequences.ts'
import { bindViews } from './bind-views.ts'

/** One binder for each group of the specs. */
const binders: readonly ((
  binding: Binding,
  specs: LoadedSpecs,
  tables: readonly Table[],
) => readonly SchemaObject[])[] = [
  bindSchemas,
  bindExtensions,
  bindCollations,
  bindDomains,
  bindCompositeTypes,
  bindRangeTypes,
  bindSequences,
  bindViews,
  bindMaterializedViews,
  bindPolicies,
  bindRowSecurity,
  bindStatistics,
  bindAccess,
  bindDefaultPrivileges,
  bindFunctions,
  bindProcedures,
  bindAggregates,
  bindTriggers,
]

/** Everything but tables and enums, sorted by `refKey`. */
export function bindObjects(binding: Binding, specs: LoadedSpecs, tables: readonly Table[]): SchemaObject[] {
  return binders.flatMap((bind) => bind(binding, specs, tables)).sort((a, b) => compareText(refKey(a), refKey(b)))
}

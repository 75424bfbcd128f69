/** What a table and its TOAST table both have. */
const vacuum = [
  'autovacuum_enabled',
  'autovacuum_freeze_max_age',
  'autovacuum_freeze_min_age',
  'autovacuum_freeze_table_age',
  'autovacuum_multixact_freeze_max_age',
  'autovacuum_multixact_freeze_min_age',
  'autovacuum_multixact_freeze_table_age',
  'autovacuum_vacuum_cost_delay',
  'autovacuum_vacuum_cost_limit',
  'autovacuum_vacuum_insert_scale_factor',
  'autovacuum_vacuum_insert_threshold',
  'autovacuum_vacuum_scale_factor',
  'autovacuum_vacuum_threshold',
  'log_autovacuum_min_duration',
  'vacuum_index_cleanup',
  'vacuum_truncate',
]

const since18 = ['autovacuum_vacuum_max_threshold', 'vacuum_max_eager_freeze_failure_rate']

const tableOnly = [
  'autovacuum_analyze_scale_factor',
  'autovacuum_analyze_threshold',
  'fillfactor',
  'parallel_workers',
  'toast_tuple_target',
  'user_catalog_table',
]

/** Storage parameters of heap tables (CREATE TABLE in the manual, reloptions.c). */
export function storageOptions(major: number): readonly string[] {
  const both = [...vacuum, ...(major >= 18 ? since18 : [])]
  return [...tableOnly, ...both, ...both.map((name) => `toast.${name}`)]
}

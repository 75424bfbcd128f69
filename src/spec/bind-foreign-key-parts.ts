import type { ForeignKey } from '../model/constraint.ts'
import { bindDescription } from './bind-description.ts'
import { bindProof } from './bind-proof.ts'
import type { Binding, Declared } from './binding.ts'
import { checkColumns } from './column-references.ts'
import type { ForeignKeySpec } from './content.ts'
import { below, type Place } from './spec-file.ts'
import { needs } from './version-limits.ts'

type Parts = Omit<ForeignKey, 'name' | 'columns' | 'references'>

/** Everything of a foreign key but who points to whom. Null where this engine has no such key. */
export function bindForeignKeyParts(
  binding: Binding,
  table: Declared,
  name: string,
  spec: ForeignKeySpec,
  place: Place,
  what: string,
): Parts | null {
  const proof = bindProof(binding, spec, place, what, name)
  const common = {
    onDelete: spec.on_delete ?? 'no_action',
    onUpdate: spec.on_update ?? 'no_action',
    deferrable: spec.deferrable ?? 'no',
  } as const
  const { on_delete_columns: set } = spec
  if (set !== undefined) checkSetColumns(binding, table, spec, set, place, what)
  if (proof === null) return null
  if (binding.dialect.name === 'sqlite') return onSqlite(binding, name, spec, place) ? { ...common, ...proof } : null
  if (spec.period === true) needs(binding, 18, below(place, 'period'), what, 'foreign keys with PERIOD')
  if (set !== undefined) needs(binding, 15, below(place, 'on_delete_columns'), what, 'column lists for SET NULL')
  return {
    ...(spec.match === 'full' ? { match: 'full' } : {}),
    ...(spec.period === true ? { period: true } : {}),
    ...common,
    ...(set === undefined ? {} : { onDeleteColumns: set }),
    ...proof,
    ...bindDescription(binding, spec.comment, place, name),
  }
}

/** False for a key that SQLite cannot have at all. */
function onSqlite(binding: Binding, name: string, spec: ForeignKeySpec, place: Place): boolean {
  const note = (part: string, kind: string): void => binding.note(below(place, part), 'not-kept', kind, name)
  bindDescription(binding, spec.comment, place, name)
  if (spec.match === 'full') note('match', 'SQLite lets keys that are partly null point nowhere')
  if (spec.on_delete_columns !== undefined) {
    note('on_delete_columns', 'SQLite sets all columns of a foreign key on delete, not only `on_delete_columns`')
  }
  if (spec.period === true) note('period', 'SQLite knows no ranges, so foreign keys with a period are left out')
  return spec.period !== true
}

function checkSetColumns(
  binding: Binding,
  table: Declared,
  spec: ForeignKeySpec,
  set: readonly string[],
  place: Place,
  what: string,
): void {
  const at = below(place, 'on_delete_columns')
  if (!checkColumns(binding, table, set, at, what)) return
  const foreign = set.findIndex((column) => !spec.columns.includes(column))
  if (foreign !== -1) {
    binding.error(
      below(at, String(foreign)),
      'foreign-key-columns',
      `${what}: on_delete_columns names ${set[foreign]}, which is no column of the key`,
      `its columns are ${spec.columns.join(', ')}`,
    )
  } else if (spec.on_delete !== 'set_null' && spec.on_delete !== 'set_default') {
    binding.error(
      at,
      'conflicting-keys',
      `${what}: on_delete_columns means nothing with on_delete: ${spec.on_delete ?? 'no_action'}`,
      'write on_delete: set_null or set_default, or leave it out',
    )
  }
}

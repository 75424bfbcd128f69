import type { Constraint, Deferrable, ReferentialAction } from '../../../model/constraint.ts'
import { bug } from '../../../lib/errors.ts'
import type { Row, Session } from '../../session.ts'
import { majorVersion } from '../facts.ts'
import { trimParentheses } from '../trim-parentheses.ts'
import { byTable, type Scope, tablesInScope, text, textList } from './scope.ts'

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no_action',
  r: 'restrict',
  c: 'cascade',
  n: 'set_null',
  d: 'set_default',
}

/**
 * SQL condition on `k` (pg_constraint): a form that the model has no room for; such constraints are listed with the
 * unmodeled objects instead (exclusion, MATCH FULL, SET NULL of some columns, NOT ENFORCED, WITHOUT OVERLAPS).
 */
export function beyondTheModel(serverVersion: string): string {
  const major = majorVersion(serverVersion)
  return `(k.contype = 'x' or (k.contype = 'f' and (k.confmatchtype = 'f' ${
    major >= 15 ? 'or k.confdelsetcols is not null' : ''
  }))${major >= 18 ? ' or not k.conenforced or k.conperiod' : ''})`
}

/** Primary keys, unique, check and foreign key constraints by table oid; NOT NULL (contype n of 18) is a column's. */
export async function readConstraints(
  session: Session,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly Constraint[]>> {
  const nullsNotDistinct =
    majorVersion(session.serverVersion) >= 15 ? 'coalesce(i.indnullsnotdistinct, false)' : 'false'
  const rows = await session.query(
    `with ${tablesInScope(scope)}
     select k.conrelid::text as table_oid, k.conname as name, k.contype as kind,
       k.condeferrable as deferrable, k.condeferred as deferred, k.convalidated as validated,
       ${columnNames('k.conrelid', 'k.conkey')} as columns,
       fn.nspname as foreign_schema, f.relname as foreign_table,
       ${columnNames('k.confrelid', 'k.confkey')} as foreign_columns,
       k.confdeltype as on_delete, k.confupdtype as on_update,
       pg_catalog.pg_get_expr(k.conbin, k.conrelid) as expression,
       ${nullsNotDistinct} as nulls_not_distinct
     from tables t
     join pg_catalog.pg_constraint k on k.conrelid = t.oid and k.contype in ('p', 'u', 'c', 'f')
     left join pg_catalog.pg_class f on f.oid = k.confrelid and k.contype = 'f'
     left join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
     left join pg_catalog.pg_index i on i.indexrelid = k.conindid and k.contype = 'u'
     where not ${beyondTheModel(session.serverVersion)}`,
  )
  return byTable(rows, constraintRow)
}

/** SQL for the names behind an array of column numbers, in its order. */
function columnNames(relation: string, numbers: string): string {
  return `array(select a.attname::text
    from pg_catalog.unnest(${numbers}) with ordinality u(number, position)
    join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = u.number
    order by u.position)`
}

function constraintRow(row: Row): Constraint {
  const name = text(row, 'name')
  const columns = textList(row, 'columns')
  const validated = row['validated'] === true
  const deferrable: Deferrable =
    row['deferrable'] !== true ? 'no' : row['deferred'] === true ? 'initially_deferred' : 'initially_immediate'
  switch (text(row, 'kind')) {
    case 'p':
      return { kind: 'primary_key', definition: { name, columns } }
    case 'u':
      return {
        kind: 'unique',
        definition: { name, columns, nullsNotDistinct: row['nulls_not_distinct'] === true, deferrable },
      }
    case 'c':
      return {
        kind: 'check',
        definition: { name, expression: trimParentheses(text(row, 'expression')), validated },
      }
    case 'f':
      return {
        kind: 'foreign_key',
        definition: {
          name,
          columns,
          references: {
            table: { schema: text(row, 'foreign_schema'), name: text(row, 'foreign_table') },
            columns: textList(row, 'foreign_columns'),
          },
          onDelete: actions[text(row, 'on_delete')] ?? 'no_action',
          onUpdate: actions[text(row, 'on_update')] ?? 'no_action',
          deferrable,
          validated,
        },
      }
    default:
      throw bug(`constraint ${name} is of an unexpected kind ${text(row, 'kind')}`)
  }
}

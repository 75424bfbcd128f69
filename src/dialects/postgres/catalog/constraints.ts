import type { Constraint, Deferrable, PrimaryKey, ReferentialAction } from '../../../model/constraint.ts'
import { bug } from '../../../lib/errors.ts'
import type { Row, Session } from '../../session.ts'
import { majorVersion } from '../facts.ts'
import { trimParentheses } from '../trim-parentheses.ts'
import { optionsPart } from './indexes.ts'
import { byTable, describedBy, type Scope, tablesInScope, text, textList, textOrNull } from './scope.ts'

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no_action',
  r: 'restrict',
  c: 'cascade',
  n: 'set_null',
  d: 'set_default',
}

/** SQL condition on `k` (pg_constraint): it is the table's own, not (only) one of its parents'. */
export const ownConstraint = '(k.conparentid = 0 and (k.conislocal or k.coninhcount = 0))'

/** Primary keys, unique, check and foreign key constraints by table oid; NOT NULL (contype n of 18) is a column's, exclusions have a file of their own. */
export async function readConstraints(
  session: Session,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly Constraint[]>> {
  const major = majorVersion(session.serverVersion)
  const rows = await session.query(
    `with ${tablesInScope(scope)}
     select k.conrelid::text as table_oid, k.conname as name, k.contype as kind,
       k.condeferrable as deferrable, k.condeferred as deferred, k.convalidated as validated,
       k.connoinherit as no_inherit, k.confmatchtype as match, ds.description as comment,
       ${major >= 18 ? 'k.conenforced' : 'true'} as enforced, ${major >= 18 ? 'k.conperiod' : 'false'} as period,
       ${columnNames('k.conrelid', 'k.conkey')} as columns,
       fn.nspname as foreign_schema, f.relname as foreign_table,
       case when k.contype = 'f' then ${columnNames('k.confrelid', 'k.confkey')} end as foreign_columns,
       k.confdeltype as on_delete, k.confupdtype as on_update,
       ${
         major >= 15
           ? `case when k.confdelsetcols is not null then ${columnNames('k.conrelid', 'k.confdelsetcols')} end`
           : 'null::text[]'
       } as on_delete_columns,
       pg_catalog.pg_get_expr(k.conbin, k.conrelid) as expression,
       ${major >= 15 ? 'coalesce(i.indnullsnotdistinct, false)' : 'false'} as nulls_not_distinct,
       ic.reloptions as options,
       case when i.indnatts > i.indnkeyatts then array(select a.attname::text
         from pg_catalog.generate_series(i.indnkeyatts, i.indnatts - 1) p
         join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[p]
         order by p) end as include
     from tables t
     join pg_catalog.pg_constraint k on k.conrelid = t.oid and k.contype in ('p', 'u', 'c', 'f')
     left join pg_catalog.pg_class f on f.oid = k.confrelid and k.contype = 'f'
     left join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
     left join pg_catalog.pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u')
     left join pg_catalog.pg_class ic on ic.oid = i.indexrelid
     ${describedBy('pg_constraint', 'k.oid')}
     where ${ownConstraint}`,
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
  const comment = textOrNull(row, 'comment')
  const described = { name, ...(comment === null ? {} : { comment }) }
  const deferrable = deferrableOf(row)
  switch (text(row, 'kind')) {
    case 'p':
      return {
        kind: 'primary_key',
        definition: { ...described, columns, ...keyParts(row), ...(deferrable === 'no' ? {} : { deferrable }) },
      }
    case 'u':
      return {
        kind: 'unique',
        definition: {
          ...described,
          columns,
          ...keyParts(row),
          nullsNotDistinct: row['nulls_not_distinct'] === true,
          deferrable,
        },
      }
    case 'c':
      return {
        kind: 'check',
        definition: {
          ...described,
          expression: trimParentheses(text(row, 'expression')),
          ...proof(row),
          ...(row['no_inherit'] === true ? { noInherit: true } : {}),
        },
      }
    case 'f': {
      const onDeleteColumns = textList(row, 'on_delete_columns')
      return {
        kind: 'foreign_key',
        definition: {
          ...described,
          columns,
          references: {
            table: { schema: text(row, 'foreign_schema'), name: text(row, 'foreign_table') },
            columns: textList(row, 'foreign_columns'),
          },
          ...(text(row, 'match') === 'f' ? { match: 'full' } : {}),
          ...(row['period'] === true ? { period: true } : {}),
          onDelete: actions[text(row, 'on_delete')] ?? 'no_action',
          ...(onDeleteColumns.length === 0 ? {} : { onDeleteColumns }),
          onUpdate: actions[text(row, 'on_update')] ?? 'no_action',
          deferrable,
          ...proof(row),
        },
      }
    }
    default:
      throw bug(`constraint ${name} is of an unexpected kind ${text(row, 'kind')}`)
  }
}

export function deferrableOf(row: Row): Deferrable {
  if (row['deferrable'] !== true) return 'no'
  return row['deferred'] === true ? 'initially_deferred' : 'initially_immediate'
}

function keyParts(row: Row): Pick<PrimaryKey, 'include' | 'withoutOverlaps' | 'options'> {
  const include = textList(row, 'include')
  return {
    ...(include.length === 0 ? {} : { include }),
    ...(row['period'] === true ? { withoutOverlaps: true } : {}),
    ...optionsPart(row),
  }
}

function proof(row: Row): { readonly validated: boolean; readonly enforced?: false } {
  return { validated: row['validated'] === true, ...(row['enforced'] === false ? { enforced: false } : {}) }
}

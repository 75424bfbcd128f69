import type { Column, ColumnPhysical, Generated, NotNullConstraint } from '../../../model/column.ts'
import { notNullName } from '../../../model/object-name.ts'
import type { Row, Session } from '../../session.ts'
import { majorVersion } from '../facts.ts'
import { trimParentheses } from '../trim-parentheses.ts'
import { collationText } from './collation-text.ts'
import { byTable, describedBy, optionsOf, type Scope, tablesInScope, text, textList, textOrNull } from './scope.ts'
import { numberingOf, ownedSequences, sequenceJson } from './sequences.ts'

/** Columns in the order of their tables, by table oid. Needs search_path '' so that every name is qualified. */
export async function readColumns(session: Session, scope: Scope): Promise<ReadonlyMap<string, readonly Column[]>> {
  // 18: attnotnull is true already while old NULLs are unproven (0.6). Such a column counts as nullable, so that the
  // validation stays pending until it is done.
  const named = majorVersion(session.serverVersion) >= 18
  const rows = await session.query(
    `with ${tablesInScope(scope)}, ${ownedSequences}
     select a.attrelid::text as table_oid, a.attname as name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull${named ? ' or nn.validated is false' : ''} as nullable,
       ${named ? 'nn.name' : 'null::text'} as not_null, ${named ? 'nn.no_inherit' : 'false'} as no_inherit,
       ${named ? 'nn.validated' : 'true'} as validated, t.relname as table_name,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid) as expression,
       a.attidentity as identity, case when o.oid is not null then ${sequenceJson} end as sequence, a.attgenerated as generated,
       ${collationText('co', 'cn')} as collation,
       ds.description as comment,
       case when a.attstorage <> y.typstorage then a.attstorage end as storage, a.attcompression as compression,
       a.attstattarget as statistics, a.attoptions as options
     from tables t
     join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     join pg_catalog.pg_type y on y.oid = a.atttypid
     left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     left join pg_catalog.pg_collation co on co.oid = a.attcollation and a.attcollation <> y.typcollation
     left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
     ${describedBy('pg_class', 'a.attrelid', 'a.attnum')}
     left join owned o on o.table_oid = a.attrelid and o.number = a.attnum and o.place = 1
     left join pg_catalog.pg_sequence s on s.seqrelid = o.oid
     ${named ? ownNotNull : ''}
     where a.attislocal or a.attinhcount = 0 or ${differsFromParent(named)}
     order by a.attrelid, a.attnum`,
  )
  return byTable(rows, columnRow)
}

/**
 * SQL condition on `a` and `d`: an inherited column with a default, NOT NULL or comment of its own. NOT NULL goes without
 * saying where it comes with the table's own primary key.
 */
const differsFromParent = (named: boolean): string => `exists (
       select from pg_catalog.pg_inherits h
       join pg_catalog.pg_attribute pa on pa.attrelid = h.inhparent and pa.attname = a.attname and not pa.attisdropped
       left join pg_catalog.pg_attrdef pd on pd.adrelid = pa.attrelid and pd.adnum = pa.attnum
       where h.inhrelid = a.attrelid and (
         pg_catalog.pg_get_expr(pd.adbin, pd.adrelid) is distinct from pg_catalog.pg_get_expr(d.adbin, d.adrelid)
         or pg_catalog.col_description(a.attrelid, a.attnum) is not null
         or (a.attnotnull <> ${named ? `(pa.attnotnull and ${passedOn})` : 'pa.attnotnull'} and not exists (select from pg_catalog.pg_index i
           where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)))))`

/** SQL condition on `pa`: the NOT NULL of the parent's column, if there is one, is also its heirs'. */
const passedOn = `not exists (select from pg_catalog.pg_constraint pn
           where pn.conrelid = pa.attrelid and pn.contype = 'n' and pn.conkey = array[pa.attnum] and pn.connoinherit)`

/** SQL joining `nn`: the constraint behind NOT NULL (18). Where it comes from a parent, its name is none of the table's business. */
const ownNotNull = `left join (select conrelid, conkey[1] as number, connoinherit as no_inherit, convalidated as validated,
           case when coninhcount = 0 then conname end as name
         from pg_catalog.pg_constraint where contype = 'n') nn on nn.conrelid = a.attrelid and nn.number = a.attnum`

function columnRow(row: Row): Column {
  const expression = textOrNull(row, 'expression')
  const generated = generatedOf(text(row, 'generated'), expression)
  return {
    name: text(row, 'name'),
    type: text(row, 'type'),
    nullable: row['nullable'] === true,
    ...numberingOf(row['sequence'], identities[text(row, 'identity')] ?? null, generated === null ? expression : null),
    generated,
    collation: textOrNull(row, 'collation'),
    comment: textOrNull(row, 'comment'),
    physical: physicalOf(row),
    ...notNullOf(row),
  }
}

/** The server numbers a name that is taken in the schema. */
function notNullOf(row: Row): Pick<Column, 'notNull'> {
  const name = textOrNull(row, 'not_null')
  const [number = ''] = /\d*$/.exec(name ?? '') ?? []
  const usual = [number, ''].some((digits) => name === notNullName(text(row, 'table_name'), text(row, 'name'), digits))
  const constraint: NotNullConstraint = {
    ...(name === null || usual ? {} : { name }),
    ...(row['no_inherit'] === true ? { noInherit: true } : {}),
    ...(row['validated'] === false ? { validated: false } : {}),
  }
  return Object.keys(constraint).length === 0 ? {} : { notNull: constraint }
}

function generatedOf(kind: string, expression: string | null): Generated | null {
  return kind === '' ? null : { expression: trimParentheses(expression ?? ''), stored: kind === 's' }
}

const identities: Readonly<Record<string, Column['identity']>> = { a: 'always', d: 'by_default' }

const storages: Readonly<Record<string, ColumnPhysical['storage']>> = {
  p: 'plain',
  e: 'external',
  m: 'main',
  x: 'extended',
}

const compressions: Readonly<Record<string, ColumnPhysical['compression']>> = { p: 'pglz', l: 'lz4' }

/** Nobody has set a statistics target: -1 up to 16, NULL since. */
function physicalOf(row: Row): ColumnPhysical {
  const statistics = row['statistics'] ?? -1
  return {
    storage: storages[text(row, 'storage')] ?? null,
    compression: compressions[text(row, 'compression')] ?? null,
    statistics: statistics === -1 ? null : Number(statistics),
    options: optionsOf(textList(row, 'options')),
  }
}

import type { ObjectName } from '../../../model/name.ts'

/** Key words that are not "unreserved" in `pg_get_keywords()` of PostgreSQL 15 or 18: what `quote_ident` quotes. */
const keywords: ReadonlySet<string> = new Set(
  `
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
    cast char character check coalesce collate collation column concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user dec decimal default
    deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant
    greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join
    json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
    json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national
    natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay
    placing position precision primary real references returning right row select session_user setof similar
    smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true
    union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat
    xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
  `
    .trim()
    .split(/\s+/),
)

/** An identifier as `quote_ident` writes it: in double quotes only when it has to be. */
export function quote(identifier: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(identifier) && !keywords.has(identifier)
    ? identifier
    : `"${identifier.replaceAll('"', '""')}"`
}

/** Always with its schema: what a statement means must not depend on search_path (hazards.md 0.4). */
export function qualify({ schema, name }: ObjectName): string {
  return `${quote(schema)}.${quote(name)}`
}

export function quoteList(identifiers: readonly string[]): string {
  return identifiers.map(quote).join(', ')
}

/** A string constant; standard_conforming_strings is on in our sessions, so a backslash is itself. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** As it is, between dollar signs with a tag that is not in it, nor comes about where it ends. */
export function dollarQuoted(text: string, tag = ''): string {
  let mark = `$${tag}$`
  for (let count = 1; `${text}$`.includes(mark); count += 1)
    mark = `$${tag === '' ? 'body' : tag}${count === 1 ? '' : count}$`
  return `${mark}${text}${mark}`
}

/**
 * A collation of the model: a bare name as in pg_collation (`C`, `de-x-icu`), or SQL with quotes (`public."x"`).
 */
export function collate(collation: string | null): string {
  if (collation === null) return ''
  return ` collate ${collation.includes('"') ? collation : `"${collation}"`}`
}

/** True where two values are not the same, NULL being one. As text: json, xml and point have no equality. */
export function differs(a: string, b: string): string {
  return `(${a})::text is distinct from (${b})::text`
}

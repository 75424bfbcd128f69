import type { ObjectName } from '../../../model/name.ts'

/** SQLite's keywords (lang_keywords.html of 3.54), and the two words that are literals wherever a name may stand. */
const keywords: ReadonlySet<string> = new Set(
  `abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case
   cast check collate column commit conflict constraint create cross current current_date current_time
   current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape
   except exclude exclusive exists explain fail filter first following for foreign from full generated glob group
   groups having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key
   last left like limit match materialized natural no not nothing notnull null nulls of offset on or order others outer
   over partition plan pragma preceding primary query raise range recursive references regexp reindex release rename
   replace restrict returning right rollback row rows savepoint select set table temp temporary then ties to
   transaction trigger unbounded union unique update using vacuum values view virtual when where window with without
   true false within`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

export function isKeyword(word: string): boolean {
  return keywords.has(word.toLowerCase())
}

/** Quoted only when needed. Upper case is quoted too: SQLite folds it anyway, people and PostgreSQL do not. */
export function quote(identifier: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(identifier) && !keywords.has(identifier)
    ? identifier
    : `"${identifier.replaceAll('"', '""')}"`
}

/** A table by its bare name: `main` is the only schema, and REFERENCES and ON take no schema. */
export function qualify({ name }: ObjectName): string {
  return quote(name)
}

export function quoteAll(identifiers: readonly string[]): string {
  return identifiers.map(quote).join(', ')
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

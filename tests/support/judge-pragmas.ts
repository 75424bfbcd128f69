import Database from 'better-sqlite3'

/**
 * Everything that SQLite's pragmas say of a database, one line each, in order. A table that was rebuilt has another text
 * and is the same table; only views, triggers and indexes are compared by theirs.
 */
export function pragmasOf(url: string): string[] {
  const database = new Database(url.replace(/^sqlite:/, ''))
  const ask = (sql: string, ...params: string[]): Record<string, unknown>[] =>
    database.prepare<string[], Record<string, unknown>>(sql).all(...params)
  try {
    const lines: string[] = []
    for (const { type, name, sql } of ask(objects)) {
      const own = String(name)
      lines.push(`${String(type)} ${own}${type === 'table' ? '' : ` ${String(sql).replaceAll(/\s+/g, ' ')}`}`)
      if (type !== 'table') continue
      const [form] = ask(`select strict, wr from pragma_table_list where schema = 'main' and name = ?`, own)
      lines.push(`table ${own} ${JSON.stringify(form)} checks ${String(sql).match(/\bcheck\b/gi)?.length ?? 0}`)
      for (const { cid, ...column } of ask('select * from pragma_table_xinfo(?)', own))
        lines.push(`column ${own} #${String(cid)} ${JSON.stringify(column)}`)
      const keys = Map.groupBy(ask('select * from pragma_foreign_key_list(?) order by id, seq', own), ({ id }) => id)
      for (const parts of keys.values())
        lines.push(`foreign key ${own} ${JSON.stringify(parts.map(({ id: _, ...part }) => part))}`)
      for (const { name: index, unique, origin, partial } of ask('select * from pragma_index_list(?)', own)) {
        const parts = ask('select name, "desc", coll, key from pragma_index_xinfo(?) where key', String(index))
        lines.push(`index of ${own} ${JSON.stringify({ unique, origin, partial, parts })}`)
      }
    }
    return lines.sort()
  } finally {
    database.close()
  }
}

const objects = String.raw`select type, name, sql from sqlite_schema
  where sql is not null and name not like '\_reconcile\_%' escape '\' and tbl_name not like '\_reconcile\_%' escape '\'
    and name not like 'sqlite\_%' escape '\'`

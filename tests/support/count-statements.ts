import pg from 'pg'

/** From now on pg_stat_statements counts in this database: the server has it loaded, and switched off. */
export async function countStatements(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('create extension pg_stat_statements')
    for (const setting of [`pg_stat_statements.track = 'all'`, 'compute_query_id = on']) {
      await client.query(
        `do $do$ begin execute format('alter database %I set %s', current_database(), ${pg.escapeLiteral(setting)}); end $do$`,
      )
    }
  } finally {
    await client.end()
  }
}

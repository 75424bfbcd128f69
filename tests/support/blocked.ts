import pg from 'pg'

interface Parts {
  readonly kind?: string
  readonly amount?: string
  readonly title?: string
  readonly checks?: string
  readonly indexes?: string
  readonly backfills?: string
}

/** Two tables, and what is to be different of one of them. */
export function buildSpec({ kind = 'bigint', amount = 'bigint', title, ...more }: Parts): string {
  const { checks = '{}', indexes = '{ notes_amount_idx: [amount] }', backfills = '{}' } = more
  return `tables:
  kinds: { columns: { id: bigint }, primary_key: [id] }
  notes:
    columns:
      id: bigint
      kind: ${kind}
      body: text
      amount: ${amount}
${title === undefined ? '' : `      title: ${title}\n`}    primary_key: [id]
    checks: ${checks}
    indexes: ${indexes}
    backfills: ${backfills}
`
}

/** An application that may be made to wait for a lock as long as the budget, and no longer. */
export async function startWriters(url: string) {
  const failures: string[] = []
  let turns = 0
  let stopped = false
  const loops = [1, 2].map(async (id) => {
    const client = new pg.Client({ connectionString: url, application_name: 'the application' })
    await client.connect()
    await client.query(`set lock_timeout = '1s'`)
    while (!stopped) {
      for (const sql of [`select * from notes where id = ${id}`, `update notes set body = 'w' where id = ${id}`]) {
        await client.query(sql).catch((error: unknown) => failures.push(`${sql}: ${String(error)}`))
      }
      turns += 1
      await new Promise((wake) => void setTimeout(wake, 5))
    }
    await client.end()
  })
  return {
    /** Until each has done its work once more. */
    wentOn: async (): Promise<void> => {
      const enough = turns + 4
      while (turns < enough) await new Promise((wake) => void setTimeout(wake, 5))
    },
    stop: async (): Promise<readonly string[]> => {
      stopped = true
      await Promise.all(loops)
      return failures
    },
  }
}

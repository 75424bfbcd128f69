import pg from 'pg'

/** What an application does with a table, as `load.yaml` of a case says it. */
export interface UsedTable {
  readonly name: string
  readonly key: string
  /** The server numbers the rows; otherwise the application does. */
  readonly numbered: boolean
  /** What goes into the columns that it knows in every version. */
  readonly values: Values
  /** Columns that only the version before the gate, or only the one after it, writes. */
  readonly before_gate: Values
  readonly after_gate: Values
  /** Columns by which a version upserts (ON CONFLICT); one that is not named only inserts. */
  readonly upserts: Partial<Readonly<Record<Version, readonly string[]>>>
  /** Rows that are there before. */
  readonly rows: number
  /** What the version after the gate calls the table and its columns, by the names that the one before it knows. */
  readonly renamed: Readonly<Record<string, string>>
  /** Nobody points to its rows, so they may be deleted. */
  readonly deletes: boolean
  /** Whether it gets rows: where two tables become one, or one two, a row of the one may need a row of the other first. */
  readonly grows: 'always' | 'until_gate' | 'never'
  /** Only the version before the gate knows it. */
  readonly until_gate: boolean
  /** What every version also reads: views over the table, functions. */
  readonly queries: readonly string[]
}

/** A number or a text of its own for every row, the key of a row of another table, or the same for all. */
type Value = 'number' | 'text' | { readonly of: string } | { readonly is: string | number }
type Values = Readonly<Record<string, Value>>

/**
 * `common`: what both versions do, which is to change and read rows. Where names differ it tries the new ones first, and the
 * old ones when they are not there.
 */
export type Version = 'before_gate' | 'after_gate' | 'common'

export interface Application {
  /** Statements that failed, or waited longer for a lock than the budget, with the server's code. */
  readonly failures: readonly string[]
  /** Puts another version in the place of the one that runs, once that has finished what it is doing. */
  deploy(version: Version): Promise<void>
  /** Until every client has done all it can do. */
  settled(): Promise<void>
  /** Ends all clients, and says how their rows differ from what they have written. */
  stop(): Promise<readonly string[]>
}

type Written = Readonly<Record<string, string | number>>
type OwnRows = Map<string, Written>

const lockBudgetMs = 1000
/** As people would: two cores are shared with the server and the run. */
const pauseMs = 10

/** Fills the tables, and starts clients that read, insert, update and delete rows of their own until they are stopped. */
export async function startApplication(
  url: string,
  tables: readonly UsedTable[],
  clients: number,
): Promise<Application> {
  const keys = new Map<string, string[]>()
  const filler = await connect(url)
  for (const table of tables) keys.set(table.name, await fill(filler, table, keys))
  await filler.end()
  const failures: string[] = []
  const busy = new Set<number>()
  let turns = 0
  let version: Version = 'before_gate'
  let stopped = false
  // Never the same twice, since a column may be unique.
  let last = 1_000_000
  const loops = Array.from({ length: clients }, async (_none, me) => {
    const client = await connect(url)
    const owned = new Map<string, OwnRows>(
      tables.map(({ name }) => [
        name,
        new Map((keys.get(name) ?? []).filter((_key, at) => at % clients === me).map((key) => [key, {}])),
      ]),
    )
    for (let turn = 0; !stopped; turn += 1) {
      await pause()
      for (const table of tables) {
        if (table.until_gate && version !== 'before_gate') continue
        const rows = owned.get(table.name) ?? new Map()
        busy.add(me)
        try {
          const wrong = await useTable({ client, table, rows, keys, version, number: (last += 1), kind: turn % 4 })
          if (wrong !== null) failures.push(wrong)
        } catch (error) {
          failures.push(error instanceof pg.DatabaseError ? `${error.code}: ${error.message}` : String(error))
        }
        busy.delete(me)
      }
      turns += 1
    }
    const different: string[] = []
    for (const table of tables)
      different.push(...(await compare({ client, table, version }, owned.get(table.name) ?? new Map())))
    await client.end()
    return different
  })
  return {
    failures,
    deploy: async (next) => {
      version = next
      const before = [...busy]
      while (before.some((me) => busy.has(me))) await pause()
    },
    settled: async () => {
      const enough = turns + clients * 8
      while (turns < enough) await pause()
    },
    stop: async () => {
      stopped = true
      return (await Promise.all(loops)).flat()
    },
  }
}

function pause(): Promise<void> {
  return new Promise((wake) => void setTimeout(wake, pauseMs))
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'shop' })
  await client.connect()
  await client.query(`set lock_timeout = ${lockBudgetMs}`)
  return client
}

interface Speaker {
  readonly client: pg.Client
  readonly table: UsedTable
  readonly version: Version
}

interface Turn extends Speaker {
  readonly rows: OwnRows
  readonly keys: ReadonlyMap<string, readonly string[]>
  readonly number: number
  /** 0 inserts, 1 updates, 2 reads, 3 deletes. */
  readonly kind: number
}

/** A statement in the names of the version. */
async function say(
  { client, table: { renamed }, version }: Speaker,
  write: (called: (name: string) => string) => string,
  values: unknown[],
): Promise<pg.QueryResult> {
  const asNew = write((name) => renamed[name] ?? name)
  const asOld = write((name) => name)
  if (version !== 'common') return await client.query(version === 'after_gate' ? asNew : asOld, values)
  try {
    return await client.query(asNew, values)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !unknownName.has(error.code ?? '')) throw error
    return await client.query(asOld, values)
  }
}

/** undefined_table, undefined_column */
const unknownName: ReadonlySet<string> = new Set(['42P01', '42703'])

/** One statement. What the row should have been, when it was not. */
async function useTable(turn: Turn): Promise<string | null> {
  const { table, rows, keys, version, number, kind } = turn
  const { name, key, numbered } = table
  const own = [...rows.keys()]
  const chosen = own[number % Math.max(own.length, 1)]
  const grows = version !== 'common' && (table.grows === 'always' || table.grows === version.replace('before', 'until'))
  if (chosen === undefined || (kind === 0 && grows)) {
    if (!grows) return null
    const row = written({ ...table.values, ...table[version] }, number, keys)
    const given: Written = numbered ? row : { [key]: number, ...row }
    const names = Object.keys(given)
    const { rows: inserted } = await say(
      turn,
      (called) =>
        `insert into ${called(name)} (${names.map(called).join(', ')}) values (${names.map((_column, at) => `$${at + 1}`).join(', ')})${upsert(turn)} returning ${called(key)}::text as key`,
      Object.values(given),
    )
    rows.set(String(inserted[0]?.key), written(table.values, number, keys))
    return null
  }
  const row = written(table.values, number, keys)
  const columns = Object.keys(row)
  if (kind === 1 && columns.length > 0) {
    const { rowCount } = await say(
      turn,
      (called) =>
        `update ${called(name)} set ${columns.map((column, at) => `${called(column)} = $${at + 2}`).join(', ')} where ${called(key)} = $1`,
      [chosen, ...Object.values(row)],
    )
    rows.set(chosen, row)
    return rowCount === 1 ? null : `${name} ${chosen} could not be found`
  }
  for (const query of table.queries) await turn.client.query(query)
  if (kind !== 3 || !table.deletes) return await readBack(turn, chosen, rows.get(chosen) ?? {})
  await say(turn, (called) => `delete from ${called(name)} where ${called(key)} = $1`, [chosen])
  rows.delete(chosen)
  return null
}

/** No two rows of the application are alike, so nothing is changed; but the server has to find a unique index. */
function upsert({ table: { upserts }, version }: Speaker): string {
  const key = upserts[version]
  if (key === undefined) return ''
  return ` on conflict (${key.join(', ')}) do update set ${key.map((column) => `${column} = excluded.${column}`).join(', ')}`
}

async function readBack(speaker: Speaker, chosen: string, expected: Written): Promise<string | null> {
  const { name, key, values } = speaker.table
  // Not `*`, whose columns change.
  const { rows } = await say(
    speaker,
    (called) =>
      `select ${[key, ...Object.keys(values)].map((column) => `${called(column)}::text as ${column}`).join(', ')} from ${called(name)} where ${called(key)} = $1`,
    [chosen],
  )
  const [row] = rows
  if (row === undefined) return `${name} ${chosen} is lost`
  const wrong = Object.entries(expected).filter(([column, value]) => String(row[column]) !== String(value))
  return wrong.length === 0 ? null : `${name} ${chosen} is ${JSON.stringify(row)}, not ${JSON.stringify(expected)}`
}

async function compare(speaker: Speaker, rows: OwnRows): Promise<string[]> {
  const different: string[] = []
  for (const [key, row] of rows) {
    const wrong = await readBack(speaker, key, row)
    if (wrong !== null) different.push(wrong)
  }
  return different
}

async function fill(
  client: pg.Client,
  table: UsedTable,
  keys: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const { name, key, numbered, rows } = table
  const added: string[] = []
  for (let first = 1; first <= rows; first += 500) {
    const batch = Array.from({ length: Math.min(500, rows - first + 1) }, (_none, at) => first + at)
    const lines = batch.map((number) => ({
      ...(numbered ? {} : { [key]: number }),
      ...written({ ...table.values, ...table.before_gate }, number, keys),
    }))
    const names = Object.keys(lines[0] ?? {}).join(', ')
    const tuples = lines.map(
      (line) =>
        `(${Object.values(line)
          .map((value) => `'${value}'`)
          .join(', ')})`,
    )
    const { rows: inserted } = await client.query(
      `insert into ${name} (${names}) values ${tuples.join(', ')} returning ${key}::text as key`,
    )
    added.push(...inserted.map((row) => String(row.key)))
  }
  return added
}

function written(values: Values, number: number, keys: ReadonlyMap<string, readonly string[]>): Written {
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, valueOf(value, number, keys)]))
}

function valueOf(value: Value, number: number, keys: ReadonlyMap<string, readonly string[]>): string | number {
  if (value === 'number') return number
  if (value === 'text') return `t${number}`
  if ('is' in value) return value.is
  const others = keys.get(value.of) ?? []
  return others[number % Math.max(others.length, 1)] ?? ''
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** A value of a row as YAML writes it; whole numbers are bigint, since keys must not be rounded. */
export type Scalar = string | bigint | number | boolean | null
export type CaseRow = Readonly<Record<string, Scalar>>
/** Rows by table, in the order in which foreign keys allow them to be inserted. */
export type CaseRows = ReadonlyMap<string, readonly CaseRow[]>

/** One directory of `tests/cases`: a schema, the next one, and rows that live through the change. */
export interface Case {
  /** `<object>/<case>`. */
  readonly name: string
  readonly directory: string
  /** Paths of the specs, relative to the repository, so that plans that name them are the same everywhere. */
  readonly before: string
  readonly after: string
  readonly rows: CaseRows
  /** Whole tables, of the columns that are named, as they have to be after the change. */
  readonly expectAfter: CaseRows
  /** What has to be said when the change is refused: a diagnostic's id, or part of a finding. Null: it is carried out. */
  readonly refused: string | null
  /** Engines it can be carried out on, such as `sqlite` or `postgres>=15`; null for all. */
  readonly engines: readonly string[] | null
  /** Engines on which both specs mean the same, so that there is nothing to do. */
  readonly sameOn: readonly string[]
  /** SQL run after the rows are in, by engine: what specs do not describe, such as triggers and views. */
  readonly setup: Readonly<Record<string, readonly string[]>>
}

interface CaseFile {
  /** Specs that stand elsewhere in the repository. */
  readonly after?: string
  readonly engines?: readonly string[]
  readonly refused?: string
  readonly same_on?: readonly string[]
  readonly setup?: Case['setup']
}

interface RowsFile {
  readonly rows?: Readonly<Record<string, readonly CaseRow[]>>
  readonly expect_after?: Readonly<Record<string, readonly CaseRow[]>>
}

const root = fileURLToPath(new URL('../cases', import.meta.url))

/** Every case, by name. */
export function corpus(): readonly Case[] {
  const objects = directoriesIn(root)
  return objects.flatMap((object) => directoriesIn(join(root, object)).map((name) => readCase(`${object}/${name}`)))
}

/** `major` undefined: SQLite. */
export function runsOn({ engines }: Case, major: number | undefined): boolean {
  if (engines === null) return true
  return engines.some((engine) => {
    const [, name, from, below] = /^(sqlite|postgres)(?:>=(\d+)|<(\d+))?$/.exec(engine) ?? []
    if (name === undefined) throw new Error(`engines: ${engine} is not sqlite, postgres, postgres>=N or postgres<N`)
    return major === undefined
      ? name === 'sqlite'
      : name === 'postgres' && major >= Number(from ?? 0) && major < Number(below ?? Infinity)
  })
}

function readCase(name: string): Case {
  const directory = join(root, name)
  const rows = readYaml<RowsFile>(join(directory, 'rows.yaml'))
  const {
    after,
    engines = null,
    refused = null,
    same_on: sameOn = [],
    setup = {},
  } = readYaml<CaseFile>(join(directory, 'case.yaml'))
  const fromHere = relative(process.cwd(), directory)
  return {
    name,
    directory,
    before: join(fromHere, 'before.yaml'),
    after: after ?? join(fromHere, 'after.yaml'),
    rows: new Map(Object.entries(rows.rows ?? {})),
    expectAfter: new Map(Object.entries(rows.expect_after ?? {})),
    refused,
    engines,
    sameOn,
    setup,
  }
}

/** An absent file says nothing. */
function readYaml<T extends object>(path: string): T | Record<string, never> {
  return existsSync(path) ? (parse(readFileSync(path, 'utf8'), { intAsBigInt: true }) as T) : {}
}

function directoriesIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

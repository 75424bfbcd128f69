import { InvalidArgumentError } from 'commander'
import type { ArchivePlace } from '../commands/purge.ts'
import { quarantineSchema } from '../model/name.ts'
import { type Phase, phases } from '../model/step.ts'
import { durationMs } from '../spec/durations.ts'

/** The common flags, after commander has read them. */
export interface Options {
  readonly target?: string
  readonly url?: string
  readonly specs: string
  readonly state: string
  readonly json: boolean
  readonly yes: boolean
  readonly allow: readonly string[]
  readonly through?: Phase
  readonly terminateBlockers: boolean
  readonly color: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly detailedExitcode: boolean
}

/** `--allow a,b --allow c`. */
export function collectIds(value: string, before: readonly string[]): string[] {
  const ids = value
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  if (ids.length === 0) throw new InvalidArgumentError('Name at least one hazard, for example --allow table-rewrite.')
  return [...before, ...ids]
}

export function parsePhase(value: string): Phase {
  const phase = phases.find((name) => name === value)
  if (phase === undefined) throw new InvalidArgumentError(`Phases are ${phases.join(', ')}.`)
  return phase
}

/** `14d`, `12h`, `30m`, `10s`; milliseconds. */
export function parseAge(value: string): number {
  const ms = durationMs(value)
  if (ms === null) throw new InvalidArgumentError('Write an age such as 14d, 12h or 30m.')
  return ms
}

/** How long to wait: `30m`, `2h`; milliseconds. */
export function parseWait(value: string): number {
  const ms = durationMs(value)
  if (ms === null) throw new InvalidArgumentError('Write a time such as 30s, 10m or 2h.')
  return ms
}

/** `archive/2026` is a folder, `schema:archive` a schema of the database itself. */
export function parseArchive(value: string): ArchivePlace {
  const [, schema] = /^schema:(.*)$/s.exec(value) ?? []
  if (schema === undefined) {
    if (value === '') throw new InvalidArgumentError('Name a folder, or a schema as schema:archive.')
    return { directory: value }
  }
  if (schema === '') throw new InvalidArgumentError('Name the schema, for example schema:archive.')
  // On SQLite the names of its tables begin with it and an underscore.
  const own =
    [quarantineSchema, 'reconcile'].includes(schema) ||
    schema.startsWith('pg_') ||
    /^(_rq_|_reconcile_|sqlite_)/i.test(`${schema}_`)
  if (own || schema === 'information_schema')
    throw new InvalidArgumentError(`${schema} is not yours: name another schema, for example schema:archive.`)
  if (Buffer.byteLength(schema) > 40) throw new InvalidArgumentError('The name of an archive has at most 40 bytes.')
  return { schema }
}

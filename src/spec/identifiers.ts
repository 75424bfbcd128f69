import { isQuarantined, quarantinePrefix, quarantineSchema } from '../model/name.ts'
import type { Binding } from './binding.ts'
import type { Place } from './spec-file.ts'

type Checks = Pick<Binding, 'dialect' | 'facts' | 'error'>

/** What an identifier must be on this engine, whatever it names. */
export function checkIdentifier(binding: Checks, name: string, place: Place, what: string): void {
  const max = binding.facts.maxIdentifierBytes
  const bytes = Buffer.byteLength(name)
  if (name === '')
    binding.error(
      place,
      'empty-name',
      `${what} has an empty name`,
      'give it a name; a key without text, ~ or null is empty',
    )
  else if (name.includes('\u0000') || !name.isWellFormed()) {
    binding.error(
      place,
      'bad-name',
      `the name of ${what} has a character that no database can store (NUL or half a pair)`,
      'leave it out',
    )
  } else if (max !== null && bytes > max) {
    binding.error(
      place,
      'identifier-too-long',
      `"${name}" (${what}) is ${bytes} bytes long, PostgreSQL keeps ${max}`,
      'shorten it: the rest would be cut off without a word',
    )
  } else if (isQuarantined(name)) {
    binding.error(
      place,
      'reserved-name',
      `"${name}" begins with ${quarantinePrefix}, which marks what Reconcile has put aside`,
      'choose another name',
    )
  }
}

export function checkTableName(binding: Checks, schema: string, name: string, place: Place, what: string): void {
  checkIdentifier(binding, name, place, what)
  if (schema !== binding.dialect.defaultSchema) {
    if (!binding.facts.schemas) {
      binding.error(
        place,
        'no-schemas',
        `${what} is in the schema ${schema}, but SQLite has only one`,
        `write ${name}, or keep this file for PostgreSQL`,
      )
      return
    }
    checkIdentifier(binding, schema, place, `the schema of ${what}`)
  }
  if (schema === 'reconcile' || schema === quarantineSchema || name.startsWith('_reconcile_')) {
    binding.error(place, 'reserved-name', `${what} is where Reconcile keeps its own tables`, 'choose another name')
  } else if (binding.dialect.name === 'postgres' && (schema.startsWith('pg_') || schema === 'information_schema')) {
    binding.error(
      place,
      'reserved-name',
      `${what}: the schema ${schema} belongs to PostgreSQL`,
      'choose another schema',
    )
  } else if (binding.dialect.name === 'sqlite' && /^sqlite_/i.test(name)) {
    binding.error(
      place,
      'reserved-name',
      `${what}: names that begin with sqlite_ belong to SQLite`,
      'choose another name',
    )
  }
}

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns: ReadonlySet<string> = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'])

export function checkColumnName(binding: Checks, name: string, place: Place, what: string): void {
  checkIdentifier(binding, name, place, what)
  if (binding.dialect.name === 'postgres' && systemColumns.has(name)) {
    binding.error(
      place,
      'reserved-name',
      `${what}: every PostgreSQL table has a system column of that name`,
      'choose another name',
    )
  }
}

/** Names that this engine takes for the same have the same key: SQLite compares ASCII letters without case. */
export function identifierKey(binding: Pick<Binding, 'dialect'>, name: string): string {
  return binding.dialect.fold?.(name) ?? name
}

import type { ObjectName } from '../../../model/name.ts'
import { literal, quote } from './quote.ts'

/**
 * Makes the schema of a new object when it is missing. CREATE SCHEMA IF NOT EXISTS would demand the CREATE privilege on
 * the database even when there is nothing to create.
 */
export function schemaFor({ schema }: ObjectName): string {
  if (schema === 'public' || schema === 'pg_temp') return ''
  return `do $$ begin if to_regnamespace(${literal(quote(schema))}) is null then create schema ${quote(schema)}; end if; end $$;\n`
}

import { columnTypes } from '../../src/dialects/postgres/column-types.js'
import { facts as postgresFacts } from '../../src/dialects/postgres/facts.js'
import * as postgresQuote from '../../src/dialects/postgres/words/quote.js'
import { types as sqliteTypes } from '../../src/dialects/sqlite/column-types.js'
import { facts as sqliteFacts } from '../../src/dialects/sqlite/facts.js'
import * as sqliteQuote from '../../src/dialects/sqlite/words/quote.js'
/** The part of each dialect that binding needs, without its driver. */
export const postgres = {
  name: 'postgres',
  defaultSchema: 'public',
  facts: postgresFacts,
  types: columnTypes,
  words: postgresQuote,
}
export const sqlite = {
  name: 'sqlite',
  defaultSchema: 'main',
  facts: sqliteFacts,
  types: sqliteTypes,
  words: sqliteQuote,
}

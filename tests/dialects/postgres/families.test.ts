import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { diff } from '../../../src/diff/diff.ts'
import { emptySchema, tableOf } from '../../../src/model/schema.ts'
import { writeSpecs } from '../../../src/spec/write/write.ts'
import { readBack } from '../../spec/write/written.ts'
import { postgresMajors } from '../../support/databases.ts'
import { inPublic } from '../../support/tables.ts'
import { withDatabase, introspected } from './samples.ts'

/** As people and other tools leave them behind. */
const odd = `
  create schema "Old Stuff";
  create table "Old Stuff"."Base" (id bigint not null, "Say ""so""" text, constraint "Base_id" check (id > 0));
  create table heir (more int default 3, primary key (id)) inherits ("Old Stuff"."Base");
  create table merged (id bigint not null default 5, own date) inherits ("Old Stuff"."Base");
  create table two (x int) inherits (heir, merged);
  create table parts (id int not null, at timestamptz not null, kind text, n numeric, constraint parts_pk primary key (at, id))
    partition by range (at);
  create table parts_1 partition of parts for values from (minvalue) to ('2024-01-01 03:00+03');
  create table parts_2 partition of parts (n default 7, constraint low check (n < 100))
    for values from ('2024-01-01 03:00+03') to ('2025-01-01') partition by list (at);
  create table "Parts of 2" partition of parts_2 for values in ('2024-06-01 00:00+00', '2024-07-01 12:34:56.789+00');
  create table "Old Stuff".parts_3 (like parts including all);
  alter table parts attach partition "Old Stuff".parts_3 default;
  create index on parts (kind); create index only_here on parts_1 (n) where n > 0;
  comment on column parts_1.n is 'of old'; comment on table parts_2 is 'in two';
  create table lists (a text collate "C", b boolean, c int) partition by list (lower(a) collate "C" text_pattern_ops);
  create table lists_1 partition of lists for values in ('minvalue', 'it''s', null);
  create table flags (b boolean, c bigint) partition by range (b, c);
  create table flags_1 partition of flags for values from (false, -5) to (true, maxvalue);
  create table hashed (a int, b text) partition by hash (a, (b || 'x'));
  create table hashed_0 partition of hashed for values with (modulus 3, remainder 1);
  create table points_to (id int, at timestamptz, foreign key (at, id) references parts (at, id));`

describe.each(postgresMajors())('tables that have something from others, on PostgreSQL %i', (major) => {
  test('are written down so that nothing is left to change', () =>
    withDatabase(major, async (session) => {
      await session.execute(odd)
      const actual = await introspected(session)
      expect(actual.unmodeled).toEqual([])
      const { serverVersion } = session
      const files = writeSpecs(actual, { dialect: postgres, serverVersion, layout: 'schema', jsonSchema: 's.json' })
      const desired = await readBack(files, postgres, serverVersion)
      const canonical = await postgres.canonical(session, { desired, actual, renames: [], recorded: null })
      expect(canonical.rejected).toEqual([])
      expect(diff(canonical.renamed, canonical.desired)).toEqual({ changes: [], refused: [] })
      // The same from nothing: every bound and key is spelled by the server.
      const alone = await postgres.canonical(session, { desired, actual: emptySchema, renames: [], recorded: null })
      expect(alone.rejected).toEqual([])
      for (const { name, partitionBy, partitionOf } of actual.tables) {
        expect(tableOf(alone.desired, name)?.partitionBy, name.name).toEqual(partitionBy)
        expect(tableOf(alone.desired, name)?.partitionOf?.bound, name.name).toEqual(partitionOf?.bound)
      }
    }))

  test('have their own things alone', () =>
    withDatabase(major, async (session) => {
      await session.execute(odd)
      const schema = await postgres.introspect(session)
      const first = tableOf(schema, inPublic('parts_1'))
      expect(first?.columns.map(({ name, comment }) => [name, comment])).toEqual([['n', 'of old']])
      expect(first?.primaryKey).toBeNull()
      expect(first?.indexes.map(({ name }) => name)).toEqual(['only_here'])
      const heir = tableOf(schema, inPublic('heir'))
      expect(heir?.columns.map(({ name }) => name)).toEqual(['more'])
      expect(heir?.checks).toEqual([])
      expect(tableOf(schema, inPublic('points_to'))?.foreignKeys).toHaveLength(1)
    }))
})

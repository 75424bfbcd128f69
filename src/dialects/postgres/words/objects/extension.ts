import type { Extension } from '../../../../model/objects/extension.ts'
import { literal, quote } from '../quote.ts'
import { statement } from '../statement.ts'
import { dependents } from './dependents.ts'
import type { KindWords } from './kind-words.ts'

/** Scripts of extensions take what locks they like on their own objects. */
export const extension: KindWords<Extension> = {
  create: ({ name: { name }, schema, version }) => [
    statement(
      [
        `create extension ${quote(name)}`,
        schema === null ? '' : ` schema ${quote(schema)}`,
        version === null ? '' : ` version ${literal(version)}`,
      ].join(''),
      [],
    ),
  ],

  drop: ({ name: { name } }) => [statement(`drop extension ${quote(name)}`, [])],

  alter(before, after) {
    const { name } = after.name
    const { schema, version } = after
    return [
      ...(before.schema === schema || schema === null
        ? []
        : [statement(`alter extension ${quote(name)} set schema ${quote(schema)}`, [])]),
      ...(before.version === version || version === null
        ? []
        : [statement(`alter extension ${quote(name)} update to ${literal(version)}`, [])]),
    ]
  },

  rename: null,

  questions: {
    used({ name: { name } }) {
      const extension = `(select oid from pg_extension where extname = ${literal(name)})`
      const members = `select d.classid, d.objid from pg_depend d
  where d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass and d.refobjid = ${extension}`
      const answer = {
        failure: `extension ${name} is in use`,
        help: 'Drop what is listed first, or keep the extension.',
      }
      const query = dependents(
        `select 'pg_extension'::regclass::oid, oid from pg_extension where extname = ${literal(name)}
  union all ${members}
  union all select 'pg_type'::regclass::oid, t.typarray from pg_type t join (${members}) m on m.objid = t.oid
    and m.classid = 'pg_type'::regclass where t.typarray <> 0`,
        answer,
      )
      // Earlier steps may have to let go of it.
      return { ...query, onlyAtStep: true }
    },

    altered(before, after) {
      const { name } = after.name
      if (before.schema === after.schema) return []
      return [
        {
          sql: `select extname as extension from pg_extension where extname = ${literal(name)} and not extrelocatable`,
          expect: 'no_rows',
          failure: `extension ${name} cannot be moved to another schema`,
          help: `Keep it in ${before.schema ?? 'its schema'}, or drop it and create it anew.`,
        },
      ]
    },
  },
}

import type { NamedSchema } from '../../../../model/objects/schema.ts'
import { publicComment } from '../../catalog/objects/schema.ts'
import { literal, quote } from '../quote.ts'
import { statement } from '../statement.ts'
import { commentOn } from './comment-on.ts'
import { dependents } from './dependents.ts'
import type { KindWords } from './kind-words.ts'

/** None of these locks a table. `public` is in every database: to us it comes with its comment, and goes with that. */
export const schema: KindWords<NamedSchema> = {
  create: ({ name: { name }, comment }) => [
    statement(`create schema ${name === 'public' ? 'if not exists ' : ''}${quote(name)}`, []),
    ...commentOn(`schema ${quote(name)}`, null, comment),
  ],

  drop: ({ name: { name }, comment }) =>
    name === 'public'
      ? commentOn('schema public', comment, publicComment)
      : [statement(`drop schema ${quote(name)}`, [])],

  alter: (before, after) => commentOn(`schema ${quote(after.name.name)}`, before.comment, after.comment),

  rename: ({ name }, to) => [statement(`alter schema ${quote(name.name)} rename to ${quote(to.name)}`, [])],

  questions: {
    used: ({ name: { name } }) => ({
      ...dependents(
        `select 'pg_namespace'::regclass::oid, oid from pg_namespace where nspname = ${literal(name)} and nspname <> 'public'`,
        {
          failure: `schema ${name} is not empty`,
          help: 'Take out of it what is listed first; what earlier plans have put aside there goes with `reconcile purge`.',
        },
      ),
      // Earlier steps empty it.
      onlyAtStep: true,
    }),
  },
}

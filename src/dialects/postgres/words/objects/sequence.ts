import { displayName } from '../../../../model/name.ts'
import type { Sequence } from '../../../../model/objects/sequence.ts'
import type { Statement } from '../../../../model/statement.ts'
import { moved } from '../moved.ts'
import { literal, qualify } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import { outOfBounds, startMoved } from '../unused-sequence.ts'
import { commentOn } from './comment-on.ts'
import type { KindWords } from './kind-words.ts'

/** ALTER SEQUENCE makes nextval wait until the transaction is over (hazards.md 1E). */
export const sequence: KindWords<Sequence> = {
  create: (one) => [
    statement(
      `create ${one.unlogged === true ? 'unlogged ' : ''}sequence ${qualify(one.name)} ${clauses(null, one).join(' ')}`,
      [],
    ),
    ...commentOn(`sequence ${qualify(one.name)}`, null, one.comment),
  ],

  drop: ({ name }) => [statement(`drop sequence ${qualify(name)}`, lock('access_exclusive', name))],

  alter(before, after) {
    const { name } = after
    const changed = clauses(before, after)
    const { first, last } = startMoved(name, before, after)
    return [
      ...logging(before, after),
      ...first,
      ...(changed.length === 0
        ? []
        : [statement(`alter sequence ${qualify(name)} ${changed.join(' ')}`, lock('share_row_exclusive', name))]),
      ...last,
      ...commentOn(`sequence ${qualify(name)}`, before.comment, after.comment, lock('share_update_exclusive', name)),
    ]
  },

  rename: ({ name }, to) => moved('sequence', name, to, { locked: true }),

  questions: {
    /** A sequence that has counted, or that something counts with. */
    used: ({ name }) => ({
      sql: `select 'its last value is ' || last_value as used_by from ${qualify(name)} where is_called
union all
select pg_describe_object(classid, objid, objsubid) from pg_depend
where refclassid = 'pg_class'::regclass and refobjid = to_regclass(${literal(qualify(name))}) and deptype = 'n'
limit 20`,
      expect: 'no_rows',
      failure: `sequence ${displayName(name)} is in use`,
      help: 'Let go of it first.',
    }),

    altered: (before, after) =>
      before.min === after.min && before.max === after.max
        ? []
        : [
            {
              sql: outOfBounds(after.name, before, after),
              expect: 'no_rows',
              failure: `sequence ${displayName(after.name)} has gone beyond ${after.min} to ${after.max}`,
              help: 'Set it back by hand (setval), or widen the limits.',
            },
          ],
  },

  discard: (name) => statement(`drop sequence if exists ${qualify(name)}`, lock('access_exclusive', name)),
}

/** PostgreSQL 15. */
function logging(before: Sequence, { name, unlogged }: Sequence): Statement[] {
  if (before.unlogged === unlogged) return []
  const now = unlogged === true ? 'unlogged' : 'logged'
  return [statement(`alter sequence ${qualify(name)} set ${now}`, lock('access_exclusive', name))]
}

/** Everything that differs, and on creation everything: which values go without saying depends on the other ones. */
function clauses(before: Sequence | null, after: Sequence): string[] {
  const said: readonly (readonly [keyof Sequence, string])[] = [
    ['type', `as ${after.type}`],
    ['increment', `increment by ${after.increment}`],
    ['min', `minvalue ${after.min}`],
    ['max', `maxvalue ${after.max}`],
    ['start', `start with ${after.start}`],
    ['cache', `cache ${after.cache}`],
    ['cycle', after.cycle ? 'cycle' : 'no cycle'],
  ]
  // Another type brings its own limits unless they are said.
  const all = before === null || before.type !== after.type
  return said.flatMap(([key, clause]) => (all || before[key] !== after[key] ? [clause] : []))
}

import { fingerprint } from '../../../../lib/fingerprint.ts'
import { displayName, isQuarantined, type ObjectName, quarantinePrefix } from '../../../../model/name.ts'
import { defaultMultirange, type RangeType } from '../../../../model/objects/range-type.ts'
import { sameValue } from '../../../../lib/compare.ts'
import type { Statement } from '../../../../model/statement.ts'
import { moved } from '../moved.ts'
import { collate, dollarQuoted, literal, qualify, quote } from '../quote.ts'
import { statement } from '../statement.ts'
import { commentOn } from './comment-on.ts'
import { dependents, holders, typeWithParts } from './dependents.ts'
import type { KindWords } from './kind-words.ts'

/** Nothing but the name and the comment of a range type can be changed. */
export const rangeType: KindWords<RangeType> = {
  create: (one) => [
    statement(`create type ${qualify(one.name)} as range (${definition(one)})`, []),
    ...commentOn(`type ${qualify(one.name)}`, null, one.comment),
  ],

  drop: ({ name }) => [statement(`drop type ${qualify(name)}`, [])],

  alter(before, after) {
    const rest = { comment: null, multirange: '' }
    if (!sameValue({ ...before, ...rest }, { ...after, ...rest })) return null
    return [
      ...(before.multirange === after.multirange
        ? []
        : [
            ...renameMultirange(after.name, before.multirange, after.multirange),
            constructorsFollow(after.name, after.multirange),
          ]),
      ...commentOn(`type ${qualify(after.name)}`, before.comment, after.comment),
    ]
  },

  /** The multiranges of a type in quarantine make room for those of the next one of that name. */
  rename({ name, multirange }, to) {
    const called = (range: ObjectName): string =>
      isQuarantined(range.name) ? `${quarantinePrefix}${fingerprint(range).slice(0, 12)}_m` : multirange
    return [
      ...moved('type', name, to),
      ...multirangeFollows({ schema: name.schema, name: called(name) }, { schema: to.schema, name: called(to) }),
      constructorsFollow(to, called(to)),
    ]
  },

  questions: {
    used: ({ name }) =>
      dependents(typeWithParts(name), {
        failure: `something uses range type ${displayName(name)}`,
        help: 'Let go of it first.',
      }),
    stored: ({ name }) =>
      holders(name, 'all', {
        failure: `columns hold values of range type ${displayName(name)}, whose definition PostgreSQL cannot change`,
        help: 'Declare a new type beside it and move the columns over.',
      }),
  },

  discard: (name) => statement(`drop type if exists ${qualify(name)}`, []),
}

/** Whether the multirange moves into another schema by itself is not said anywhere. */
function multirangeFollows(from: ObjectName, to: ObjectName): Statement[] {
  if (from.schema === to.schema) return renameMultirange(to, from.name, to.name)
  const move = `alter type ${qualify(from)} set schema ${quote(to.schema)}`
  return [
    statement(
      `do ${dollarQuoted(` begin if to_regtype(${literal(qualify(from))}) is not null then ${move}; end if; end `)}`,
      [],
    ),
    ...renameMultirange(to, from.name, to.name),
  ]
}

/** PostgreSQL leaves the constructors their names, where they would be in the way of the next type of that name. */
function constructorsFollow(range: ObjectName, multirange: string): Statement {
  const types = [range, { schema: range.schema, name: multirange }].map(
    (name) => `to_regtype(${literal(qualify(name))})`,
  )
  return statement(
    `do ${dollarQuoted(` declare one record; begin
for one in select p.oid as id, p.oid::regprocedure as called, p.proname as bare, t.typname as name from pg_depend d
  join pg_proc p on p.oid = d.objid join pg_type t on t.oid = d.refobjid
  where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass and d.deptype = 'i'
    and t.oid in (${types.join(', ')}) and (p.proname <> t.typname or p.pronamespace <> t.typnamespace) loop
  if one.bare <> one.name then execute format('alter function %s rename to %I', one.called, one.name); end if;
  execute format('alter function %s set schema %I', one.id::regprocedure, ${literal(range.schema)});
end loop; end `)}`,
    [],
  )
}

function renameMultirange({ schema }: ObjectName, from: string, to: string): Statement[] {
  return from === to ? [] : [statement(`alter type ${qualify({ schema, name: from })} rename to ${quote(to)}`, [])]
}

function definition({ name, subtype, opclass, collation, canonical, subtypeDiff, multirange }: RangeType): string {
  return [
    `subtype = ${subtype}`,
    ...(opclass === null ? [] : [`subtype_opclass = ${opclass}`]),
    ...(collation === null ? [] : [`collation = ${collate(collation).trim().replace('collate ', '')}`]),
    ...(canonical === null ? [] : [`canonical = ${canonical}`]),
    ...(subtypeDiff === null ? [] : [`subtype_diff = ${subtypeDiff}`]),
    ...(multirange === defaultMultirange(name.name)
      ? []
      : [`multirange_type_name = ${qualify({ schema: name.schema, name: multirange })}`]),
  ].join(', ')
}

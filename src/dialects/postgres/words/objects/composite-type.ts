import { displayName, type ObjectName } from '../../../../model/name.ts'
import type { Attribute, CompositeType } from '../../../../model/objects/composite-type.ts'
import type { Schema } from '../../../../model/schema.ts'
import type { Query, Statement } from '../../../../model/statement.ts'
import { moved } from '../moved.ts'
import { collate, qualify, quote } from '../quote.ts'
import { statement } from '../statement.ts'
import { commentOn } from './comment-on.ts'
import { dependents, holders, typeWithParts } from './dependents.ts'
import type { KindWords } from './kind-words.ts'

/** hazards.md 1G: no lock on the tables that use it, but running code sees rows of another shape. */
export const compositeType: KindWords<CompositeType> = {
  create: (one) => [
    statement(`create type ${qualify(one.name)} as (\n  ${one.attributes.map(defined).join(',\n  ')}\n)`, []),
    ...commentOn(`type ${qualify(one.name)}`, null, one.comment),
    ...one.attributes.flatMap((attribute) => attributeComment(one.name, null, attribute)),
  ],

  drop: ({ name }) => [statement(`drop type ${qualify(name)}`, [])],

  alter(before, after) {
    const { name } = after
    const pairs = paired(before, after)
    const kept = pairs.filter(({ old }) => old !== null)
    const order = kept.map(({ old }) => before.attributes.findIndex((one) => one === old))
    const inOrder = order.every((position, at) => at === 0 || position > (order[at - 1] ?? 0))
    // New attributes come at the end; values know theirs by position alone.
    if (!inOrder || pairs.slice(0, kept.length).some(({ old }) => old === null)) return null
    return [
      ...kept.flatMap(({ old, now }) =>
        old === null || old.name === now.name
          ? []
          : [alterType(name, `rename attribute ${quote(old.name)} to ${quote(now.name)}`)],
      ),
      ...dropped(before, after).map((old) => alterType(name, `drop attribute ${quote(old.name)}`)),
      ...kept.flatMap(({ old, now }) =>
        old === null || isSameType(old, now)
          ? []
          : [alterType(name, `alter attribute ${quote(now.name)} type ${now.type}${collate(now.collation)}`)],
      ),
      ...pairs.flatMap(({ old, now }) => (old === null ? [alterType(name, `add attribute ${defined(now)}`)] : [])),
      ...commentOn(`type ${qualify(name)}`, before.comment, after.comment),
      ...pairs.flatMap(({ old, now }) => attributeComment(name, old, now)),
    ]
  },

  rename: ({ name }, to) => moved('type', name, to),

  questions: {
    used: ({ name }) =>
      dependents(typeWithParts(name), {
        failure: `something uses composite type ${displayName(name)}`,
        help: 'Let go of it first.',
      }),
    stored: ({ name }) =>
      holders(name, 'all', {
        failure: `columns hold values of composite type ${displayName(name)}, whose attributes would change their order`,
        help: 'Add new attributes at the end, or declare a new type beside it and move the columns over.',
      }),
    altered: (before, after, schema) => [
      ...(retypesAttributes(before, after)
        ? [
            holders(after.name, 'all', {
              failure: `columns hold values of composite type ${displayName(after.name)}, and PostgreSQL changes no type of an attribute under them`,
              help: 'Declare a new type beside it and move the columns over.',
            }),
          ]
        : []),
      ...dropped(before, after).flatMap(({ name }) => lostValues(after.name, name, schema)),
    ],
  },

  discard: (name) => statement(`drop type if exists ${qualify(name)}`, []),
}

function defined({ name, type, collation }: Attribute): string {
  return `${quote(name)} ${type}${collate(collation)}`
}

function alterType(name: ObjectName, clause: string): Statement {
  return statement(`alter type ${qualify(name)} ${clause}`, [])
}

function attributeComment(type: ObjectName, before: Attribute | null, after: Attribute): Statement[] {
  return commentOn(`column ${qualify(type)}.${quote(after.name)}`, before?.comment ?? null, after.comment)
}

function isSameType(a: Attribute, b: Attribute): boolean {
  return a.type === b.type && a.collation === b.collation
}

interface Pair {
  readonly old: Attribute | null
  readonly now: Attribute
}

/** Each attribute with what it was before. Both ways: what was renamed on the way there is renamed on the way back. */
function paired(before: CompositeType, after: CompositeType): Pair[] {
  const named = (name: string): Attribute | undefined => before.attributes.find((one) => one.name === name)
  const stays = (name: string): boolean => after.attributes.some((one) => one.name === name)
  return after.attributes.map((now) => {
    const same = named(now.name)
    const former =
      now.formerly !== undefined && !stays(now.formerly)
        ? named(now.formerly)
        : before.attributes.find((one) => one.formerly === now.name && !stays(one.name))
    return { old: same ?? former ?? null, now }
  })
}

/** What each attribute was before, in the order of the new type; null for new ones. */
export function formerAttributes(before: CompositeType, after: CompositeType): (Attribute | null)[] {
  return paired(before, after).map(({ old }) => old)
}

/** PostgreSQL changes no type of an attribute under columns that store the composite. */
export function retypesAttributes(before: CompositeType, after: CompositeType): boolean {
  return paired(before, after).some(({ old, now }) => old !== null && !isSameType(old, now))
}

function dropped(before: CompositeType, after: CompositeType): Attribute[] {
  const kept = new Set(paired(before, after).map(({ old }) => old))
  return before.attributes.filter((one) => !kept.has(one))
}

/** Columns of tables we know are asked for values; that of others, and what is nested deeper, is not looked into. */
function lostValues(type: ObjectName, attribute: string, { tables }: Schema): Query[] {
  const spelled = qualify(type)
  const known = tables.flatMap((table) =>
    table.columns
      .filter((column) => column.type === spelled || column.type === `${spelled}[]`)
      .map((column) => ({ table: table.name, column: column.name, isArray: column.type.endsWith('[]') })),
  )
  const lost = {
    failure: `columns hold values of ${displayName(type)}.${attribute}, which would be lost`,
    help: 'Keep the attribute, or empty it first.',
  }
  return [
    ...known.map(
      ({ table, column, isArray }): Query => ({
        sql: isArray
          ? `select ctid::text as row from ${qualify(table)} where exists (select from unnest(${quote(column)}) one where (one).${quote(attribute)} is not null)\nlimit 20`
          : `select ctid::text as row from ${qualify(table)} where (${quote(column)}).${quote(attribute)} is not null\nlimit 20`,
        expect: 'no_rows',
        ...lost,
      }),
    ),
    holders(type, 'all', lost, known),
  ]
}

import fc from 'fast-check'
import type { SchemaObject } from '../../../src/model/object.ts'
import type { Attribute } from '../../../src/model/objects/composite-type.ts'
import type { DomainCheck } from '../../../src/model/objects/domain.ts'
import { defaultMultirange } from '../../../src/model/objects/range-type.ts'
import { maybe, small } from './choice.ts'
import { comment, has, type World, withObjects } from './world.ts'

/** Types that columns are made of. What the values of a column could not follow stays as it is. */
export function typeSeeds() {
  return fc.record({
    fold: maybe(fc.record({ comment: small })),
    score: maybe(fc.record({ check: small, default: small, nullable: small, comment: small })),
    tag: maybe(fc.record({ check: small, collated: small, comment: small })),
    spot: maybe(fc.record({ more: small, comment: small })),
    span: maybe(fc.record({ comment: small, diff: small })),
  })
}

export type TypeSeeds = ReturnType<typeof typeSeeds> extends fc.Arbitrary<infer S> ? S : never

export function withTypes(world: World, seeds: TypeSeeds): World {
  if (world.engine.name === 'sqlite') return world
  const collated = withObjects(world, collations(seeds))
  const based = withObjects(collated, domains(seeds, collated))
  return withObjects(based, [...composites(seeds, based), ...ranges(seeds)])
}

function collations({ fold }: TypeSeeds): SchemaObject[] {
  if (fold === null) return []
  return [
    {
      kind: 'collation',
      name: { schema: 'public', name: 'fold' },
      on: null,
      comment: comment(fold.comment, 'as people sort'),
      provider: 'libc',
      lcCollate: 'C',
      lcCtype: 'C',
      deterministic: true,
      rules: null,
    },
  ]
}

function domains({ score, tag }: TypeSeeds, world: World): SchemaObject[] {
  const head = { kind: 'domain', on: null } as const
  return [
    ...(score === null
      ? []
      : [
          {
            ...head,
            name: { schema: 'crm', name: 'points' },
            comment: comment(score.comment, 'how good it is'),
            type: 'integer',
            collation: null,
            default: score.default === 0 ? '1' : null,
            nullable: score.nullable > 0,
            checks:
              score.check < 4 ? [domainCheck('in_bounds', ['VALUE > 0', 'VALUE >= 0'][score.check % 2] ?? '')] : [],
          },
        ]),
    ...(tag === null
      ? []
      : [
          {
            ...head,
            name: { schema: 'public', name: 'slug' },
            comment: comment(tag.comment, "it's short"),
            type: 'text',
            collation: tag.collated < 4 && has(world, 'collation', 'fold') ? '"public"."fold"' : null,
            default: null,
            nullable: true,
            checks: tag.check < 3 ? [domainCheck(`rule${tag.check}`, "VALUE <> 'never'::text")] : [],
          },
        ]),
  ]
}

function domainCheck(name: string, expression: string): DomainCheck {
  return { name, expression, validated: true, comment: null }
}

function composites({ spot }: TypeSeeds, world: World): SchemaObject[] {
  if (spot === null) return []
  const attribute = (name: string, type: string): Attribute => ({ name, type, collation: null, comment: null })
  return [
    {
      kind: 'composite_type',
      name: { schema: 'Big Shop', name: 'place' },
      on: null,
      comment: comment(spot.comment, 'where it is'),
      attributes: [
        { ...attribute('x', 'integer'), comment: comment(spot.more, 'from the left') },
        attribute('y', 'numeric(8,2)'),
        ...(spot.more % 2 === 1 ? [attribute('note', 'text')] : []),
        ...(spot.more > 5 && isFree(world) ? [attribute('worth', 'crm.points')] : []),
      ],
    },
  ]
}

/** PostgreSQL proves no rule of a domain within rows, so one that has been dropped would not come back. */
function isFree({ objects }: World): boolean {
  return objects.some(
    (one) => one.kind === 'domain' && one.name.name === 'points' && one.nullable && one.checks.length === 0,
  )
}

function ranges({ span }: TypeSeeds): SchemaObject[] {
  if (span === null) return []
  return [
    {
      kind: 'range_type',
      name: { schema: 'public', name: 'stretch' },
      on: null,
      comment: comment(span.comment, 'from here to there'),
      subtype: 'double precision',
      opclass: null,
      collation: null,
      canonical: null,
      subtypeDiff: 'float8mi',
      multirange: defaultMultirange('stretch'),
    },
  ]
}

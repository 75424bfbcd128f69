import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareText } from '../../src/lib/compare.ts'
import { editedObjects, objectOf, usersOf } from '../../src/model/object-list.ts'
import { type ObjectRef, refKey } from '../../src/model/object-ref.ts'
import { attachedTo, uses } from '../../src/model/object-uses.ts'
import type { SchemaObject } from '../../src/model/object.ts'
import type { Grant } from '../../src/model/objects/grant.ts'
import type { Owner } from '../../src/model/objects/owner.ts'
import type { Schema } from '../../src/model/schema.ts'
import { refsUsed } from '../../src/model/usage-index.ts'
import { anySchema } from '../properties/arbitrary.ts'

const engines = [
  { name: 'postgres', major: 18 },
  { name: 'sqlite', major: 3 },
] as const

/** Everything an object could use, each with an owner and a grant: the kinds with rules of their own. */
function refsIn({ tables, enums, objects }: Schema): ObjectRef[] {
  const schemas = new Set([...tables, ...objects].map(({ name }) => name.schema))
  for (const { kind, name } of objects) if (kind === 'schema') schemas.delete(name.name)
  return [
    ...objects,
    ...tables.map(({ name }): ObjectRef => ({ kind: 'table', name })),
    ...enums.map(({ name }): ObjectRef => ({ kind: 'enum', name })),
    ...[...schemas].map((name): ObjectRef => ({ kind: 'schema', name: { schema: name, name } })),
  ]
}

function withOwnership({ objects, ...rest }: Schema): SchemaObject[] {
  // Those that were drawn would be there twice.
  const others = objects.filter(({ kind }) => kind !== 'owner' && kind !== 'grant')
  const owned = refsIn({ ...rest, objects: others }).flatMap((ref): SchemaObject[] => {
    const on: ObjectRef = { kind: ref.kind, name: ref.name, ...(ref.on === undefined ? {} : { on: ref.on }) }
    const owner: Owner = { kind: 'owner', name: ref.name, on, comment: null, role: 'app', declared: true, clear: {} }
    const grant: Grant = {
      kind: 'grant',
      name: { schema: '', name: 'app' },
      on,
      comment: null,
      privileges: ['select'],
      grantable: [],
      columns: {},
      implicit: [],
      declared: true,
    }
    return [owner, grant]
  })
  return [...others, ...owned].sort((a, b) => compareText(refKey(a), refKey(b)))
}

describe.for(engines)('$name: what is found for one among all is what each says by itself', (engine) => {
  const drawn = anySchema(engine)

  test('the refs that an object uses', () => {
    fc.assert(
      fc.property(drawn, (schema) => {
        const objects = withOwnership(schema)
        const refs = [...refsIn(schema), ...objects]
        const used = refsUsed(refs.map((ref, position) => [ref, position]))
        for (const object of objects) {
          const alone = refs.flatMap((ref, position) => (uses(object, ref) ? [position] : []))
          expect([...used(object)].sort((a, b) => a - b)).toEqual(alone)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('the objects that use a ref, and what is attached to it', () => {
    fc.assert(
      fc.property(drawn, (schema) => {
        const objects = withOwnership(schema)
        for (const ref of [...refsIn(schema), ...objects]) {
          expect(usersOf(ref, objects)).toEqual(objects.filter((object) => uses(object, ref)))
          const attached = attachedTo(ref, objects).map(refKey)
          const direct = objects.filter(({ on }) => on !== null && refKey(on) === refKey(ref)).map(refKey)
          expect(attached).toEqual(expect.arrayContaining(direct))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('also after edits, in the new list and in the old one', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.nat(1000), { maxLength: 6 }), (schema, numbers) => {
        const objects = withOwnership(schema)
        fc.pre(objects.length > 0)
        let now: readonly SchemaObject[] = objects
        for (const number of numbers) {
          const object = objects[number % objects.length]
          if (object === undefined) continue
          const isThere = objectOf(now, object) !== undefined
          now = isThere ? editedObjects(now, [object], []) : editedObjects(now, [], [object])
          const expected = objects.filter((one) => now.includes(one))
          expect(now).toEqual(expected)
          for (const ref of [object, ...(object.on === null ? [] : [object.on])]) {
            expect(usersOf(ref, now)).toEqual(expected.filter((one) => uses(one, ref)))
            expect(usersOf(ref, objects)).toEqual(objects.filter((one) => uses(one, ref)))
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})

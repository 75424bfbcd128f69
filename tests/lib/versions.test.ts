import fc from 'fast-check'
import { expect, test } from 'vitest'
import { versionedMap, type VersionedMap } from '../../src/lib/versions.ts'

const key = fc.constantFrom('a', 'b', 'c')

test('every version stays what it was, in whatever order they are made and asked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ from: fc.nat(20), key, value: fc.option(fc.nat(9), { nil: undefined }) }), {
        maxLength: 20,
      }),
      fc.array(fc.record({ version: fc.nat(20), key }), { maxLength: 40 }),
      (edits, questions) => {
        const versions: { readonly map: VersionedMap<number>; readonly plain: ReadonlyMap<string, number> }[] = [
          { map: versionedMap([['a', 1]]), plain: new Map([['a', 1]]) },
        ]
        for (const edit of edits) {
          const from = versions[edit.from % versions.length]
          if (from === undefined) continue
          const plain = new Map(from.plain)
          if (edit.value === undefined) plain.delete(edit.key)
          else plain.set(edit.key, edit.value)
          versions.push({ map: from.map.with(edit.key, edit.value), plain })
        }
        for (const question of questions) {
          const version = versions[question.version % versions.length]
          expect(version?.map.get(question.key)).toBe(version?.plain.get(question.key))
        }
      },
    ),
  )
})

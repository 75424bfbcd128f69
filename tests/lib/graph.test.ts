import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sortByDependency } from '../../src/lib/graph.ts'

const sort = (items: readonly string[], edges: Readonly<Record<string, readonly string[]>>): string[] =>
  sortByDependency(
    items,
    (item) => item,
    (item) => edges[item] ?? [],
  )

describe('sortByDependency', () => {
  test('puts what an item depends on before it', () => {
    expect(sort(['orders', 'customers', 'tiers'], { orders: ['customers'], customers: ['tiers'] })).toEqual([
      'tiers',
      'customers',
      'orders',
    ])
  })

  test('keeps the order given where nothing says otherwise', () => {
    expect(sort(['c', 'a', 'b'], {})).toEqual(['c', 'a', 'b'])
    expect(sort(['c', 'a', 'b'], { c: ['b'] })).toEqual(['b', 'c', 'a'])
  })

  test('takes no notice of dependencies that are not among the items', () => {
    expect(sort(['a', 'b'], { a: ['elsewhere'] })).toEqual(['a', 'b'])
  })

  test('breaks a cycle, also of one, and keeps every item once', () => {
    expect(sort(['a', 'b', 'c'], { a: ['b'], b: ['c'], c: ['a'] })).toEqual(['c', 'b', 'a'])
    expect(sort(['a', 'b'], { a: ['a'] })).toEqual(['a', 'b'])
  })

  test('survives a chain that is deeper than the stack', () => {
    const items = Array.from({ length: 50_000 }, (_, position) => `t${position}`)
    const sorted = sortByDependency(
      items,
      (item) => item,
      (item) => [`t${Number(item.slice(1)) + 1}`],
    )
    expect(sorted).toEqual(items.toReversed())
  })

  test('any acyclic graph comes out in order', () => {
    const graph = fc
      .uniqueArray(fc.nat(30), { minLength: 1 })
      .chain((items) =>
        fc.tuple(fc.constant(items), fc.array(fc.tuple(fc.constantFrom(...items), fc.constantFrom(...items)))),
      )
    fc.assert(
      fc.property(graph, ([items, pairs]) => {
        const needs = (item: number): number[] =>
          pairs.flatMap(([from, to]) => (from === item && to < from ? [to] : []))
        const sorted = sortByDependency(items, String, (item) => needs(item).map(String))
        expect([...sorted].sort()).toEqual([...items].sort())
        for (const [position, item] of sorted.entries()) {
          for (const needed of needs(item)) expect(sorted.indexOf(needed)).toBeLessThan(position)
        }
      }),
    )
  })
})

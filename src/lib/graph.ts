/**
 * Orders items so that everything an item depends on comes before it; items that are free keep the order
 * given (Kahn's algorithm over a list, stable). A cycle is broken at its earliest member: callers that can
 * meet cycles (foreign keys) split them off beforehand.
 */
export function sortByDependency<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  dependenciesOf: (item: T) => Iterable<string>,
): T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]))
  const state = new Map<string, 'visiting' | 'done'>()
  const sorted: T[] = []
  const visit = (root: T): void => {
    const stack: { item: T; rest: Iterator<string> }[] = [{ item: root, rest: dependenciesOf(root)[Symbol.iterator]() }]
    state.set(keyOf(root), 'visiting')
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.next()
      if (next.done === true) {
        state.set(keyOf(top.item), 'done')
        sorted.push(top.item)
        stack.pop()
        continue
      }
      const item = byKey.get(next.value)
      if (item === undefined || state.has(next.value)) continue
      state.set(next.value, 'visiting')
      stack.push({ item, rest: dependenciesOf(item)[Symbol.iterator]() })
    }
  }
  for (const item of items) if (!state.has(keyOf(item))) visit(item)
  return sorted
}

/** Several values under one key, in the order in which they came. */
export interface Multimap<K, V> {
  of(key: K): Iterable<V>
  add(key: K, value: V): void
  remove(key: K, value: V): void
}

export function multimap<K, V>(): Multimap<K, V> {
  const values = new Map<K, Set<V>>()
  return {
    of: (key) => values.get(key) ?? [],
    add(key, value) {
      const found = values.get(key)
      if (found === undefined) values.set(key, new Set([value]))
      else found.add(value)
    },
    remove(key, value) {
      const found = values.get(key)
      found?.delete(value)
      if (found?.size === 0) values.delete(key)
    },
  }
}

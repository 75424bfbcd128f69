/** A map of which every version stays what it was: `with` gives the next one. */
export interface VersionedMap<V> {
  get(key: string): V | undefined
  /** Undefined: without the key. */
  with(key: string, value: V | undefined): VersionedMap<V>
}

/** The version that was asked last holds the map, all others what they have instead of the next one on the way there. */
type Version<V> =
  | { readonly holds: true; readonly map: Map<string, V> }
  | { readonly holds: false; readonly next: Node<V>; readonly key: string; readonly value: V | undefined }

interface Node<V> {
  version: Version<V>
}

/**
 * Baker's trick (Shallow Binding Makes Functional Arrays Fast, 1991): to go from one version to the next costs no copy, and
 * to come back as many steps as lie between.
 */
export function versionedMap<V>(entries: Iterable<readonly [string, V]>): VersionedMap<V> {
  return viewOf({ version: { holds: true, map: new Map(entries) } })
}

function viewOf<V>(node: Node<V>): VersionedMap<V> {
  return {
    get: (key) => holding(node).get(key),
    with(key, value) {
      const map = holding(node)
      const next: Node<V> = { version: { holds: true, map } }
      node.version = { holds: false, next, key, value: map.get(key) }
      put(map, key, value)
      return viewOf(next)
    },
  }
}

/** The map, brought to this version. */
function holding<V>(node: Node<V>): Map<string, V> {
  const path: Node<V>[] = []
  let root = node
  while (!root.version.holds) {
    path.push(root)
    root = root.version.next
  }
  const { map } = root.version
  for (const nearer of path.toReversed()) {
    const { version } = nearer
    if (version.holds) continue
    root.version = { holds: false, next: nearer, key: version.key, value: map.get(version.key) }
    put(map, version.key, version.value)
    nearer.version = { holds: true, map }
    root = nearer
  }
  return map
}

function put<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

/** What is made of data that never changes, made once for each. */
export function remembered<D extends object, R>(make: (data: D) => R): (data: D) => R {
  const known = new WeakMap<D, { readonly made: R }>()
  return (data) => {
    const before = known.get(data)
    if (before !== undefined) return before.made
    const made = make(data)
    known.set(data, { made })
    return made
  }
}

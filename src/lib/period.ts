const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/** A time as the specs write it, in its two largest units: `800ms`, `45s`, `30m`, `1h 30m`, `3d`. */
export function period(ms: number): string {
  let rest = Math.max(0, Math.round(ms))
  const first = units.findIndex(([, size]) => rest >= size)
  if (first === -1) return `${rest}ms`
  const parts = units.slice(first, first + 2).map(([unit, size]) => {
    const number = Math.floor(rest / size)
    rest -= number * size
    return number === 0 ? '' : `${number}${unit}`
  })
  return parts.filter((part) => part !== '').join(' ')
}

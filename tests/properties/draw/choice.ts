import fc from 'fast-check'

/** Choices are small numbers: they shrink well, and what is built takes each of them modulo what there is to choose from. */
export const small = fc.nat(7)

export function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)]
}

/** There, so many times as often as not. */
export function maybe<T>(of: fc.Arbitrary<T>, times = 2): fc.Arbitrary<T | null> {
  return fc.option(of, { nil: null, freq: times + 1 })
}

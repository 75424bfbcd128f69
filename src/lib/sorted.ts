import { compareText } from './compare.ts'

/** Where an item of that key is, or would have to be put, in a list that is sorted by key. */
export function positionIn<T>(list: readonly T[], key: string, keyOf: (item: T) => string): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const item = list[middle]
    if (item !== undefined && compareText(keyOf(item), key) < 0) from = middle + 1
    else to = middle
  }
  return from
}

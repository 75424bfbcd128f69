import { type Document, isAlias, isMap, isNode, isScalar, isSeq } from 'yaml'
import type { Position } from '../model/diagnostic.ts'

/** The way from the root of a YAML text to a value: `['tables', 'customers', 'columns']`. List items count from '0'. */
export type Path = readonly string[]

/** Turns offsets and paths of one text into positions. Line starts are only counted once somebody asks. */
export interface Places {
  at(offset: number, length: number): Position
  of(document: Document.Parsed, path: Path, on: 'key' | 'value'): Position
}

export function placesIn(text: string, file: string): Places {
  let counted: readonly number[] | null = null
  const at = (offset: number, length: number): Position => {
    counted ??= lineStarts(text)
    const line = lineAt(counted, offset)
    const start = counted[line] ?? 0
    const next = counted[line + 1]
    const room = text.slice(offset, next === undefined ? text.length : next - 1).trimEnd().length
    return { file, line: line + 1, column: offset - start + 1, length: Math.max(1, Math.min(length, room)) }
  }
  return {
    at,
    of: (document, path, on) => {
      const { key, value } = nodeAt(document, path)
      const wanted = on === 'value' && isNode(value) && !isEmpty(value) ? value : isNode(key) ? key : value
      const range = isNode(wanted) ? wanted.range : null
      return range === null || range === undefined ? at(0, 1) : at(range[0], range[1] - range[0])
    },
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}

/** Index of the last start at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The node a path leads to, or the last one on the way that exists. */
function nodeAt(document: Document.Parsed, path: Path): { readonly key: unknown; readonly value: unknown } {
  let key: unknown = null
  let value: unknown = document.contents
  for (const segment of path) {
    if (isAlias(value)) value = value.resolve(document)
    if (isMap(value)) {
      // Of two equal keys, the last one is what the value has.
      const pair = value.items.findLast((item) => keyText(item.key) === segment)
      if (pair === undefined) break
      key = pair.key
      value = pair.value
    } else if (isSeq(value)) {
      const item: unknown = value.items[Number(segment)]
      if (item === undefined) break
      key = item
      value = item
    } else break
  }
  return { key, value }
}

/** A key without a value: there is nothing to point at. */
function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.range !== null && node.range !== undefined && node.range[0] === node.range[1]
}

function keyText(key: unknown): string {
  const value: unknown = isScalar(key) ? key.value : key
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

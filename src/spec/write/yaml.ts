import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'

/** Longest line that a mapping or list is kept on. */
const width = 110
/** Groups, objects and sections of an object stand one below the other; what is in a section may share a line. */
const openDepth = 3

/** A spec as people write it: one column, index or constraint a line, as long as it fits. Ends with a line break. */
export function specYaml(content: object, comment: string): string {
  const document = new Document()
  document.contents = nodeOf(content, 0, 0)
  document.commentBefore = ` ${comment}`
  return document.toString({ lineWidth: 0, singleQuote: true })
}

function nodeOf(value: unknown, depth: number, column: number): Node {
  if (Array.isArray(value)) {
    const list = new List()
    list.flow = fits(value, column)
    list.items = value.map((item) => nodeOf(item, depth + 1, column + 2))
    return list
  }
  if (typeof value !== 'object' || value === null) return new Scalar(value)
  const entries: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value)
  const map = new Mapping()
  map.flow = entries.length === 0 || (depth > openDepth && fits(Object.fromEntries(entries), column))
  map.items = entries.map(
    ([key, member]) =>
      new Pair<unknown, unknown>(new Scalar(key), nodeOf(member, depth + 1, depth * 2 + key.length + 2)),
  )
  return map
}

/** Whether it stands on the line it begins on; text of several lines never does. */
function fits(value: object, column: number): boolean {
  const text = JSON.stringify(value)
  return !text.includes(String.raw`\n`) && column + text.replaceAll('"', '').replaceAll(/[:,]/g, '$& ').length <= width
}

type Context = Parameters<YAMLSeq['toString']>[0]

/** `[id]` beside `{ type: bigint }`: the library pads both or none. */
class List extends YAMLSeq<unknown> {
  override toString(context?: Context, onComment?: () => void, onChompKeep?: () => void): string {
    return super.toString(padded(context, ''), onComment, onChompKeep)
  }
}

class Mapping extends YAMLMap<unknown, unknown> {
  override toString(context?: Context, onComment?: () => void, onChompKeep?: () => void): string {
    return super.toString(padded(context, ' '), onComment, onChompKeep)
  }
}

function padded(context: Context, flowCollectionPadding: string): Context {
  return context === undefined ? undefined : { ...context, flowCollectionPadding }
}

import { count } from '../lib/text.ts'
import { displayRef } from '../model/object-ref.ts'
import { oneLine } from './clip.ts'
import { document } from './document.ts'
import { type LeftAlone, leftAloneLines, unmodeledValue } from './left-alone.ts'
import { paint } from './paint.ts'

/** A database is managed from now on. Ends with a line break. */
export function adoptionText(
  target: string,
  tables: number,
  rest: LeftAlone,
  options: { readonly color: boolean; readonly width: number },
): string {
  const style = paint(options.color)
  const verdict = `${style.green('Adopted:')} ${count(tables, 'table')} of ${oneLine(target)}, recorded as managed; nothing else was changed.`
  return `${[verdict, ...leftAloneLines(rest, style, options.width)].join('\n')}\n`
}

/** The same as one JSON document. */
export function adoptionJson(target: string, tables: number, rest: LeftAlone): string {
  return document('adoption', {
    target,
    tables,
    unmanaged: rest.unmanaged.map(displayRef),
    unmodeled: rest.unmodeled.map(unmodeledValue),
  })
}

import { count } from '../lib/text.ts'
import type { Difference } from '../model/difference.ts'
import { displayRef } from '../model/object-ref.ts'
import { oneLine } from './clip.ts'
import { document } from './document.ts'
import { type LeftAlone, leftAloneLines, unmodeledValue } from './left-alone.ts'
import { type Paint, paint } from './paint.ts'
import { effectSigns } from './review.ts'
import { effectOf } from './totals.ts'

interface TextOptions {
  readonly color?: boolean
  readonly width?: number
}

/** The sides of a comparison, as they were named. */
export interface Sides {
  readonly from: string
  readonly to: string
}

/** `reconcile diff`: what leads from one side to the other. Ends with a line break. */
export function comparisonText({ from, to }: Sides, differences: readonly Difference[], options: TextOptions): string {
  const style = paint(options.color ?? false)
  const sides = `from ${oneLine(from)} to ${oneLine(to)}`
  if (differences.length === 0) return `${style.green('Equal:')} nothing leads ${sides}.\n`
  return `${[...differenceLines(differences, style), `${count(differences.length, 'change')} ${sides}.`].join('\n')}\n`
}

/** The same as one JSON document. */
export function comparisonJson({ from, to }: Sides, differences: readonly Difference[], asWritten: boolean): string {
  return document('diff', { from, to, equal: differences.length === 0, as_written: asWritten, changes: differences })
}

/** `reconcile drift`: what has happened to a target since it was recorded. Ends with a line break. */
export function driftText(
  target: string,
  differences: readonly Difference[],
  rest: LeftAlone,
  options: TextOptions,
): string {
  const style = paint(options.color ?? false)
  const name = oneLine(target)
  const verdict =
    differences.length === 0
      ? [`${style.green('No drift:')} ${name} is as it was recorded.`]
      : [...differenceLines(differences, style), `${count(differences.length, 'change')} since ${name} was recorded.`]
  return `${[...verdict, ...leftAloneLines(rest, style, options.width ?? 100)].join('\n')}\n`
}

/** The same as one JSON document. */
export function driftJson(target: string, differences: readonly Difference[], rest: LeftAlone): string {
  return document('drift', {
    target,
    drifted: differences.length > 0,
    changes: differences,
    unmanaged: rest.unmanaged.map(displayRef),
    unmodeled: rest.unmodeled.map(unmodeledValue),
  })
}

function differenceLines(differences: readonly Difference[], style: Paint): string[] {
  return differences.map(({ kind, title }) => {
    const effect = kind === null ? 'change' : effectOf(kind)
    const color = { create: style.green, drop: style.red, change: style.yellow, fill: style.yellow }[effect]
    return color(`  ${effectSigns[effect]} ${oneLine(title)}`)
  })
}

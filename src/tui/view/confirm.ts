import { wrap } from '../../report/clip.ts'
import type { Consent } from '../consent.ts'
import type { Glyphs } from '../glyphs.ts'
import { span, type Row } from '../span.ts'
import type { Dialog } from '../dialog.ts'
import { overlaid, paneRows } from './pane.ts'

/** The dialog that stands between a key and a change: buttons with the focus on Cancel, or the target's name to type. */
export function confirmView(
  consent: Consent,
  dialog: Dialog,
  cols: number,
  rows: number,
  glyphs: Glyphs,
): readonly Row[] {
  const width = Math.min(cols, 84)
  const answer = consent.dangers.length > 0 ? typedAnswer(consent, dialog) : buttons(consent, dialog)
  const facts = consent.facts.flatMap((fact) => paragraph(`${glyphs.dot} ${fact}`, width - 4, 'plain'))
  const room = rows - 2 - facts.length - answer.length - 2
  const dangers = dangerRows(consent.dangers, width - 4, room)
  const body = [...facts, ...dangers, [], ...answer]
  const title = consent.dangers.length > 0 ? `${consent.question} Read this first.` : consent.question
  const keys = consent.dangers.length > 0 ? 'Enter confirm  Esc cancel' : 'Tab choose  Enter confirm  Esc cancel'
  return overlaid(
    paneRows(
      {
        title: [span(title, 'strong')],
        footer: keys,
        rows: body,
        width,
        height: Math.min(rows, body.length + 2),
        focused: true,
      },
      glyphs,
    ),
    cols,
    rows,
  )
}

function buttons({ verb }: Consent, { focus }: Dialog): readonly Row[] {
  const button = (text: string, focused: boolean) =>
    focused ? span(`[ ${text} ]`, 'selected') : span(`  ${text}  `, 'plain')
  return [[span('   '), button('Cancel', focus === 'cancel'), span('   '), button(verb, focus === 'confirm')]]
}

function typedAnswer({ target, verb, allows }: Consent, { typed, complaint }: Dialog): readonly Row[] {
  return [
    ...(allows.length === 0 ? [] : [[span(` This allows ${allows.join(', ')} for this run.`, 'warn')]]),
    [span(` ${verb} anyway: type `), span(target, 'strong'), span(' and press Enter.')],
    [span(' > ', 'key'), span(typed), span('_', 'key')],
    ...(complaint === null ? [] : [[span(` ${complaint}`, 'bad')]]),
  ]
}

/** As many dangers as there is room for; how many more there are is said, never hidden. */
function dangerRows(dangers: readonly string[], width: number, room: number): readonly Row[] {
  if (dangers.length === 0) return []
  const rows: Row[] = [[]]
  for (const [index, danger] of dangers.entries()) {
    const lines = paragraph(`! ${danger}`, width, 'bad')
    const left = dangers.length - index
    const space = room - rows.length - (left > 1 ? 1 : 0)
    if (lines.length > space) {
      if (index === 0 && space > 1) rows.push(...lines.slice(0, space))
      else rows.push([span(` ! and ${left} more: Esc, then f shows them all`, 'bad')])
      break
    }
    rows.push(...lines)
  }
  return rows
}

function paragraph(text: string, width: number, style: 'plain' | 'bad'): readonly Row[] {
  return wrap(text, width, '  ').map((line) => [span(` ${line}`, style)])
}

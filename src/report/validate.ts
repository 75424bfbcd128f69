import { compareText } from '../lib/compare.ts'
import { count } from '../lib/text.ts'
import type { Diagnostic, Position } from '../model/diagnostic.ts'
import { oneLine, wrap } from './clip.ts'
import { paint, type Paint } from './paint.ts'

interface DiagnosticsOptions {
  readonly color?: boolean
  readonly width?: number
  /** The marked line of the file with its neighbours, ready to print; null when the file is not at hand. */
  readonly codeFrame: (position: Position) => string | null
}

/** Everything that was found, file by file in order of lines, then a count. Ends with a line break. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], options: DiagnosticsOptions): string {
  const { width = 100, codeFrame } = options
  const style = paint(options.color ?? false)
  if (diagnostics.length === 0) return `${style.green('Valid.')} Nothing to report.\n`
  const blocks = diagnostics.toSorted(byPlace).map((one) => block(one, codeFrame, style, width))
  return `${[...blocks.map((lines) => lines.join('\n')), verdictLine(diagnostics)].join('\n\n')}\n`
}

function block(one: Diagnostic, codeFrame: DiagnosticsOptions['codeFrame'], style: Paint, width: number): string[] {
  const { position } = one
  const place = position === null ? '' : `${oneLine(position.file)}:${position.line}:${position.column} `
  const code = one.sqlState === null ? '' : ` (${oneLine(one.sqlState)})`
  const word = { error: style.red('error'), warning: style.yellow('warning'), info: style.cyan('note') }[one.severity]
  const frame = position === null ? null : codeFrame(position)
  return [
    `${style.bold(place)}${word}[${one.id}] ${oneLine(one.message)}${code}`,
    ...(frame === null ? [] : frame.replace(/\n$/, '').split('\n')),
    ...(one.help === null ? [] : wrap(`  help: ${oneLine(one.help)}`, width, '        ')),
  ]
}

function verdictLine(diagnostics: readonly Diagnostic[]): string {
  const number = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length
  return [
    ...(number('error') > 0 ? [count(number('error'), 'error')] : ['valid']),
    ...(number('warning') > 0 ? [count(number('warning'), 'warning')] : []),
    ...(number('info') > 0 ? [count(number('info'), 'note')] : []),
  ].join(', ')
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.position === null || b.position === null) return Number(a.position === null) - Number(b.position === null)
  return (
    compareText(a.position.file, b.position.file) ||
    a.position.line - b.position.line ||
    a.position.column - b.position.column
  )
}

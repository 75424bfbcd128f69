import type { Diagnostic } from '../model/diagnostic.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { DataFinding } from '../commands/data-questions.ts'
import { ReconcileError } from '../lib/errors.ts'
import { printable } from '../lib/text.ts'
import { codeFrameAt } from '../report/code-frame.ts'
import { obstaclesText } from '../report/obstacles.ts'
import { diagnosticsText } from '../report/validate.ts'
import type { Call } from './call.ts'
import type { Io } from './io.ts'

/** Diagnostics for people, with code frames, to stderr. */
export function printDiagnostics(
  { io, terminal }: Pick<Call, 'io' | 'terminal'>,
  diagnostics: readonly Diagnostic[],
  textOf: (file: string) => string | null,
): void {
  if (diagnostics.length === 0) return
  io.stderr.write(
    diagnosticsText(diagnostics, {
      color: terminal.errorColor,
      width: terminal.width,
      codeFrame: (position) => {
        const text = textOf(position.file)
        return text === null ? null : codeFrameAt(position, text)
      },
    }),
  )
}

/** Rows that stand in the way of the plan, to stderr. */
export function printFindings({ io }: Pick<Call, 'io'>, findings: readonly DataFinding[]): void {
  for (const { step, title, failure, help, offenders } of findings) {
    const rows = offenders.map((row) => `    ${row}\n`).join('')
    io.stderr.write(`\n${step} ${printable(title)}: ${printable(failure)}\n${rows}  help: ${printable(help)}\n`)
  }
}

/** What a run would meet now, to stderr. */
export function printObstacles({ io, terminal }: Pick<Call, 'io' | 'terminal'>, obstacles: readonly Obstacle[]): void {
  io.stderr.write(obstaclesText(obstacles, { color: terminal.errorColor, width: terminal.width }))
}

/** A failure, with what to do; the stack only for bugs of ours or when asked for. */
export function printError(io: Io, error: unknown, verbose: boolean): void {
  if (!(error instanceof ReconcileError)) {
    io.stderr.write(
      `reconcile: a bug in Reconcile: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return
  }
  const code = error.sqlState === undefined ? '' : ` (${error.sqlState})`
  io.stderr.write(`reconcile: ${printable(error.message)}${code}\n`)
  if (error.hint !== undefined) io.stderr.write(`  ${printable(error.hint)}\n`)
  if ((verbose || error.code === 'bug') && error.stack !== undefined) io.stderr.write(`${error.stack}\n`)
}

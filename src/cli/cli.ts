import { InvalidConfig } from '../commands/workplace.ts'
import { ReconcileError } from '../lib/errors.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { type Io, processIo } from './io.ts'
import { printDiagnostics, printError } from './print.ts'
import { runProgram } from './program.ts'
import { terminalOf } from './terminal.ts'

/** Runs one command line in this process and sets its exit code. */
export async function main(): Promise<void> {
  const io = processIo()
  const argv = process.argv.slice(2)
  // Ink's colours look only at FORCE_COLOR, and only once, when it is loaded (tui.md 1.3).
  if (argv.includes('--no-color') || (io.env['NO_COLOR'] ?? '') !== '') process.env['FORCE_COLOR'] = '0'
  // React's development build costs twice the CPU (tui.md 1.5).
  process.env['NODE_ENV'] ??= 'production'
  // A reader that has seen enough (`reconcile plan | head`) is no failure.
  for (const stream of [io.stdout, io.stderr]) stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exitCodes.bug))
  process.exitCode = await run(io, argv)
}

async function run(io: Io, argv: readonly string[]): Promise<number> {
  try {
    return await runProgram(io, argv)
  } catch (error) {
    if (error instanceof InvalidConfig) {
      const terminal = terminalOf(io, { ...defaults, color: !argv.includes('--no-color') })
      const { diagnostics, source } = error.config
      printDiagnostics({ io, terminal }, diagnostics, () => source?.text ?? null)
    } else printError(io, error, argv.includes('--verbose'))
    return error instanceof ReconcileError ? exitCodeOf(error.code) : exitCodes.bug
  }
}

const defaults = {
  specs: 'specs',
  state: 'state',
  json: false,
  yes: false,
  allow: [],
  color: true,
  quiet: false,
  verbose: false,
  detailedExitcode: false,
}

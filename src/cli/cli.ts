import type { InvalidConfig } from '../commands/workplace.ts'
import { ReconcileError } from '../lib/errors.ts'
import { withoutSecrets } from '../lib/redact.ts'
import { diagnosticsJson } from '../report/document.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { type Io, processIo } from './io.ts'
import { printDiagnostics, printError } from './print.ts'
import { runProgram } from './program.ts'
import { terminalOf } from './terminal.ts'
import { createVoice, type Voice } from './voice.ts'

/** Runs one command line in this process and sets its exit code. */
export async function main(): Promise<void> {
  const io = processIo()
  const argv = process.argv.slice(2)
  // Ink's colours look only at FORCE_COLOR, and only once, when it is loaded (tui.md 1.3).
  if (argv.includes('--no-color') || io.env['NO_COLOR'] || io.env['RECONCILE_NO_COLOR'])
    process.env['FORCE_COLOR'] = '0'
  // React's development build costs twice the CPU (tui.md 1.5).
  process.env['NODE_ENV'] ??= 'production'
  // Nobody listening is no reason to leave a run half-way. A reader that has seen enough (`| head`) is no failure either.
  let unheard = false
  for (const stream of [io.stdout, io.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      unheard ||= error.code !== 'EPIPE'
    })
  }
  const code = await run(io, argv)
  process.exitCode = unheard && code === exitCodes.done ? exitCodes.failed : code
}

async function run(io: Io, argv: readonly string[]): Promise<number> {
  const voice = createVoice(io)
  try {
    const code = await runProgram(io, voice, argv)
    voice.end(code, null)
    return code
  } catch (error) {
    const code = error instanceof ReconcileError ? exitCodeOf(error.code) : exitCodes.bug
    if (isInvalidConfig(error)) explainConfig(io, voice, argv, error)
    else printError(io, error, argv.includes('--verbose'))
    if (argv.includes('--json')) voice.end(code, error)
    return code
  }
}

/** By its content: loading the class would load all that reads specs. */
function isInvalidConfig(error: unknown): error is InvalidConfig {
  return error instanceof ReconcileError && error.code === 'invalid_config' && 'config' in error
}

function explainConfig(io: Io, voice: Voice, argv: readonly string[], { config }: InvalidConfig): void {
  const { diagnostics, source } = config
  const terminal = terminalOf(io, { ...defaults, color: !argv.includes('--no-color') })
  printDiagnostics({ io, terminal }, diagnostics, () => (source === null ? null : withoutSecrets(source.text)))
  if (voice.lines !== null) for (const one of diagnostics) voice.write(voice.lines.diagnostic(one))
  else if (argv.includes('--json')) voice.write(diagnosticsJson(diagnostics))
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
  terminateBlockers: false,
  detailedExitcode: false,
}

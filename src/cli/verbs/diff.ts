import { join } from 'node:path'
import { compare } from '../../commands/compare.ts'
import { hasErrors } from '../../commands/refusal.ts'
import { parseSide } from '../../commands/sides.ts'
import { openWorkplace } from '../../commands/workplace.ts'
import type { Target } from '../../model/target.ts'
import { comparisonJson, comparisonText } from '../../report/comparison.ts'
import { diagnosticsJson } from '../../report/document.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import type { Options } from '../options.ts'
import { printDiagnostics } from '../print.ts'
import { terminalOf } from '../terminal.ts'
import type { Voice } from '../voice.ts'

/** `reconcile diff A B`: what leads from one to the other. It needs no target: each side says what it is. */
export async function diffVerb(io: Io, voice: Voice, options: Options, a: string, b: string): Promise<number> {
  const { specs, state, target = null, url = null } = options
  const terminal = terminalOf(io, options)
  const targetOf = async (name: string | null, at: string | null): Promise<Target> =>
    (await openWorkplace({ specs, state, target: name, url: at }, io.env)).target
  const named = (name: string): Promise<Target> => targetOf(name, null)
  const [from, to] = [await parseSide(a, named), await parseSide(b, named)]
  const compared = await compare(from, to, {
    target: target === null && url === null ? null : await targetOf(target, url),
    engine: await targetOf(null, null).then(
      ({ dialect }) => dialect,
      () => 'postgres' as const,
    ),
    cacheDir: join(state, '.cache'),
  })
  const { differences, diagnostics, asWritten, textOf } = compared
  const failed = hasErrors(diagnostics)
  printDiagnostics(
    { io, terminal },
    diagnostics.filter(({ severity }) => severity !== 'info'),
    textOf,
  )
  if (failed) {
    if (options.json) voice.write(diagnosticsJson(diagnostics))
    return exitCodes.invalid
  }
  const sides = { from: from.shown, to: to.shown }
  if (options.json) voice.write(comparisonJson(sides, differences, asWritten))
  else io.stdout.write(comparisonText(sides, differences, { color: terminal.color, width: terminal.width }))
  if (asWritten) {
    io.stderr.write(
      'Expressions were compared as they are written: name a database with --url to have it spell them.\n',
    )
  }
  return differences.length === 0 ? exitCodes.done : exitCodes.pending
}

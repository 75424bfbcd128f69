import { validate } from '../../commands/validate.ts'
import { hasErrors } from '../../commands/refusal.ts'
import { count } from '../../lib/text.ts'
import { diagnosticsJson } from '../../report/document.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'
import { printDiagnostics } from '../print.ts'

/** `reconcile validate`: the specs alone, and what the engine will not enforce. */
export async function validateVerb(call: Call): Promise<number> {
  const { io, options, place, voice } = call
  const { diagnostics, tables, textOf } = await validate(place)
  const code = hasErrors(diagnostics) ? exitCodes.invalid : exitCodes.done
  if (options.json) {
    voice.write(diagnosticsJson(diagnostics))
    return code
  }
  printDiagnostics(call, diagnostics, textOf)
  if (code === exitCodes.done) io.stdout.write(`${count(tables, 'table')} for ${place.dialect.name}: valid.\n`)
  return code
}

import type { MoveHint } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** At the line that says `moved_from`. */
export function moveError(
  id: string,
  hint: Pick<MoveHint, 'position'> | undefined,
  message: string,
  help: string | null,
): Diagnostic {
  return { id, severity: 'error', message, help, position: hint?.position ?? null, sqlState: null }
}

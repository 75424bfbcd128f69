import type { Diagnostic, Position } from '../model/diagnostic.ts'

/** Goes up when a key changes its meaning or disappears; keys may be added within a version. */
export const documentVersion = 1

/** One JSON document. Ends with a line break. */
export function document(type: string, members: object): string {
  return `${JSON.stringify({ v: documentVersion, type, ...members }, null, 2)}\n`
}

/** Why there is nothing else to print, as `errorValue` says it. */
export interface ShownError {
  /** A stable word: `refused`, `unreachable` … */
  readonly code: string
  readonly message: string
  readonly hint: string | null
  readonly sqlState: string | null
}

/** A command that failed before it had anything to show. */
export function errorJson(error: ShownError, exitCode: number): string {
  return document('error', { ...errorValue(error), exit_code: exitCode })
}

export function errorValue({ code, message, hint, sqlState }: ShownError): object {
  return { code, message, hint, sql_state: sqlState }
}

/** What the specs or the database have to say about each other. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  return document('diagnostics', {
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    diagnostics: diagnostics.map(diagnosticValue),
  })
}

export function diagnosticValue({ id, severity, message, help, position, sqlState }: Diagnostic): object {
  return { id, severity, message, help, position: positionValue(position), sql_state: sqlState }
}

export function positionValue(position: Position | null): object | null {
  return position === null ? null : { file: position.file, line: position.line, column: position.column }
}

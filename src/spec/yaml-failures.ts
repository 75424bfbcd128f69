import type { YAMLError } from 'yaml'
import type { Diagnostic, Position } from '../model/diagnostic.ts'
import type { Places } from './places.ts'

/** More follow from the first few. */
const limit = 10

/** What the parser rejects, one problem a line: the ones after it are mostly its consequences. */
export function yamlFailures(errors: readonly YAMLError[], text: string, places: Places): readonly Diagnostic[] {
  const lines = new Set<number>()
  const found: Diagnostic[] = []
  for (const error of errors) {
    const [start, end] = error.pos
    const position = places.at(start, error.code === 'MULTIPLE_DOCS' ? '---'.length : end - start)
    if (lines.has(position.line) && error.code !== 'DUPLICATE_KEY') continue
    lines.add(position.line)
    found.push(
      error.code === 'DUPLICATE_KEY' ? duplicateKey(text.slice(start), position) : syntaxError(error, text, position),
    )
  }
  return found.slice(0, limit)
}

/** A diagnostic for what the parser throws instead of reporting: aliases, and nesting beyond the stack. */
export function thrownFailure(error: unknown, position: Position): Diagnostic {
  const fields = { id: 'yaml-syntax', severity: 'error', position, sqlState: null } as const
  if (error instanceof RangeError) return { ...fields, message: tooDeep, help: null }
  if (error instanceof ReferenceError) {
    return error.message.startsWith('Unresolved alias')
      ? { ...fields, message: 'this alias has no anchor before it', help: 'text that begins with * needs quotes' }
      : { ...fields, message: 'too many aliases: the text would grow out of proportion', help: 'write the values out' }
  }
  if (error instanceof TypeError) {
    return { ...fields, message: 'an alias (*) refers to the mapping or list it is in', help: 'write the value out' }
  }
  return { ...fields, message: error instanceof Error ? inOurStyle(error.message) : String(error), help: null }
}

const tooDeep = 'the YAML is nested too deeply'

function syntaxError(error: YAMLError, text: string, position: Position): Diagnostic {
  return {
    id: 'yaml-syntax',
    severity: 'error',
    message: messageFor(error),
    help: helpFor(error, text),
    position,
    sqlState: null,
  }
}

function duplicateKey(from: string, position: Position): Diagnostic {
  const key = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:,}]*)/.exec(from)?.[0] ?? ''
  return {
    id: 'duplicate-key',
    severity: 'error',
    message: `the key ${key} is written twice in the same mapping`,
    help: 'keep one of the two, or give one of them another name',
    position: { ...position, length: Math.max(1, key.length) },
    sqlState: null,
  }
}

function messageFor({ code, message }: YAMLError): string {
  if (message.includes('call stack')) return tooDeep
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'there are two YAML documents in this file'
    case 'TAG_RESOLVE_FAILED':
      return 'a tag (!name) has no meaning here'
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second ": " on one line'
    default:
      return inOurStyle(message)
  }
}

function helpFor({ code, pos }: YAMLError, text: string): string | null {
  const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1).split('\n', 1)[0] ?? ''
  if (/[{,].*:\s*\$\{/.test(line)) return 'inside { }, put quotes around it: { url: "${NAME}" }'
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with spaces: YAML does not allow tabs there'
    case 'BAD_INDENT':
      return 'check the indentation of this line and the one above'
    case 'MULTIPLE_DOCS':
      return 'one file holds one document: remove the --- or split the file'
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'UNEXPECTED_TOKEN':
    case 'MISSING_CHAR':
      return 'text with ": " or " #" and, inside { } or [ ], text with a comma or a bracket needs quotes'
    case 'BAD_SCALAR_START':
    case 'BAD_ALIAS':
      return 'text that begins with this character needs quotes'
    case 'TAG_RESOLVE_FAILED':
      return 'leave the tag out, or quote the text'
    default:
      return null
  }
}

/** The parser's own words, as a part of a sentence. */
function inOurStyle(message: string): string {
  const line = firstLine(message)
    .replace(/[.:]$/, '')
    .replace('"quote', 'double quote')
    .replace("'quote", 'single quote')
  return line.slice(0, 1).toLowerCase() + line.slice(1)
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}

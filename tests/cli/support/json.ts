import { expect } from 'vitest'
import type { Ended } from './process.ts'
import { told } from './project.ts'

/** One line of NDJSON. */
export interface Line {
  readonly type: string
  readonly message: string
  readonly seq: number
  readonly [member: string]: unknown
}

/** The one JSON document on stdout. */
export function documentOf(ended: Ended): Line {
  const document = parsed(ended.stdout, ended)
  expect(document).toMatchObject({ v: 1, type: expect.any(String) })
  return document
}

/** The lines on stdout: hello first, a summary with the exit code last, numbered without a gap. */
export function linesOf(ended: Ended): readonly Line[] {
  expect(ended.stdout.endsWith('\n'), told(ended)).toBe(true)
  const lines = ended.stdout
    .trimEnd()
    .split('\n')
    .map((line) => parsed(line, ended))
  expect(lines[0]).toMatchObject({ v: 1, type: 'hello', tool: expect.stringMatching(/^\d+\.\d+\.\d+/) })
  expect(lines.at(-1)).toMatchObject({ v: 1, type: 'summary', exit_code: ended.code })
  expect(lines.filter(({ type }) => type === 'hello' || type === 'summary')).toHaveLength(2)
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1))
  for (const line of lines) expect(line.message).toMatch(/\S/)
  return lines
}

function parsed(text: string, ended: Ended): Line {
  try {
    return JSON.parse(text) as Line
  } catch (error) {
    throw new Error(`not JSON: ${text}\n${told(ended)}`, { cause: error })
  }
}

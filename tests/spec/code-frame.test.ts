import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { codeFrame, codeFrameAt } from '../../src/report/code-frame.ts'

function at(line: number, column: number, length: number): Diagnostic {
  const position = { file: 'specs/a.yaml', line, column, length }
  return {
    id: 'unknown-key',
    severity: 'error',
    message: 'no such key',
    help: 'did you mean unique?',
    position,
    sqlState: null,
  }
}

describe('codeFrame', () => {
  it('shows the line, two before it, and the help', () => {
    const text = 'one\ntwo\nthree\n  id: { uniqe: true }\nfive\n'
    expect(codeFrame(at(4, 9, 5), text)).toBe(
      [
        'specs/a.yaml:4:9 error[unknown-key] no such key',
        '  2 | two',
        '  3 | three',
        '> 4 |   id: { uniqe: true }',
        '    |         ^^^^^',
        '  help: did you mean unique?',
      ].join('\n'),
    )
  })

  it('shows a diagnostic without a place in one line', () => {
    expect(codeFrame({ ...at(1, 1, 1), position: null, help: null }, '')).toBe('error[unknown-key] no such key')
  })
})

describe('the caret', () => {
  it.each([
    ['plain', 'email: txet', 'txet', 7, 4],
    ['wide characters before', '邮箱: txet', 'txet', 6, 4],
    ['an emoji of several code points before', '👩‍👩‍👧 🦊: txet', 'txet', 7, 4],
    ['combining marks before', 'e\u0301: txet', 'txet', 3, 4],
    ['wide characters marked', 'a: 邮箱', '邮箱', 3, 4],
    ['a tab before', 'a:\ttxet', 'txet', 4, 4],
    ['a tab after wide characters', '邮:\ttxet', 'txet', 4, 4],
    ['a control character before', 'a\u001b: txet', 'txet', 4, 4],
  ])('%s', (_name, line, marked, column, width) => {
    const frame = codeFrameAt({ file: 'f', line: 1, column: line.indexOf(marked) + 1, length: marked.length }, line)
    expect(frame.split('\n')[1]).toBe(`    | ${' '.repeat(column)}${'^'.repeat(width)}`)
    expect(frame).not.toContain('\u001b')
  })

  it('stays below what it marks when the line is too long to show', () => {
    const line = `${'邮'.repeat(80)}x: txet # ${'y'.repeat(80)}`
    const [shown = '', carets = ''] = codeFrameAt(
      { file: 'f', line: 1, column: line.indexOf('txet') + 1, length: 4 },
      line,
    ).split('\n')
    const before = shown.slice(0, shown.indexOf('txet'))
    expect(before.length + (before.match(/邮/g)?.length ?? 0)).toBe(carets.indexOf('^'))
    expect(shown.length).toBeLessThan(120)
  })

  it('does not stumble over a place outside of the text', () => {
    expect(codeFrameAt({ file: 'f', line: 9, column: 9, length: 9 }, 'x')).toContain('> 9 |')
    expect(codeFrameAt({ file: 'f', line: 1, column: 1, length: 1 }, '')).toContain('> 1 |')
  })
})

import { expect, test } from 'vitest'
import { clip, fit, oneLine, printableLines, textWidth, wrap } from '../../src/report/clip.ts'
import { about, clockTime, duration, shortCount } from '../../src/report/duration.ts'

test('text is cut by columns and never through a character', () => {
  expect(clip('customers', 9)).toBe('customers')
  expect(clip('customers', 6)).toBe('custo…')
  expect(clip('顧客ポイント', 6)).toBe('顧客…')
  expect(textWidth(clip('👨‍👩‍👧‍👦 family 👨‍👩‍👧‍👦', 9))).toBeLessThanOrEqual(9)
  expect(clip('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 3)).toBe('👨‍👩‍👧‍👦…')
  expect(clip('e\u0301te\u0301', 3)).toBe('e\u0301te\u0301')
  expect(clip('abc', 0)).toBe('')
})

test('fitted text has exactly the width asked for', () => {
  for (const text of ['', 'a', '顧客ポイント履歴', 'x'.repeat(50), '👨‍👩‍👧‍👦é漢']) {
    for (const width of [1, 2, 3, 7, 8, 20]) expect(textWidth(fit(text, width))).toBe(width)
  }
})

test('wrapping loses nothing and keeps to the width', () => {
  const text = 'ALTER TABLE customers ADD COLUMN 点数 integer, and 顧客ポイント履歴テーブルの長い名前 too'
  for (const width of [10, 17, 30, 200]) {
    const lines = wrap(text, width, '  ')
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width)
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  }
  expect(wrap('    indented text that is long', 16)).toEqual(['    indented', 'text that is', 'long'])
})

test('texts from outside cannot move the cursor, break a row or turn the text around', () => {
  expect(oneLine('a\u001b[2Jb\r\n\tc\u202ed')).toBe('a�[2Jb c�d')
  expect(printableLines('a\r\n\tb\u0007\n')).toEqual(['a', '  b�', ''])
})

test('durations as people say them', () => {
  expect([0, 840, 999, 1000, 1000.4, 2440, 9960, 42_000, 59_700, 425_000, 12_000_000].map(duration)).toEqual([
    '0 ms',
    '840 ms',
    '999 ms',
    '1 s',
    '1 s',
    '2.4 s',
    '10 s',
    '42 s',
    '1 min 00 s',
    '7 min 05 s',
    '3 h 20 min',
  ])
  expect([0, 9, 10, 41, 999, 1500, 62_000, 420_000, 10_000_000].map(about)).toEqual([
    'under 10 ms',
    'under 10 ms',
    '~10 ms',
    '~50 ms',
    '~1000 ms',
    '~2 s',
    '~2 min',
    '~7 min',
    '~2.8 h',
  ])
  expect([0, 59_999, 61_000, 3_661_000].map(clockTime)).toEqual(['00:00', '00:59', '01:01', '1:01:01'])
  expect([12, 9_800, 12_345, 999_499, 4_102_000, 100_000_000, 1_200_000_000].map(shortCount)).toEqual([
    '12',
    '9,800',
    '12k',
    '999k',
    '4.1M',
    '100M',
    '1.2B',
  ])
})

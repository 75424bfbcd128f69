import type { Io } from './io.ts'
import type { Options } from './options.ts'

/** What the terminal can show, and whether there is one. */
export interface Terminal {
  readonly color: boolean
  readonly errorColor: boolean
  readonly width: number
  /** The locale has no UTF-8: draw with ASCII. */
  readonly ascii: boolean
  /** A person sits at both ends: full screens and questions make sense. */
  readonly interactive: boolean
}

/** Colour: flag, then RECONCILE_NO_COLOR, NO_COLOR, FORCE_COLOR, and last whether the stream is a terminal (tui.md 6.4). */
export function terminalOf({ stdin, stdout, stderr, env }: Io, options: Options): Terminal {
  const width = Math.min(Math.max(stdout.columns ?? 100, 60), 160)
  return {
    color: wantsColor(stdout.isTTY === true, env, options),
    errorColor: wantsColor(stderr.isTTY === true, env, options),
    width,
    ascii: !/utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'UTF-8'),
    interactive:
      stdin.isTTY === true &&
      stdout.isTTY === true &&
      env['TERM'] !== 'dumb' &&
      env['INK_SCREEN_READER'] !== 'true' &&
      !options.json &&
      !options.yes &&
      !inCi(env),
  }
}

function wantsColor(isTerminal: boolean, env: NodeJS.ProcessEnv, options: Options): boolean {
  if (!options.color) return false
  if ((env['RECONCILE_NO_COLOR'] ?? '') !== '' || (env['NO_COLOR'] ?? '') !== '') return false
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false'
  return isTerminal && env['TERM'] !== 'dumb'
}

function inCi({ CI }: NodeJS.ProcessEnv): boolean {
  return CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false'
}

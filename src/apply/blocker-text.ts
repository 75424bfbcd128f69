import { count } from '../lib/text.ts'
import type { Blocker } from '../model/event.ts'

const longest = 120

/** `pid 42 (app, murzico-v1), idle in transaction for 90 seconds: select …` */
export function blockerText({ pid, user, application, state, ageSeconds, query }: Blocker): string {
  const name = application === '' ? user : `${user}, ${application}`
  const age = count(Math.round(ageSeconds), 'second')
  const said = query.replaceAll(/\s+/g, ' ').trim()
  const shown = said.length > longest ? `${said.slice(0, longest - 1)}…` : said
  return `pid ${pid} (${name}), ${state} for ${age}${shown === '' ? '' : `: ${shown}`}`
}

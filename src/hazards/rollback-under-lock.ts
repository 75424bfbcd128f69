import { displayName } from '../model/name.ts'
import { blocks, type Lock, type Work } from '../model/statement.ts'
import type { Step } from '../model/step.ts'
import { isSmallTable, type Rule, together } from './rule.ts'

/** hazards.md 7, rule 66, as far as a way back costs more than the way there. */
export const rollbackUnderLock: Rule = {
  id: 'rollback-under-lock',
  severity: 'warn',
  why: 'The step itself is over at once, but whoever rolls it back later makes the application wait for as long as a large table takes to be read, or written anew.',
  instead:
    'roll back when nobody is at work, or go forward: bring back what is missed in a plan of its own, which is built beside the application',

  check(input) {
    const { step, facts } = input
    if (!facts.concurrentIndexes || heavy(step.action).length > 0) return null
    const said = heavy(step.inverse.action).flatMap(({ does, locks }) => {
      const large = locks.find(({ relation }) => !isSmallTable(relation, input))
      return large === undefined ? [] : [`taking it back ${does} ${displayName(large.relation)} under a lock`]
    })
    return together([...new Set(said)])
  },
}

/** What takes as long as there are rows, while others wait. */
function heavy(action: Step['action'] | Step['inverse']['action']): { does: string; locks: readonly Lock[] }[] {
  if (action.kind !== 'ddl') return []
  return action.statements.flatMap(({ work, locks: all }) => {
    const locks = all.filter(({ mode }) => blocks(mode) !== 'nothing')
    return work === 'catalog' || locks.length === 0 ? [] : [{ does: words[work], locks }]
  })
}

const words: Readonly<Record<Exclude<Work, 'catalog'>, string>> = {
  scan: 'reads every row of',
  index_build: 'builds an index of',
  rewrite: 'rewrites',
  rows: 'moves rows of',
}

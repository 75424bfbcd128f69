import { urlTarget } from '../model/target.ts'
import { oneLine } from './clip.ts'
import type { ShownTarget } from './step-text.ts'
import type { StepHazard } from './totals.ts'

/** The command that applies the plan, naming every hazard it would have to be allowed. `saved`: where the plan was read from. */
export function nextCommand(target: ShownTarget, blocked: readonly StepHazard[], saved: string | null = null): string {
  const ids = [...new Set(blocked.map(({ hazard }) => hazard.id))]
  const allow = ids.length === 0 ? '' : ` --allow ${ids.join(',')}`
  const plan = saved === null ? '' : ` ${shellWord(saved)}`
  return `reconcile apply${plan}${onTarget(target.name)} --yes${allow}`
}

/** The flag that leads to the same database again. A URL may hold a secret, so it is for the person to fill in. */
export function onTarget(name: string): string {
  return name === urlTarget ? ' --url …' : ` --target ${shellWord(name)}`
}

/** One word for a POSIX shell, quoted only when it has to be. */
function shellWord(text: string): string {
  const word = oneLine(text)
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

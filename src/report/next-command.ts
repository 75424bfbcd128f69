import { oneLine } from './clip.ts'
import type { ShownTarget } from './step-text.ts'
import type { StepHazard } from './totals.ts'

/** The command that applies the plan, naming every hazard it would have to be allowed. */
export function nextCommand(target: ShownTarget, blocked: readonly StepHazard[]): string {
  const ids = [...new Set(blocked.map(({ hazard }) => hazard.id))]
  const allow = ids.length === 0 ? '' : ` --allow ${ids.join(',')}`
  return `reconcile apply --target ${shellWord(target.name)} --yes${allow}`
}

/** One word for a POSIX shell, quoted only when it has to be. */
export function shellWord(text: string): string {
  const word = oneLine(text)
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

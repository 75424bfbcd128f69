import { commandOf } from './keys.ts'
import { ended, type RunState } from './run-state.ts'

/** What a person has done on the apply screen so far. */
export interface ApplyUi {
  /** Id of the step that is looked at; null follows the running one. */
  readonly looking: string | null
  readonly help: boolean
  readonly message: string | null
  /** How often Ctrl-C was pressed while the run went on. */
  readonly stops: 0 | 1 | 2
  readonly leave: boolean
}

export const initialApplyUi: ApplyUi = { looking: null, help: false, message: null, stops: 0, leave: false }

/** The state after one key. */
export function watch(run: RunState, ui: ApplyUi, press: string, page: number): ApplyUi {
  const command = commandOf('apply', press)
  if (command === 'interrupt') return interrupted(run, ui)
  if (ended(run) && (command === null || ['quit', 'back'].includes(command) || press === 'enter'))
    return { ...ui, leave: true }
  if (ui.help) return { ...ui, help: false }
  switch (command) {
    case 'up':
      return looked(run, ui, -1)
    case 'down':
      return looked(run, ui, 1)
    case 'page_up':
    case 'half_up':
      return looked(run, ui, -page)
    case 'page_down':
    case 'half_down':
      return looked(run, ui, page)
    case 'top':
      return looked(run, ui, -Infinity)
    case 'bottom':
    case 'back':
      return { ...ui, looking: null, message: null }
    case 'help':
      return { ...ui, help: true }
    case 'quit':
      return {
        ...ui,
        message: 'A run is going on. ^C stops it after this step or batch; nothing that is done is lost.',
      }
    default:
      return { ...ui, message: null }
  }
}

function interrupted(run: RunState, ui: ApplyUi): ApplyUi {
  if (ended(run)) return { ...ui, leave: true }
  if (ui.stops === 0) return { ...ui, stops: 1, message: null }
  return { ...ui, stops: 2, message: null }
}

function looked(run: RunState, ui: ApplyUi, by: number): ApplyUi {
  const from = Math.max(
    0,
    run.steps.findIndex(({ id }) => id === (ui.looking ?? run.current)),
  )
  const next = run.steps[Math.max(0, Math.min(from + by, run.steps.length - 1))]
  return next === undefined ? ui : { ...ui, looking: next.id, message: null }
}

import type { Consent } from './consent.ts'
import { editedLine } from './line-edit.ts'

/** The question that stands before a change. Its focus starts on Cancel, unless the change is a mild one. */
export interface Dialog {
  readonly focus: 'cancel' | 'confirm'
  readonly typed: string
  readonly complaint: string | null
  /** Milliseconds on a clock that never goes back. */
  readonly openedAt: number
  readonly lastPressAt: number
}

/** Keys typed sooner than this after the dialog opened were meant for the screen before it. */
const typeAheadMs = 150
/** Enter right after another key is the end of a paste, not an answer. */
const pasteMs = 30

export function openedDialog({ mild }: Consent, at: number): Dialog {
  return { focus: mild ? 'confirm' : 'cancel', typed: '', complaint: null, openedAt: at, lastPressAt: at }
}

/** The dialog after one key, or the answer that the key gave. */
export function answered(consent: Consent, dialog: Dialog, press: string, at: number): Dialog | 'cancel' | 'confirm' {
  if (press === 'escape') return 'cancel'
  if (at - dialog.openedAt < typeAheadMs) return dialog
  const next: Dialog = { ...dialog, lastPressAt: at, complaint: null }
  if (press === 'enter' && at - dialog.lastPressAt < pasteMs) return next
  return consent.dangers.length > 0 ? typedAnswer(consent, next, press) : buttonAnswer(next, press)
}

function buttonAnswer(dialog: Dialog, press: string): Dialog | 'cancel' | 'confirm' {
  if (['tab', 'shift+tab', 'left', 'right', 'h', 'l'].includes(press)) {
    return { ...dialog, focus: dialog.focus === 'cancel' ? 'confirm' : 'cancel' }
  }
  if (press === 'q') return 'cancel'
  return press === 'enter' ? dialog.focus : dialog
}

function typedAnswer({ target }: Consent, dialog: Dialog, press: string): Dialog | 'confirm' {
  if (press !== 'enter') return { ...dialog, typed: editedLine(dialog.typed, press) }
  if (dialog.typed.trim() === target) return 'confirm'
  const complaint = dialog.typed === '' ? `Type ${target} to go on, or press Esc.` : `That is not ${target}.`
  return { ...dialog, complaint }
}

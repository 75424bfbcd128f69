export type BrowsedScreen = 'review' | 'rollback' | 'gate'
export type ScreenName = BrowsedScreen | 'apply'

export type Command =
  | 'up'
  | 'down'
  | 'page_up'
  | 'page_down'
  | 'half_up'
  | 'half_down'
  | 'top'
  | 'bottom'
  | 'fold'
  | 'unfold'
  | 'next_pane'
  | 'next_tab'
  | 'previous_tab'
  | 'tab_1'
  | 'tab_2'
  | 'tab_3'
  | 'tab_4'
  | 'zoom'
  | 'filter'
  | 'only_risky'
  | 'copy'
  | 'confirm'
  | 'back'
  | 'help'
  | 'quit'
  | 'interrupt'

interface KeyBinding {
  /** Names as `pressesOf` gives them. */
  readonly keys: readonly string[]
  readonly command: Command
  readonly screens: readonly ScreenName[]
  /** How the keys, and those of related bindings, are printed. */
  readonly label: string
  /** The line in the help overlay; absent when the line of a related binding covers it. */
  readonly help?: string
  /** The words in the footer, for keys that belong there. */
  readonly hint?: string
}

const browsing: readonly ScreenName[] = ['review', 'rollback', 'gate']
const everywhere: readonly ScreenName[] = [...browsing, 'apply']
const apply: readonly ScreenName[] = ['apply']

/**
 * Every key there is. Dispatcher, footer and help all read this table. No single key starts a change:
 * `a` only opens the dialog.
 */
export const keyTable: readonly KeyBinding[] = [
  { keys: ['a'], command: 'confirm', screens: ['review'], label: 'a', help: 'apply: asks first', hint: 'apply' },
  {
    keys: ['a'],
    command: 'confirm',
    screens: ['rollback'],
    label: 'a',
    help: 'roll back: asks first',
    hint: 'roll back',
  },
  {
    keys: ['a'],
    command: 'confirm',
    screens: ['gate'],
    label: 'a',
    help: 'go on past the gate: asks first',
    hint: 'go on',
  },
  { keys: ['up', 'k'], command: 'up', screens: everywhere, label: 'Up Down k j', help: 'move', hint: 'move' },
  { keys: ['down', 'j'], command: 'down', screens: everywhere, label: 'Down' },
  {
    keys: ['left', 'h'],
    command: 'fold',
    screens: browsing,
    label: 'Left Right',
    help: 'fold, unfold; between the panes (also h l)',
  },
  { keys: ['right', 'l'], command: 'unfold', screens: browsing, label: 'Right' },
  {
    keys: ['tab', 'shift+tab'],
    command: 'next_pane',
    screens: browsing,
    label: 'Tab',
    help: 'other pane',
    hint: 'pane',
  },
  {
    keys: ['1'],
    command: 'tab_1',
    screens: browsing,
    label: '1-4',
    help: 'what is shown of the step (also [ ])',
    hint: 'show',
  },
  { keys: ['2'], command: 'tab_2', screens: browsing, label: '2' },
  { keys: ['3'], command: 'tab_3', screens: browsing, label: '3' },
  { keys: ['4'], command: 'tab_4', screens: browsing, label: '4' },
  { keys: [']'], command: 'next_tab', screens: browsing, label: ']' },
  { keys: ['['], command: 'previous_tab', screens: browsing, label: '[' },
  {
    keys: ['f'],
    command: 'only_risky',
    screens: browsing,
    label: 'f',
    help: 'only what is risky, or everything',
    hint: 'only risky',
  },
  {
    keys: ['/'],
    command: 'filter',
    screens: browsing,
    label: '/',
    help: 'filter: text !text /regexp/ risk: phase: table:',
    hint: 'filter',
  },
  {
    keys: ['z', 'enter'],
    command: 'zoom',
    screens: browsing,
    label: 'z Enter',
    help: 'the details on the whole screen, and back',
    hint: 'zoom',
  },
  { keys: ['y'], command: 'copy', screens: browsing, label: 'y', help: 'copy the details to the clipboard' },
  {
    keys: ['pageup', 'ctrl+b'],
    command: 'page_up',
    screens: everywhere,
    label: 'PgUp PgDn',
    help: 'a page; half a page: ^U ^D',
  },
  { keys: ['pagedown', 'ctrl+f', ' '], command: 'page_down', screens: everywhere, label: 'PgDn' },
  { keys: ['ctrl+u'], command: 'half_up', screens: everywhere, label: '^U' },
  { keys: ['ctrl+d'], command: 'half_down', screens: everywhere, label: '^D' },
  { keys: ['home', 'g'], command: 'top', screens: everywhere, label: 'g G', help: 'top, bottom (also Home, End)' },
  { keys: ['end', 'G'], command: 'bottom', screens: browsing, label: 'G' },
  {
    keys: ['end', 'G'],
    command: 'bottom',
    screens: apply,
    label: 'G',
    help: 'follow the running step again',
    hint: 'follow',
  },
  { keys: ['escape'], command: 'back', screens: everywhere, label: 'Esc', help: 'back: close, clear the filter' },
  { keys: ['?'], command: 'help', screens: everywhere, label: '?', hint: 'help' },
  {
    keys: ['q'],
    command: 'quit',
    screens: browsing,
    label: 'q',
    help: 'quit, nothing is changed (also ^C)',
    hint: 'quit',
  },
  { keys: ['q'], command: 'quit', screens: apply, label: 'q', help: 'leave, once the run has ended' },
  { keys: ['ctrl+c'], command: 'interrupt', screens: browsing, label: '^C' },
  {
    keys: ['ctrl+c'],
    command: 'interrupt',
    screens: apply,
    label: '^C',
    help: 'stop after this step or batch; again: cancel it now',
    hint: 'stop safely',
  },
]

/** The command that a key means on a screen. */
export function commandOf(screen: ScreenName, press: string): Command | null {
  return keyTable.find(({ keys, screens }) => screens.includes(screen) && keys.includes(press))?.command ?? null
}

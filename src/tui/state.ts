import type { Consent } from './consent.ts'
import { answered, openedDialog, type Dialog } from './dialog.ts'
import { commandOf, type BrowsedScreen, type Command } from './keys.ts'
import { editedLine } from './line-edit.ts'
import { detailsOf, outlineRows, type Outline, type OutlineRow } from './outline.ts'

/** Everything a person has done on a screen to browse so far. */
export interface BrowseState {
  /** Id of the row under the cursor: an entry or a group. */
  readonly cursor: string
  readonly folded: ReadonlySet<string>
  readonly pane: 'tree' | 'detail'
  readonly tab: number
  /** First visible line of the details. */
  readonly scroll: number
  readonly filter: string
  /** The filter is being typed. */
  readonly typing: boolean
  readonly onlyRisky: boolean
  readonly zoom: boolean
  readonly help: boolean
  readonly dialog: Dialog | null
  readonly message: string | null
  readonly decision: Decision | null
  /** What was copied last, a new object each time; the component hands it to the terminal. */
  readonly copied: { readonly text: string } | null
}

export type Decision = 'apply' | 'quit' | 'interrupted'

/** What a key is judged against. `at`: milliseconds on a clock that never goes back. */
export interface BrowseContext {
  readonly screen: BrowsedScreen
  readonly outline: Outline
  readonly consent: Consent
  readonly at: number
  /** Visible lines of tree and details, and how many lines the details have. */
  readonly measure: () => { readonly treeRows: number; readonly detailRows: number; readonly detailLines: number }
}

export function initialBrowseState(outline: Outline): BrowseState {
  const first = outline.groups[0]
  return {
    cursor: first?.entries[0]?.id ?? first?.id ?? '',
    folded: new Set(),
    pane: 'tree',
    tab: 0,
    scroll: 0,
    filter: '',
    typing: false,
    onlyRisky: false,
    zoom: false,
    help: false,
    dialog: null,
    message: null,
    decision: null,
    copied: null,
  }
}

/** The state after one key. */
export function browse(context: BrowseContext, state: BrowseState, press: string): BrowseState {
  if (state.decision !== null) return state
  if (press === 'ctrl+c') return { ...state, decision: 'interrupted' }
  if (state.dialog !== null) return inDialog(context, state, state.dialog, press)
  if (state.typing) return inFilter(context, state, press)
  if (state.help) return { ...state, help: false }
  const command = commandOf(context.screen, press)
  return command === null ? { ...state, message: null } : obey(context, { ...state, message: null }, command)
}

/** The rows that the tree shows now. */
export function visibleRows(outline: Outline, state: BrowseState): readonly OutlineRow[] {
  return outlineRows(outline, state)
}

function obey(context: BrowseContext, state: BrowseState, command: Command): BrowseState {
  const { treeRows, detailRows } = context.measure()
  const page = Math.max(1, (state.pane === 'tree' ? treeRows : detailRows) - 1)
  switch (command) {
    case 'up':
      return moved(context, state, -1)
    case 'down':
      return moved(context, state, 1)
    case 'page_up':
      return moved(context, state, -page)
    case 'page_down':
      return moved(context, state, page)
    case 'half_up':
      return moved(context, state, -Math.ceil(page / 2))
    case 'half_down':
      return moved(context, state, Math.ceil(page / 2))
    case 'top':
      return moved(context, state, -Infinity)
    case 'bottom':
      return moved(context, state, Infinity)
    case 'fold':
      return state.pane === 'detail' ? { ...state, pane: 'tree' } : folded(context, state)
    case 'unfold':
      return unfolded(context, state)
    case 'next_pane':
      return { ...state, pane: state.pane === 'tree' ? 'detail' : 'tree' }
    case 'tab_1':
    case 'tab_2':
    case 'tab_3':
    case 'tab_4':
      return tabbed(context, state, Number(command.slice(-1)) - 1)
    case 'next_tab':
      return tabbed(context, state, (state.tab + 1) % context.outline.tabs.length)
    case 'previous_tab':
      return tabbed(context, state, (state.tab + context.outline.tabs.length - 1) % context.outline.tabs.length)
    case 'zoom':
      return { ...state, zoom: !state.zoom, pane: state.zoom ? state.pane : 'detail' }
    case 'filter':
      return { ...state, typing: true, pane: 'tree' }
    case 'only_risky':
      return settled(context, { ...state, onlyRisky: !state.onlyRisky })
    case 'copy':
      return {
        ...state,
        copied: { text: shownText(context, state) },
        message: 'copied, if the terminal allows it (OSC 52)',
      }
    case 'confirm':
      return context.consent.notYet === null
        ? { ...state, dialog: openedDialog(context.consent, context.at) }
        : { ...state, message: context.consent.notYet }
    case 'help':
      return { ...state, help: true }
    case 'back':
      if (state.zoom) return { ...state, zoom: false }
      if (state.filter !== '' || state.onlyRisky) return settled(context, { ...state, filter: '', onlyRisky: false })
      return { ...state, pane: 'tree' }
    case 'quit':
      return state.zoom ? { ...state, zoom: false } : { ...state, decision: 'quit' }
    case 'interrupt':
      return { ...state, decision: 'interrupted' }
  }
}

/** The details under the cursor, not wrapped. */
function shownText(context: BrowseContext, state: BrowseState): string {
  const row = visibleRows(context.outline, state).find(({ id }) => id === state.cursor)
  const lines = detailsOf(row, state.tab).map(({ text }) => text)
  return `${lines.join('\n')}\n`
}

function moved(context: BrowseContext, state: BrowseState, by: number): BrowseState {
  if (state.pane === 'detail') {
    const { detailLines, detailRows } = context.measure()
    return { ...state, scroll: Math.max(0, Math.min(state.scroll + by, detailLines - detailRows)) }
  }
  const rows = visibleRows(context.outline, state).filter(({ kind }) => kind !== 'barrier')
  const index = Math.max(
    0,
    rows.findIndex(({ id }) => id === state.cursor),
  )
  const next = rows[Math.max(0, Math.min(index + by, rows.length - 1))]
  return next === undefined || next.id === state.cursor ? state : { ...state, cursor: next.id, scroll: 0 }
}

function folded(context: BrowseContext, state: BrowseState): BrowseState {
  const row = visibleRows(context.outline, state).find(({ id }) => id === state.cursor)
  if (row === undefined || row.kind === 'barrier') return state
  if (row.kind === 'entry') return { ...state, cursor: row.group.id, scroll: 0 }
  return { ...state, folded: new Set([...state.folded, row.id]) }
}

function unfolded(context: BrowseContext, state: BrowseState): BrowseState {
  const row = visibleRows(context.outline, state).find(({ id }) => id === state.cursor)
  if (row?.kind !== 'group' || !row.folded) return { ...state, pane: 'detail' }
  return { ...state, folded: new Set([...state.folded].filter((id) => id !== row.id)) }
}

function tabbed(context: BrowseContext, state: BrowseState, tab: number): BrowseState {
  return tab < context.outline.tabs.length ? { ...state, tab, scroll: 0 } : state
}

/** After filtering: the cursor stays where it is if that is still there, else goes to the first entry left. */
function settled(context: BrowseContext, state: BrowseState): BrowseState {
  const rows = visibleRows(context.outline, state)
  if (rows.some(({ id }) => id === state.cursor)) return state
  const first = rows.find(({ kind }) => kind === 'entry') ?? rows.find(({ kind }) => kind === 'group')
  return { ...state, cursor: first?.id ?? state.cursor, scroll: 0 }
}

function inFilter(context: BrowseContext, state: BrowseState, press: string): BrowseState {
  if (press === 'enter') return { ...state, typing: false }
  if (press === 'escape') return settled(context, { ...state, typing: false, filter: '' })
  return settled(context, { ...state, filter: editedLine(state.filter, press) })
}

function inDialog({ consent, at }: BrowseContext, state: BrowseState, dialog: Dialog, press: string): BrowseState {
  const answer = answered(consent, dialog, press, at)
  if (answer === 'confirm') return { ...state, decision: 'apply' }
  return { ...state, dialog: answer === 'cancel' ? null : answer }
}

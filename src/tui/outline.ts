import type { Style } from './span.ts'

/** A line of the detail pane, not yet wrapped. */
export interface DetailLine {
  readonly text: string
  readonly style: Style
  /** Spaces in front of the lines that it continues on. */
  readonly hang?: number
}

export interface Entry {
  readonly id: string
  readonly mark: 'ok' | 'warn' | 'bad'
  readonly sign: string
  readonly title: string
  readonly badge: { readonly text: string; readonly style: Style }
  readonly risky: boolean
  /** What `key:value` terms of a filter ask about. */
  readonly terms: Readonly<Record<string, string>>
  /** One per tab; called only for what is on the screen. */
  readonly details: readonly (() => readonly DetailLine[])[]
}

export interface Group {
  readonly id: string
  readonly title: string
  /** At the right edge: how much, how long. */
  readonly note: string
  /** A line above the group that stops the eye, for example the gate. */
  readonly barrier: string | null
  readonly entries: readonly Entry[]
}

/** What the tree on the left shows: groups of entries, each with details under the same tabs. */
export interface Outline {
  readonly groups: readonly Group[]
  readonly tabs: readonly string[]
}

export type OutlineRow =
  | { readonly kind: 'barrier'; readonly id: string; readonly text: string }
  | { readonly kind: 'group'; readonly id: string; readonly group: Group; readonly folded: boolean }
  | { readonly kind: 'entry'; readonly id: string; readonly entry: Entry; readonly group: Group }

interface OutlineFilter {
  readonly folded: ReadonlySet<string>
  readonly filter: string
  readonly onlyRisky: boolean
}

/** The rows that are left after folding and filtering. While filtering, folds are open. */
export function outlineRows(outline: Outline, { folded, filter, onlyRisky }: OutlineFilter): readonly OutlineRow[] {
  const filtering = filter.trim() !== '' || onlyRisky
  const wanted = matcher(filter)
  return outline.groups.flatMap((group): readonly OutlineRow[] => {
    const entries = group.entries.filter((entry) => wanted(entry) && (!onlyRisky || entry.risky))
    if (filtering && entries.length === 0) return []
    const closed = folded.has(group.id) && !filtering
    return [
      ...(group.barrier === null ? [] : [{ kind: 'barrier', id: `barrier:${group.id}`, text: group.barrier } as const]),
      { kind: 'group', id: group.id, group, folded: closed },
      ...(closed ? [] : entries.map((entry) => ({ kind: 'entry', id: entry.id, entry, group }) as const)),
    ]
  })
}

/** The details of a row; those of a group are its entries' one after the other. */
export function detailsOf(row: OutlineRow | undefined, tab: number): readonly DetailLine[] {
  if (row === undefined || row.kind === 'barrier') return []
  const entries = row.kind === 'entry' ? [row.entry] : row.group.entries
  return entries.flatMap((entry, index) => [
    ...(index === 0 ? [] : [{ text: '', style: 'plain' } as const]),
    { text: `${entry.id} ${entry.title}`, style: 'title' } as const,
    { text: '', style: 'plain' } as const,
    ...(entry.details[tab]?.() ?? []),
  ])
}

/** `text`, `!text`, `key:value` (all must hold), or `/regular expression/`. */
function matcher(filter: string): (entry: Entry) => boolean {
  const text = filter.trim().toLowerCase()
  if (text === '') return () => true
  const pattern = /^\/(.+)\/$/.exec(text)?.[1]
  if (pattern !== undefined) {
    const expression = compiled(pattern)
    if (expression !== null) return (entry) => expression.test(haystack(entry))
  }
  const tests = text.split(/\s+/).map(termTest)
  return (entry) => tests.every((test) => test(entry))
}

function termTest(term: string): (entry: Entry) => boolean {
  if (term.startsWith('!') && term.length > 1) {
    const test = termTest(term.slice(1))
    return (entry) => !test(entry)
  }
  const [, key = '', value = ''] = /^(\w+):(.*)$/.exec(term) ?? []
  return (entry) => {
    const known = entry.terms[key]
    return known === undefined ? haystack(entry).includes(term) : known.toLowerCase().includes(value)
  }
}

function haystack({ id, title, badge }: Entry): string {
  return `${id} ${title} ${badge.text}`.toLowerCase()
}

function compiled(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'iu')
  } catch {
    // Half-typed, for example `/(/`: taken as plain text until it is complete.
    return null
  }
}

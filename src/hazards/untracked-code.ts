import type { Change } from '../model/change.ts'
import { codeOf } from '../model/code.ts'
import { mentions } from '../model/mentions.ts'
import { displayRef } from '../model/object-ref.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rules 37 and 129: names in bodies that are text are found by looking, never too few of them. */
export const untrackedCode: Rule = {
  id: 'untracked-code',
  severity: 'warn',
  why: 'The body of a function is text that is read when it runs: the server does not know what it speaks of, and it fails with 42703 or 42P01 once the name is gone.',
  instead: 'change the function in the same plan',

  check: ({ change, after }) =>
    together(
      goneBy(change).flatMap((gone) => {
        const code = after.objects.flatMap((object) => {
          const body = codeOf(object)
          return body !== null && gone.every((name) => mentions(body, name)) ? [displayRef(object)] : []
        })
        if (code.length === 0) return []
        return [`${code.join(', ')} still ${code.length === 1 ? 'speaks' : 'speak'} of ${gone.join('.')}`]
      }),
    ),
}

/** The names that go: each of a table alone, or of one and of its column. */
function goneBy(change: Change): readonly (readonly string[])[] {
  switch (change.kind) {
    case 'drop_column':
      return [[change.table.name, change.column.name]]
    case 'rename_column':
      return [[change.table.name, change.from]]
    case 'drop_table':
      return [[change.table.name.name]]
    case 'rename_table':
      return [[change.from.name]]
    // Until then a view goes by the old names.
    case 'close_shim': {
      const { table, from, columns } = change
      return [...(from.name === table.name ? [] : [[from.name]]), ...columns.map((column) => [table.name, column.from])]
    }
    default:
      return []
  }
}

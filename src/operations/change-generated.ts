import type { Column } from '../model/column.ts'
import type { Words } from '../dialects/words.ts'
import { displayName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { grantedOn } from './column-grants.ts'
import { addedColumn, dependentsOf } from './column-dependents.ts'
import { ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { quarantinedColumn } from './quarantine-name.ts'
import { editColumn, requireTable } from './schema-edit.ts'

/**
 * R22. A stored column may become plain, and from PostgreSQL 17 on its expression may be set. Everything else has no
 * syntax: the column is replaced in one transaction, its indexes and constraints with it. A plain column's values are
 * put aside first; a generated one's can be computed again.
 */
export const changeGenerated: Operation<'change_generated'> = {
  describe: ({ table, after }) =>
    after.generated === null
      ? `make ${displayName(table)}.${after.name} a plain column`
      : `generate ${displayName(table)}.${after.name} as ${after.generated.expression}`,
  phase: () => 'contract',
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({
      ...column,
      generated: after.generated,
      default: after.default,
      // ANALYZE keeps nothing of a virtual column.
      physical: after.generated?.stored === false ? { ...column.physical, statistics: null } : column.physical,
    })),

  *steps(change, context) {
    const { table: name, before, after } = change
    const { words, facts } = context
    const table = requireTable(context.state, name)
    const sameStorage = before.generated?.stored === after.generated?.stored
    const inPlace =
      (before.generated?.stored === true && after.generated === null) ||
      (before.generated !== null && after.generated !== null && sameStorage && facts.setExpression)
    const statements = inPlace ? [words.setGenerated(name, before, after)] : replace(table, before, after, context)
    const keptAs = quarantinedColumn(context, name, after.name)
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [...statements, words.analyze(name, [after.name])],
      inverse:
        before.generated === null
          ? undo(restorePlain(table, before, after, keptAs, words), {
              note: 'the plain column comes back with its values',
            })
          : undo(replace(table, after, before, context), {
              note: 'computed again from the old expression',
              quarantines:
                after.generated === null
                  ? [{ kind: 'column', name, column: after.name, keptAs: { name, column: keptAs } }]
                  : [],
            }),
      quarantines:
        before.generated === null
          ? [{ kind: 'column', name, column: before.name, keptAs: { name, column: keptAs } }]
          : [],
      noticed: true,
      reason: 'R22: there is no online form; see the hazards',
    })
  },
}

function replace(table: Table, from: Column, to: Column, context: StepContext): Statement[] {
  const { words } = context
  const aside =
    from.generated === null
      ? [
          ...(from.nullable ? [] : [words.dropNotNull(table.name, from.name)]),
          words.renameColumn(table.name, from.name, quarantinedColumn(context, table.name, from.name)),
        ]
      : [words.dropColumn(table.name, from.name)]
  const { before, after } = dependentsOf(table, [from.name], words)
  const granted = grantedOn(table.name, to.name, context).there
  return [...before, ...aside, ...addedColumn(table.name, to, words), ...granted, ...after]
}

function restorePlain(table: Table, before: Column, after: Column, keptAs: string, words: Words): Statement[] {
  const around = dependentsOf(table, [before.name], words)
  return [
    ...around.before,
    words.dropColumn(table.name, after.name),
    words.renameColumn(table.name, keptAs, before.name),
    ...(before.nullable ? [] : [words.setNotNull(table.name, before, false)]),
    ...around.after,
  ]
}

import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { type SchemaObject, typesMadeBy } from '../model/object.ts'
import { pointersTo, tableOf } from '../model/schema.ts'
import { generatedColumns, generatedFrom } from './column-dependents.ts'
import { asideOf, ddlStep, isNewTable, type Operation, type PlanContext, type StepContext, undo } from './operation.ts'
import { retypedIdentity } from '../model/column.ts'
import { keptAgain } from './change-physical.ts'
import { renewedRoutines } from './renewed-routines.ts'
import { editColumn, requireTable } from './schema-edit.ts'

/**
 * Done directly: the words say what the server makes of it (hazards.md 1B). What costs more than the catalog waits
 * behind the gate. Both ways are guarded by the same question: does every value survive there and back?
 */
export const changeType: Operation<'change_type'> = {
  describe: ({ table, before, after }) =>
    `change type of ${displayName(table)}.${after.name} from ${before.type} to ${after.type}`,

  phase({ table, before, after }, { words, actual, desired }) {
    const now = tableOf(actual, table)
    if (now === undefined || generatedColumns(now, after.name).length > 0) return 'contract'
    return words.setType(now, before, after, [...actual.objects, ...desired.objects], []).work === 'catalog'
      ? 'expand'
      : 'contract'
  },

  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({
      ...column,
      type: after.type,
      collation: after.collation,
      sequence: retypedIdentity(column, after.type),
      physical: { ...column.physical, storage: null, compression: null },
    })),

  *steps(change, context) {
    const { table, before, after } = change
    const { words, state, desired } = context
    const objects = [...state.objects, ...desired.objects]
    const referring = pointingTo(table, before.name, context)
    const now = requireTable(state, table)
    const phase = this.phase(change, context)
    const generated = generatedFrom(now, after.name, words)
    // A default that changes too goes before the type goes back, since it may not fit; the old one returns after it.
    const hasOther = before.default !== after.default && before.identity === after.identity && before.generated === null
    const oldDefault = hasOther && before.default !== null ? [words.setDefault(table, before.name, before.default)] : []
    const renewed = renewedRoutines([{ table, columns: [after.name] }], context)
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: [
        ...generated.before,
        words.setType(now, before, after, objects, referring),
        ...generated.after,
        ...renewed,
        words.analyze(table, [after.name]),
      ],
      prechecks: isNewTable(context, table)
        ? []
        : [
            words.questions.boundTo(table, after.name, asideOf(change, context)),
            words.questions.lostByConversion(now, before, after),
            ...typeNamed(after.type, context).flatMap((type) => words.objects.rejects(type, table, before.name)),
          ],
      inverse: undo(
        [
          ...generated.before,
          words.setType(changed(), after, before, objects, referring),
          ...oldDefault,
          ...keptAgain(table, before, words),
          ...generated.after,
          ...renewed,
          words.analyze(table, [after.name]),
        ],
        {
          note: 'refused while rows written since hold values that the old type cannot',
          prechecks: [words.questions.lostByConversion(changed(), after, before)],
        },
      ),
      noticed: phase === 'contract',
      reason:
        phase === 'expand'
          ? 'R18: the server only changes its catalog'
          : 'R19: the table is rewritten or an index rebuilt, so it waits behind the gate',
    })

    function changed(): typeof now {
      return {
        ...now,
        columns: now.columns.map((column) =>
          column.name === after.name ? { ...column, type: after.type, collation: after.collation } : column,
        ),
      }
    }
  },
}

/** The object that makes the type, such as a domain. */
function typeNamed(type: string, { desired, words }: PlanContext): readonly SchemaObject[] {
  return desired.objects.filter((object) => typesMadeBy(object).some((name) => words.qualify(name) === type))
}

/** Tables with a foreign key to the column, those of others as well. */
function pointingTo(table: ObjectName, column: string, { state, found, actual, changes }: StepContext): ObjectName[] {
  const isOurs = (name: ObjectName): boolean =>
    tableOf(actual, name) !== undefined ||
    changes.some((change) => change.kind === 'rename_table' && sameName(change.from, name))
  const strangers = pointersTo(found, table).filter(({ name }) => !isOurs(name))
  return [...pointersTo(state, table), ...strangers].flatMap(({ name, foreignKeys }) =>
    foreignKeys.some(({ references }) => sameName(references.table, table) && references.columns.includes(column))
      ? [name]
      : [],
  )
}

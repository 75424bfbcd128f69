import { sameValue } from '../lib/compare.ts'
import type { ObjectName } from '../model/name.ts'
import { exchangedType, type ReplacedColumns, type ReplacedType, replacedColumns } from '../model/replaced-type.ts'
import type { Query, Statement } from '../model/statement.ts'
import { asideOf, ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { renewedRoutines } from './renewed-routines.ts'
import { releasedBy } from './released-members.ts'
import { replacedNames, replacedText } from './replaced-names.ts'
import { withObjects } from './schema-edit.ts'
import { tablesAtAnyTime } from './tables-at-any-time.ts'
import { withTypes } from './swap-types.ts'

/**
 * R23 the direct way: the old type is renamed aside, the new one takes its name, and every column is converted by way of
 * text, all in one transaction. The old type is kept, so that the way back is the same with the two exchanged.
 */
export const replaceTypes: Operation<'replace_types'> = {
  describe: ({ types }) => types.filter(isChanged).map(replacedText).join(', '),
  phase: () => 'contract',
  effect: ({ types }, schema) =>
    types.reduce(
      (now, type) => (type.kind === 'enum' ? withTypes(now, [type]) : withObjects(now, [type.before], [type.after])),
      schema,
    ),

  *steps(change, context) {
    const { types } = change
    const { words, state } = context
    const columns = replacedColumns(state, types, words.qualify)
    const put = types.map((type) => ({ type, ...replacedNames(type, context) }))
    const back = put.map(({ type, old, next }) => ({ type: exchangedType(type), old, next }))
    const misfits = (to: readonly ReplacedType[]): Query[] =>
      columns.flatMap(({ table, converted }) =>
        converted.flatMap((column) => words.types.misfits(table, column, to) ?? []),
      )
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: around(
        types,
        [
          ...put.toReversed().flatMap(({ type, old }) => moved(type, 'before', nameOf(type), old, context)),
          ...types.flatMap((type) => created(type, context)),
        ],
        columns,
        context,
      ),
      prechecks: [words.types.strangers(types, tablesAtAnyTime(context), asideOf(change, context)), ...misfits(types)],
      inverse: undo(
        [
          ...around(
            back.map(({ type }) => type),
            [
              ...back.toReversed().flatMap(({ type, next }) => moved(type, 'before', nameOf(type), next, context)),
              ...back.flatMap(({ type, old }) => moved(type, 'after', old, nameOf(type), context)),
            ],
            columns,
            context,
          ),
          ...back.toReversed().flatMap(({ type, next }) => dropped(type, next, context)),
        ],
        {
          note: 'the old type takes its place again; refused while rows written since hold what it does not have',
          prechecks: misfits(types.map(exchangedType)).map((query) => ({ ...query, onlyAtStep: true as const })),
        },
      ),
      quarantines: put.toReversed().map(({ type, old }) => ({
        kind: type.kind === 'enum' ? ('enum' as const) : type.before.kind,
        name: nameOf(type),
        column: null,
        keptAs: { name: old, column: null },
      })),
      noticed: true,
      reason: 'R23: a new type takes the place of the old one, which is kept until purge; its tables are rewritten',
    })
  },
}

/** The exchange of the types, with everything out of the way that speaks of them, and every column converted. */
function around(
  types: readonly ReplacedType[],
  exchange: readonly Statement[],
  columns: readonly ReplacedColumns[],
  context: StepContext,
): Statement[] {
  const { words } = context
  const released = releasedBy(types, columns, context)
  return [
    ...released.before,
    ...exchange,
    ...columns.flatMap(({ table, converted }) =>
      converted.length === 0 ? [] : [words.types.convert(table, converted, types)],
    ),
    ...released.after,
    ...renewedRoutines(
      columns.map(({ table, converted, computed }) => ({
        table: table.name,
        columns: [...converted, ...computed].map(({ name }) => name),
      })),
      context,
    ),
    ...columns.map(({ table, converted, computed }) =>
      words.analyze(
        table.name,
        [...converted, ...computed].map(({ name }) => name),
      ),
    ),
  ]
}

function nameOf(type: ReplacedType): ObjectName {
  return type.before.name
}

function moved(
  type: ReplacedType,
  which: 'before' | 'after',
  from: ObjectName,
  to: ObjectName,
  { words }: StepContext,
): readonly Statement[] {
  return type.kind === 'enum' ? words.renameEnum(from, to) : words.objects.rename({ ...type[which], name: from }, to)
}

function created(type: ReplacedType, { words }: StepContext): readonly Statement[] {
  if (type.kind === 'object') return words.objects.create(type.after)
  const { name, comment } = type.after
  return [words.createEnum(type.after), ...(comment === null ? [] : [words.comment({ kind: 'enum', name }, comment)])]
}

function dropped(type: ReplacedType, name: ObjectName, { words }: StepContext): readonly Statement[] {
  return type.kind === 'enum' ? [words.dropEnum(name)] : words.objects.drop({ ...type.before, name })
}

function isChanged({ before, after }: ReplacedType): boolean {
  return !sameValue(before, after)
}

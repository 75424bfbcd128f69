import { sameValue } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import type { Check, ConstraintKind, Exclusion, ForeignKey, PrimaryKey, Unique } from '../model/constraint.ts'
import { isQuarantined, type ObjectName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { type Inherited, nothingInherited } from './inherited.ts'
import { indexOptions } from './options.ts'
import { type Pair, pair } from './pair.ts'

export function diffConstraints(before: Table, after: Table, from: Inherited = nothingInherited): Change[] {
  const checks = checksOf(before, after, from)
  return [
    ...primaryKey(before, after),
    ...pair<Unique>(before.uniques, after.uniques, alike).flatMap((both) => unique(after.name, both)),
    ...pair<Check>(
      checks.before.filter(({ name }) => !isQuarantined(name)),
      checks.after,
      alikeButProof,
    ).flatMap((both) => check(after.name, both)),
    ...pair<Exclusion>(before.exclusions, after.exclusions, alike).flatMap((both) => exclusion(after.name, both)),
    ...pair<ForeignKey>(before.foreignKeys, after.foreignKeys, alikeButProof).flatMap((both) =>
      foreignKey(after.name, both),
    ),
  ]
}

function primaryKey({ primaryKey: before }: Table, { name: table, primaryKey: after }: Table): Change[] {
  if (before === null) return after === null ? [] : [{ kind: 'add_primary_key', table, definition: after }]
  if (after === null) return [{ kind: 'drop_primary_key', table, definition: before }]
  if (!alike(before, after)) return [{ kind: 'replace_primary_key', table, before, after }]
  return [...named(table, 'primary_key', before, after), ...indexOptions(table, before, after)]
}

function unique(table: ObjectName, { actual, desired }: Pair<Unique>): Change[] {
  if (actual === null) return desired === null ? [] : [{ kind: 'add_unique', table, definition: desired }]
  if (desired === null) return [{ kind: 'drop_unique', table, definition: actual }]
  if (!alike(actual, desired)) return [{ kind: 'replace_unique', table, before: actual, after: desired }]
  return [...named(table, 'unique', actual, desired), ...indexOptions(table, actual, desired)]
}

/**
 * Checks of parents hold here too, whether or not the table has them itself as well. Where it gets other parents it needs
 * theirs beforehand, and keeps those of the old ones.
 */
function checksOf(
  { checks: before }: Table,
  { checks: after }: Table,
  { before: now, after: then, same }: Inherited,
): { readonly before: readonly Check[]; readonly after: readonly Check[] } {
  if (now.checks.length === 0 && then.checks.length === 0) return { before, after }
  const among = (checks: readonly Check[], { name }: Check): boolean => checks.some((other) => other.name === name)
  if (same) {
    // One that the parents lose may be kept; whether the table has it itself as well makes no difference.
    const kept = now.checks.filter((one) => !among(then.checks, one) && among(after, one))
    const passed = [...now.checks, ...then.checks].filter((one) => !among(kept, one))
    const own = (checks: readonly Check[]): Check[] => checks.filter((one) => !among(passed, one))
    return { before: own([...before.filter((one) => !among(kept, one)), ...kept]), after: own(after) }
  }
  const whole = (checks: readonly Check[], passed: readonly Check[]): Check[] => [
    ...checks,
    ...passed.filter((one) => !among(checks, one)),
  ]
  return { before: whole(before, now.checks), after: whole(after, then.checks) }
}

function check(table: ObjectName, { actual, desired }: Pair<Check>): Change[] {
  if (actual === null) return desired === null ? [] : [{ kind: 'add_check', table, definition: desired }]
  if (desired === null) return [{ kind: 'drop_check', table, definition: actual }]
  if (!alikeButProof(actual, desired) || isUnproven(actual, desired)) {
    return [{ kind: 'replace_check', table, before: actual, after: desired }]
  }
  return [
    ...named(table, 'check', actual, desired),
    ...(desired.validated && !actual.validated
      ? [{ kind: 'validate_constraint' as const, table, constraint: { kind: 'check' as const, definition: desired } }]
      : []),
  ]
}

function exclusion(table: ObjectName, { actual, desired }: Pair<Exclusion>): Change[] {
  if (actual === null) return desired === null ? [] : [{ kind: 'add_exclusion', table, definition: desired }]
  if (desired === null) return [{ kind: 'drop_exclusion', table, definition: actual }]
  if (!alike(actual, desired)) return [{ kind: 'replace_exclusion', table, before: actual, after: desired }]
  return [...named(table, 'exclusion', actual, desired), ...indexOptions(table, actual, desired)]
}

function foreignKey(table: ObjectName, { actual, desired }: Pair<ForeignKey>): Change[] {
  if (actual === null) return desired === null ? [] : [{ kind: 'add_foreign_key', table, definition: desired }]
  if (desired === null) return [{ kind: 'drop_foreign_key', table, definition: actual }]
  const deferred = { ...actual, deferrable: desired.deferrable }
  if (!alikeButProof(deferred, desired) || isUnproven(actual, desired)) {
    return [{ kind: 'replace_foreign_key', table, before: actual, after: desired }]
  }
  const constraint = { kind: 'foreign_key' as const, definition: desired }
  return [
    ...named(table, 'foreign_key', actual, desired),
    ...(actual.deferrable === desired.deferrable
      ? []
      : [
          {
            kind: 'change_deferrable' as const,
            table,
            before: { ...actual, name: desired.name },
            after: { ...desired, validated: actual.validated },
          },
        ]),
    ...(desired.validated && !actual.validated ? [{ kind: 'validate_constraint' as const, table, constraint }] : []),
  ]
}

interface Described {
  readonly name: string
  readonly comment?: string
}

/** What is said of a constraint that stays: its name and its comment. */
function named(table: ObjectName, of: ConstraintKind, before: Described, after: Described): Change[] {
  return [
    ...(before.name === after.name
      ? []
      : [{ kind: 'rename_constraint' as const, table, of, from: before.name, to: after.name }]),
    ...(before.comment === after.comment
      ? []
      : [
          {
            kind: 'change_comment' as const,
            on: { kind: 'constraint' as const, table, name: after.name },
            before: before.comment ?? null,
            after: after.comment ?? null,
          },
        ]),
  ]
}

/** The same rule, whatever it is called and whatever is said about it. */
function alike<T extends PrimaryKey | Unique | Check | Exclusion | ForeignKey>(a: T, b: T): boolean {
  const bare = { name: '', comment: undefined, options: undefined }
  return sameValue({ ...a, ...bare }, { ...b, ...bare })
}

/** The same rule, whether or not the old rows are proven. */
function alikeButProof<T extends Check | ForeignKey>(a: T, b: T): boolean {
  return alike({ ...a, validated: true }, { ...b, validated: true })
}

/** A constraint that was proven cannot be made unproven, only added anew. */
function isUnproven(actual: Check | ForeignKey, desired: Check | ForeignKey): boolean {
  return actual.validated && !desired.validated
}

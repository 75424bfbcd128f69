import { displayName, type ObjectName } from '../../../../model/name.ts'
import type { Domain, DomainCheck } from '../../../../model/objects/domain.ts'
import type { Schema } from '../../../../model/schema.ts'
import type { Query, Statement, Work } from '../../../../model/statement.ts'
import { moved } from '../moved.ts'
import { collate, qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import { commentOn } from './comment-on.ts'
import { columnsHolding } from './columns-holding.ts'
import { dependents, holders, typeWithParts } from './dependents.ts'
import type { KindWords } from './kind-words.ts'

export const domain: KindWords<Domain> = {
  create: (one) => [
    statement(`create domain ${qualify(one.name)} as ${definition(one)}`, []),
    ...one.checks.filter(({ validated }) => !validated).map((check) => addCheck(one.name, check)),
    ...commentOn(`domain ${qualify(one.name)}`, null, one.comment),
    ...checkComments(one.name, [], one.checks),
  ],

  drop: ({ name }) => [statement(`drop domain ${qualify(name)}`, [])],

  /** R28: the server proves old values with writers locked out of every table that has them, NOT VALID or not. */
  alter(before, after, schema) {
    if (before.type !== after.type || before.collation !== after.collation) return null
    const { name } = after
    const tables = lock(
      'share',
      ...new Map(columnsOf(name, schema).map(({ table }) => [qualify(table), table])).values(),
    )
    const scan = (clause: string): Statement => ({ ...alterDomain(name, clause, 'scan'), locks: tables })
    const { gone, come, renamed, proven } = changedChecks(before, after)
    const kept = before.checks
      .filter((check) => !gone.includes(check))
      .map((check) => ({ ...check, name: renamed.find(({ from }) => from === check.name)?.to ?? check.name }))
    return [
      ...(before.default === after.default
        ? []
        : [alterDomain(name, after.default === null ? 'drop default' : `set default ${after.default}`)]),
      ...renamed.map(({ from, to }) => alterDomain(name, `rename constraint ${quote(from)} to ${quote(to)}`)),
      ...gone.map((check) => alterDomain(name, `drop constraint ${quote(check.name)}`)),
      ...come.map((check) => addCheck(name, { ...check, validated: false })),
      ...proven.map((check) => scan(`validate constraint ${quote(check.name)}`)),
      ...(before.nullable === after.nullable
        ? []
        : [after.nullable ? alterDomain(name, 'drop not null') : scan('set not null')]),
      ...commentOn(`domain ${qualify(name)}`, before.comment, after.comment),
      ...checkComments(name, kept, after.checks),
    ]
  },

  rename: ({ name }, to) => moved('domain', name, to),

  questions: {
    used: ({ name }) =>
      dependents(typeWithParts(name), {
        failure: `something uses domain ${displayName(name)}`,
        help: 'Let go of it first.',
      }),
    stored: ({ name }) =>
      holders(name, 'all', {
        failure: `columns are of domain ${displayName(name)}, whose type PostgreSQL cannot change`,
        help: 'Declare a new domain beside it and move the columns over.',
      }),
    rejects: (type, table, column) => [
      ...type.checks.map((check) => violators(table, column, type, check)),
      ...(type.nullable ? [] : [nulls(table, column, type.name)]),
    ],
    altered(before, after, schema) {
      const { proven } = changedChecks(before, after)
      const required = before.nullable && !after.nullable
      if (proven.length === 0 && !required) return []
      const { name } = after
      return [
        ...columnsOf(name, schema).flatMap(({ table, column }) => [
          ...proven.map((check) => violators(table, column, after, check)),
          ...(required ? [nulls(table, column, name)] : []),
        ]),
        holders(name, 'inside', {
          failure: `columns hold values of domain ${displayName(name)} within arrays, rows or ranges, and PostgreSQL proves none of these`,
          help: 'Keep the rules of the domain as they are, or declare a new domain beside it and move the columns over.',
        }),
      ]
    },
    oneWay(before, after, schema) {
      const given = changedChecks(after, before).proven.map((check) => check.name)
      if (given.length === 0 && (before.nullable || !after.nullable)) return null
      const [column] = columnsHolding(after.name, schema)
      if (column === undefined) return null
      const rules = [...given, ...(!before.nullable && after.nullable ? ['not null'] : [])].join(', ')
      return `${column} holds values of domain ${displayName(after.name)} within an array, a row or a range, where PostgreSQL proves no rule: ${rules} cannot come back`
    },
  },

  discard: (name) => statement(`drop domain if exists ${qualify(name)}`, []),
}

function definition({ type, collation, default: value, nullable, checks }: Domain): string {
  return [
    `${type}${collate(collation)}`,
    ...(value === null ? [] : [`default ${value}`]),
    ...(nullable ? [] : ['not null']),
    ...checks
      .filter(({ validated }) => validated)
      .map(({ name, expression }) => `constraint ${quote(name)} check (${expression})`),
  ].join('\n  ')
}

function alterDomain(name: ObjectName, clause: string, work: Work = 'catalog'): Statement {
  return statement(`alter domain ${qualify(name)} ${clause}`, [], { work })
}

function addCheck(domainName: ObjectName, { name, expression }: DomainCheck): Statement {
  return alterDomain(domainName, `add constraint ${quote(name)} check (${expression}) not valid`)
}

/** `before`: those that stay, under their names of now. */
function checkComments(
  domainName: ObjectName,
  before: readonly DomainCheck[],
  after: readonly DomainCheck[],
): Statement[] {
  return after.flatMap(({ name, comment }) => {
    const then = before.find((check) => check.name === name)?.comment ?? null
    return commentOn(`constraint ${quote(name)} on domain ${qualify(domainName)}`, then, comment)
  })
}

interface ChangedChecks {
  readonly gone: readonly DomainCheck[]
  readonly come: readonly DomainCheck[]
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
  /** Come or there already, to be proven by what is stored. */
  readonly proven: readonly DomainCheck[]
}

function changedChecks({ checks: before }: Domain, { checks: after }: Domain): ChangedChecks {
  const find = (list: readonly DomainCheck[], { name }: DomainCheck): DomainCheck | undefined =>
    list.find((one) => one.name === name)
  const loose = before.filter((check) => find(after, check) === undefined)
  const renamed: { from: string; to: string }[] = []
  const come: DomainCheck[] = []
  const gone: DomainCheck[] = []
  const proven: DomainCheck[] = []
  for (const check of after) {
    const old = find(before, check)
    const twin = old === undefined ? loose.findIndex((one) => one.expression === check.expression) : -1
    const [former] = twin === -1 ? [] : loose.splice(twin, 1)
    const equal = former ?? (old?.expression === check.expression ? old : undefined)
    // Nothing takes the proof from a rule but to make it anew.
    const same = equal?.validated === true && !check.validated ? undefined : equal
    if (same === undefined) {
      gone.push(...[former ?? old].filter((one) => one !== undefined))
      come.push(check)
    } else if (former !== undefined) renamed.push({ from: former.name, to: check.name })
    if (check.validated && same?.validated !== true) proven.push(check)
  }
  return { gone: [...loose, ...gone], come, renamed, proven }
}

interface DomainColumn {
  readonly table: ObjectName
  readonly column: string
}

/** Columns of the domain itself, or of a domain over it. */
function columnsOf(name: ObjectName, schema: Schema): DomainColumn[] {
  const over = schema.objects.filter((one) => one.kind === 'domain' && one.type === qualify(name))
  return [
    ...schema.tables.flatMap((table) =>
      table.columns
        .filter(({ type }) => type === qualify(name))
        .map((column) => ({ table: table.name, column: column.name })),
    ),
    ...over.flatMap((other) => columnsOf(other.name, schema)),
  ]
}

function violators(table: ObjectName, column: string, { name, type }: Domain, check: DomainCheck): Query {
  const value = `${quote(column)}::${type}`
  return {
    sql: `select ctid::text as row, ${quote(column)} as value from ${qualify(table)} where (${withValue(check.expression, value)}) is false\nlimit 20`,
    expect: 'no_rows',
    failure: `${displayName(table)}.${column} has values that break ${check.name} of domain ${displayName(name)}: ${check.expression}`,
    help: 'Correct these rows (a backfill can), or loosen the check.',
  }
}

/** VALUE stands for the value, but not within quotes. */
function withValue(expression: string, value: string): string {
  return expression.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\bVALUE\b/gi, (word) =>
    word.toUpperCase() === 'VALUE' ? `(${value})` : word,
  )
}

function nulls(table: ObjectName, column: string, name: ObjectName): Query {
  return {
    sql: `select ctid::text as row from ${qualify(table)} where ${quote(column)} is null\nlimit 20`,
    expect: 'no_rows',
    failure: `${displayName(table)}.${column} has rows without a value, which domain ${displayName(name)} is going to require`,
    help: `Fill them with a backfill of ${displayName(table)}, or leave the domain nullable.`,
  }
}

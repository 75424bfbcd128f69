import { mentions } from '../../src/model/mentions.ts'
import { nameKey } from '../../src/model/name.ts'
import type { Plan } from '../../src/model/plan.ts'
import { blocks, type Statement } from '../../src/model/statement.ts'
import type { DdlAction, Step } from '../../src/model/step.ts'

/** What no plan may do, whatever it is for: rules of hazards.md 7 that planning prevents by how it is made. */
export interface Law {
  /** Numbers in the catalogue. */
  readonly rules: readonly number[]
  readonly says: string
  broken(step: Step, plan: Plan): boolean
}

export const laws: readonly Law[] = [
  law([1, 2], 'what makes others wait runs under a short lock timeout', ({ statements }) =>
    statements.some(
      ({ sql, locks, timeout }) =>
        !/\bconcurrently\b/i.test(bare(sql)) &&
        locks.some(({ mode }) => mode !== 'write' && blocks(mode) !== 'nothing') &&
        (timeout === 'concurrent' || timeout === 'validate'),
    ),
  ),
  law([3, 4], 'CONCURRENTLY and VALIDATE are not cut short', ({ statements }) =>
    statements.some(
      ({ sql, timeout }) =>
        (/\bconcurrently\b/i.test(bare(sql)) && timeout !== 'concurrent') || (validates(sql) && timeout !== 'validate'),
    ),
  ),
  law([5, 10], 'what no transaction can hold is alone in its step', ({ statements, probe }) =>
    statements.some(({ transactional, sql }) => {
      const concurrent = /\bconcurrently\b/i.test(bare(sql)) && !/refresh materialized view/i.test(sql)
      return (concurrent && transactional) || (!transactional && (statements.length > 1 || probe === null))
    }),
  ),
  law([7], 'no constraint is validated where it is added NOT VALID', ({ statements }) => {
    return statements.some(({ sql }) => validates(sql)) && /\bnot valid\b/i.test(all(statements))
  }),
  law(
    [9],
    'one transaction adds foreign keys to one table at most, or has locked all of them first',
    ({ statements }) => {
      const added = statements.filter(({ sql }) => /add constraint \S+ foreign key/i.test(bare(sql)))
      const others = statements.findIndex(({ sql }) => !/^lock table\b/i.test(sql))
      const locked = statements.slice(0, others).flatMap(({ locks }) => locks.map(({ relation }) => relation))
      const targets = added.map(({ sql }) => /references\s+(\S+)/i.exec(bare(sql))?.[1] ?? '')
      return (
        new Set(targets).size > 1 &&
        targets.some((target) => !locked.some(({ schema, name }) => target === `${schema}.${name}`))
      )
    },
  ),
  law(
    [12, 104, 105, 126, 172],
    'nothing is dropped by CASCADE, emptied, or written into the catalogue',
    ({ statements }) =>
      /\b(?:drop|truncate|revoke)\b[^;]*\bcascade\b|\btruncate (?:table|only)\b|\bvacuum full\b|^\s*cluster\b|\bwritable_schema\b/im.test(
        all(statements).replaceAll(/on (?:delete|update) cascade/gi, ''),
      ),
  ),
  law([16], 'the runner alone opens and ends transactions', ({ statements }) =>
    statements.some(({ sql }) => /^\s*(?:begin|commit|rollback|start transaction)\s*;?\s*$/im.test(outsideBodies(sql))),
  ),
  law([41, 47], 'no ALTER TABLE takes away in one breath what it rests on', ({ statements }) =>
    statements.some(
      ({ sql }) =>
        /^\s*alter table/i.test(sql) &&
        ((/\bset not null\b/i.test(bare(sql)) && /\bdrop constraint\b/i.test(bare(sql))) ||
          (/\badd column\b.*\bdefault\b/is.test(bare(sql)) && /\bdrop default\b/i.test(bare(sql)))),
    ),
  ),
  law([87], 'indexes are built again beside writers', ({ statements }) =>
    /\breindex (?!.*concurrently)/i.test(all(statements)),
  ),
  {
    rules: [15],
    says: 'no name of ours is longer than PostgreSQL keeps',
    broken: ({ quarantines, subject }, { target }) =>
      target.dialect === 'postgres' &&
      [subject.name, ...quarantines.flatMap(({ keptAs }) => [keptAs.name.name, keptAs.column ?? ''])].some(
        (name) => Buffer.byteLength(name.replace(/\(.*/s, '')) > 63,
      ),
  },
  {
    rules: [91, 92],
    says: 'an index of a column comes after its backfill',
    broken: (step, { steps }) => {
      const { action } = step
      // A rebuilt table gets all of its indexes back, whenever that is.
      if (action.kind !== 'ddl' || step.change === 'rebuild_table') return false
      const built = action.statements.filter(({ work }) => work === 'index_build').map(({ sql }) => sql)
      const later = steps
        .slice(steps.indexOf(step) + 1)
        .filter(({ subject }) => nameKey(subject) === nameKey(step.subject))
      return later.some(
        ({ action: fills }) =>
          fills.kind === 'backfill' &&
          fills.backfill.set.some(({ column }) => built.some((sql) => mentions(sql, column))),
      )
    },
  },
  {
    rules: [102, 149],
    says: 'every step has a way back, and what goes is put aside',
    broken: ({ inverse, action }, { target, steps }) => {
      if (inverse.exactness === 'none') return true
      if (target.dialect !== 'postgres' || action.kind !== 'ddl') return false
      // What the plan has made for itself may go.
      const made = steps.flatMap((step) => tablesIn(step.action, /^\s*create table (\S+) as\b/gim))
      return tablesIn(action, /^\s*drop table (\S+)/gim).some((name) => !made.includes(name))
    },
  },
]

/** The laws that a plan breaks, with the step that does. */
export function brokenLaws(plan: Plan): readonly string[] {
  return plan.steps.flatMap((step) =>
    laws.flatMap(({ rules, says, broken }) =>
      broken(step, plan) ? [`${rules.join(', ')} (${says}): ${step.id} ${step.title}`] : [],
    ),
  )
}

function law(rules: readonly number[], says: string, broken: (action: DdlAction) => boolean): Law {
  return { rules, says, broken: ({ action }) => action.kind === 'ddl' && broken(action) }
}

function tablesIn(action: Step['action'], named: RegExp): string[] {
  const sql = action.kind === 'ddl' ? action.statements.map((statement) => statement.sql).join('\n') : ''
  return [...sql.matchAll(named)].map(([, name = '']) => name)
}

function all(statements: readonly Statement[]): string {
  return statements.map(({ sql }) => bare(sql)).join(';\n')
}

/** Without what is quoted: names, texts and bodies may say anything. */
function bare(sql: string): string {
  return outsideBodies(sql).replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '?')
}

/** A domain is validated under the lock that it is changed under (R28): it knows no other way. */
function validates(sql: string): boolean {
  return /^\s*alter table\b.*\bvalidate constraint\b/is.test(bare(sql))
}

function outsideBodies(sql: string): string {
  return sql
    .replaceAll(/(\$\w*\$).*?\1/gs, '?')
    .replaceAll(/\bbegin atomic\b.*?\bend\b/gis, '?')
    .replace(/^(\s*create\s.*?\btrigger\b.*?)\bbegin\b.*$/is, '$1')
}

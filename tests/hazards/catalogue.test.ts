import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { rules } from '../../src/hazards/registry.ts'
import { obstacleIds } from '../../src/model/obstacle.ts'
import { laws } from '../support/plan-laws.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * What has become of the 175 rules of hazards.md 7. `law`: no plan of the corpus breaks it (`tests/support/plan-laws.ts`).
 * `rule`: judged by that file of `hazards/`. `built`: planned or run in the safe form always; the test that shows it.
 * `asked`: of the database or of its rows, when planning and before the step. `told`: that obstacle, found before the first
 * statement and by `plan`. `elsewhere`: of no plan that Reconcile makes. `open`: not judged yet. `quiet`: left out on purpose.
 *
 * Why, where nothing judges it: 51 what a bad order of columns costs is a few bytes a row, which neither the readers of the
 * specs nor the owners of a table that is there would thank us for; 95 takes a whole cycle of work on all nodes, which no plan
 * has; 121 and 148 nothing refreshes, and no trigger of a plan writes into another table; 163 every new column breaks a
 * positional INSERT on SQLite: those in triggers are compiled beforehand, those of the application nobody sees; 135 backfills
 * go by the time that a batch takes, and look neither at lag nor at vacuums; 150 waits for the rehearsal.
 */
const places = `
  1-5 law | 6 built tests/load.test.ts | 7 law | 8 built tests/cases/online | 9-10 law | 11 built tests/cli/locks.test.ts
  12 law | 13 built tests/apply/lone.test.ts | 14 built tests/dialects/postgres/words.test.ts | 15-16 law
  17 told transaction-pooler | 18 told old-snapshot | 19 told standby-conflict | 20 told server-defect | 21 told low-disk | 22 built tests/dialects/postgres/texts.test.ts
  23 built tests/hazards/table-rewrite.test.ts | 24-25 rule table-rewrite | 26 rule required-of-old-writers
  27 built tests/plan/operations.test.ts | 28 rule table-rewrite | 29 asked | 30 built tests/dialects/postgres/words.test.ts
  31 asked | 32 rule type-with-pitfalls | 33 rule drop-column-live | 34 built tests/engine.test.ts
  35-36 built tests/diff/diff.test.ts | 37 rule untracked-code | 38 built tests/load.test.ts | 39 rule rename-live
  40 rule scan-under-lock | 41 law | 42-44 built tests/plan/operations.test.ts | 45 rule nulls-appear | 46 rule default-change-cached | 47 law
  48 rule column-count | 49 rule column-order-changes | 50 rule type-with-pitfalls | 51 quiet
  52 rule table-rewrite | 53 rule index-rebuild-under-lock | 54 rule scan-under-lock | 55 rule table-rewrite
  56 built tests/dialects/postgres/words.test.ts | 57-58 asked | 59 rule time-zone-dependent-change
  60 built tests/cases/online | 61 built tests/cases/view | 62 built tests/plan/operations.test.ts
  63 built tests/cases/serial | 64 rule int-key-exhaustion | 65 rule foreign-key-type-mismatch | 66 rule rollback-under-lock
  67-68 built tests/plan/operations.test.ts | 69 rule foreign-key-without-index | 70 built tests/dialects/postgres/texts.test.ts
  71 built tests/cases/partition | 72-74 built tests/plan/operations.test.ts | 75 rule exclusion-build | 76 rule unvalidated-leftover
  77 rule not-enforced | 78 rule integrity-removed | 79 rule replica-identity-changes | 80 rule integrity-removed
  81 built tests/plan/operations.test.ts | 82 rule scan-under-lock | 83 asked | 84 built tests/cases/table
  85-86 built tests/plan/operations.test.ts | 87 law | 88-89 told invalid-index | 90 built tests/plan/operations.test.ts | 91-92 law
  93-94 rule duplicate-index | 95 elsewhere | 96 rule wide-index | 97 built tests/cases/partition | 98 rule index-row-size
  99 rule upsert-target-dropped-early | 100 asked
  101 rule drop-table-live | 102 law | 103 built tests/dialects/postgres/texts.test.ts | 104-105 law
  106-110 built tests/cases/partition | 111 built tests/cases/partition | 112 told pending-detach | 113 asked
  114 built tests/cases/enum | 115 rule enum-label-irreversible | 116-117 built tests/cases/enum | 118 built tests/cases/view | 119 rule view-select-star | 120 built tests/cases/view
  121 elsewhere | 122 built tests/cases/sequence | 123 built tests/cases/identity | 124 rule row-security-without-policy
  125 rule replica-identity-changes | 126 law | 127 told collation-version | 128 built tests/cases/extension | 129 rule untracked-code
  130-133 built tests/apply/backfill.test.ts | 134 rule backfill-without-key | 135 open | 136 built tests/apply/backfill.test.ts
  137 rule backfill-fires-triggers | 138 asked | 139 rule constant-by-update | 140-144 built tests/cases/online | 145 rule written-by-subscription
  146-147 built tests/cases/online | 148 elsewhere | 149 law | 150 open | 151 asked | 152 built tests/cli/purge.test.ts
  153-158 built tests/dialects/sqlite/rebuild.test.ts | 159-161 built tests/dialects/sqlite/rebuild.test.ts | 162 asked | 163 quiet
  164 built tests/dialects/sqlite/lower.test.ts | 165-167 asked | 168 built tests/dialects/sqlite/lower.test.ts | 169 told wal-reset-race
  170 built tests/dialects/sqlite/session.test.ts | 171 built tests/plan/operations.test.ts | 172 law
  173 built tests/cases/primary-key | 174 asked | 175 told library-skew`

interface Place {
  readonly number: number
  readonly kind: string
  readonly detail: string
}

const all = places
  .split(/[|\n]/)
  .map((entry) => entry.trim())
  .filter((entry) => entry !== '')
  .flatMap((entry): Place[] => {
    const [range = '', kind = '', detail = ''] = entry.split(' ')
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, offset) => ({ number: first + offset, kind, detail }))
  })

const of = (kind: string): readonly Place[] => all.filter((place) => place.kind === kind)

test('each rule of the catalogue is in one place', () => {
  expect(all.map(({ number }) => number)).toEqual(Array.from({ length: 175 }, (_, position) => position + 1))
  const kinds = new Set(['law', 'rule', 'built', 'asked', 'told', 'elsewhere', 'open', 'quiet'])
  expect(all.filter(({ kind }) => !kinds.has(kind))).toEqual([])
})

test('and is there', () => {
  const lawful = new Set(laws.flatMap((law) => law.rules))
  expect(of('law').filter(({ number }) => !lawful.has(number))).toEqual([])
  expect([...lawful].filter((number) => !of('law').some((place) => place.number === number))).toEqual([])
  const ids = new Set(rules.map(({ id }) => id))
  expect(of('rule').filter(({ detail }) => !ids.has(detail))).toEqual([])
  const obstacles = new Set<string>(obstacleIds)
  expect(of('told').filter(({ detail }) => !obstacles.has(detail))).toEqual([])
  expect(of('built').filter(({ detail }) => !existsSync(`${root}${detail}`))).toEqual([])
})

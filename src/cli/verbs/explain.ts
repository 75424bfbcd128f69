import type { GuideEntry } from '../../dialects/guide.ts'
import { entriesOf } from '../../dialects/guide.ts'
import { guide as postgresGuide } from '../../dialects/postgres/guide/guide.ts'
import { guide as sqliteGuide } from '../../dialects/sqlite/guide/guide.ts'
import { rules } from '../../hazards/registry.ts'
import type { Rule } from '../../hazards/rule.ts'
import { ReconcileError } from '../../lib/errors.ts'
import { didYouMean } from '../../lib/text.ts'
import { document } from '../../report/document.ts'
import type { Io } from '../io.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Options } from '../options.ts'

const guide: readonly GuideEntry[] = [...postgresGuide, ...sqliteGuide]

/** `reconcile explain [HAZARD | CODE]`: one rule, what an error code means, or the list of both. */
export function explainVerb(io: Io, { json }: Options, id: string | undefined): number {
  io.stdout.write(id === undefined ? list(json) : one(id, json))
  return exitCodes.done
}

function list(json: boolean): string {
  const codes = [...new Map(guide.map(({ code, name }) => [code, name]))]
  if (json) {
    return document('hazards', {
      hazards: rules.map(({ id, severity }) => ({ id, severity })),
      errors: codes.map(([code, name]) => ({ code, name })),
    })
  }
  return [
    ...rules.map(({ id, severity }) => `${id.padEnd(28)} ${severity}\n`),
    '\n',
    ...codes.map(([code, name]) => `${code.padEnd(28)} ${name}\n`),
  ].join('')
}

/** Throws `usage` for what is neither a hazard nor a code. */
function one(id: string, json: boolean): string {
  const rule = rules.find((known) => known.id === id)
  if (rule !== undefined) return ofRule(rule, json)
  const entries = entriesOf(guide, id.toUpperCase())
  if (entries.length > 0) return ofEntries(id.toUpperCase(), entries, json)
  const near = didYouMean(id, [...rules.map((known) => known.id), ...guide.map(({ code }) => code)])
  throw new ReconcileError('usage', `there is no hazard and no error code ${id}`, {
    hint: near === null ? '`reconcile explain` lists them.' : `Did you mean ${near}?`,
  })
}

function ofRule({ id, severity, why, instead }: Rule, json: boolean): string {
  if (json) return document('hazard', { id, severity, why, instead })
  const consequence = {
    block: `blocks the plan until --allow ${id}`,
    warn: 'shown as a warning',
    info: 'shown as a note',
  }
  return `${id} (${consequence[severity]})\n\nWhy:     ${why}\nInstead: ${instead}\n`
}

function ofEntries(code: string, entries: readonly GuideEntry[], json: boolean): string {
  if (json) {
    return document('error_code', {
      code,
      entries: entries.map(({ name, says, causes, choices }) => ({
        name,
        says: says?.source ?? null,
        causes,
        choices,
      })),
    })
  }
  return entries
    .map(({ name, says, causes, choices }) => {
      const when = says === undefined ? '' : `, when the message has /${says.source}/`
      const listed = (title: string, lines: readonly string[]): string =>
        `${title}\n${lines.map((line) => `  - ${line}\n`).join('')}`
      return `${code} ${name}${when}\n\n${listed('Comes from', causes)}${listed('What can be done', choices)}`
    })
    .join('\n')
}

import type { Allowance } from '../model/allowance.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { ParsedYaml } from './yaml-text.ts'

/** An item of `allow:`: a hazard, or more about it. */
export type AllowContent = string | AllowKeys

interface AllowKeys {
  readonly hazard: string
  readonly reason?: string
  readonly until?: string
}

/** What a target allows, with the places where it does. */
export function allowancesOf(target: string, content: readonly AllowContent[], yaml: ParsedYaml): Allowance[] {
  return content.map((item, index) => {
    const { hazard, reason = null, until = null } = typeof item === 'string' ? { hazard: item } : item
    const path = ['targets', target, 'allow', String(index), ...(typeof item === 'string' ? [] : ['hazard'])]
    return { hazard, by: target, reason, until, position: yaml.locate(path, 'value') }
  })
}

/** What the JSON Schema cannot tell: a hazard that is allowed twice, a day that is in no calendar. */
export function allowProblems(target: string, content: readonly AllowContent[], yaml: ParsedYaml): Diagnostic[] {
  const allowances = allowancesOf(target, content, yaml)
  const ids = allowances.map(({ hazard }) => hazard)
  return allowances.flatMap(({ hazard, until, position }, index) => [
    ...(ids.indexOf(hazard) === index
      ? []
      : [problem('duplicate-allowance', `target ${target} allows ${hazard} twice`, 'leave one of them', position)]),
    ...(until === null || isDay(until)
      ? []
      : [
          problem(
            'bad-date',
            `${hazard} is allowed until ${until}, which is no day`,
            'write the last day on which it counts, for example 2026-12-31',
            yaml.locate(['targets', target, 'allow', String(index), 'until'], 'value'),
          ),
        ]),
  ])
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function problem(id: string, message: string, help: string, position: Diagnostic['position']): Diagnostic {
  return { id, severity: 'error', message, help, position, sqlState: null }
}

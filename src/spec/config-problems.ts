import { isRecord } from '../lib/record.ts'
import { didYouMean } from '../lib/text.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { allowProblems } from './allow.ts'
import type { ConfigContent } from './config-content.ts'
import { timeoutHelp, timeoutProblem } from './durations.ts'
import { gateProblems } from './gate.ts'
import type { Path } from './places.ts'
import type { ParsedYaml } from './yaml-text.ts'

/** What the JSON Schema cannot tell of reconcile.yaml. `content` is what fits it. */
export function configProblems(content: ConfigContent, yaml: ParsedYaml): readonly Diagnostic[] {
  const targets = Object.entries(content.targets ?? {})
  return [
    ...nameProblems(content, yaml),
    ...targets.flatMap(([name, { url, gate, allow = [], lock_budget: budget }]) => [
      ...(gate === undefined || !/^sqlite:/i.test(url) ? [] : gateProblems('sqlite', name, gate, yaml)),
      ...allowProblems(name, allow, yaml),
      ...budgetProblems(name, budget, yaml),
    ]),
  ]
}

function nameProblems(content: ConfigContent, yaml: ParsedYaml): readonly Diagnostic[] {
  const names = namesIn(yaml)
  const unknown = (path: Path, key: string, name: string | undefined): readonly Diagnostic[] => {
    if (name === undefined || names.includes(name)) return []
    const near = didYouMean(name, names)
    const help = near === null ? `the targets are ${names.join(', ') || '(none)'}` : `did you mean ${near}?`
    return [problem('unknown-target', `${key} names ${name}, which is no target`, help, path, yaml)]
  }
  return [
    ...unknown(['default_target'], 'default_target', content.default_target),
    ...Object.entries(content.targets ?? {}).flatMap(([name, { promote_from: from }]) => {
      const path = ['targets', name, 'promote_from']
      return [...unknown(path, `promote_from of target ${name}`, from), ...circleProblems(content, name, path, yaml)]
    }),
  ]
}

/** Those that did not fit are there as well. */
function namesIn({ value }: ParsedYaml): readonly string[] {
  return isRecord(value) && isRecord(value['targets']) ? Object.keys(value['targets']) : []
}

/** Each target of a circle would wait for another one of it to have the specs first. */
function circleProblems({ targets = {} }: ConfigContent, name: string, path: Path, yaml: ParsedYaml): Diagnostic[] {
  const way = [name]
  for (;;) {
    const next = targets[way.at(-1) ?? '']?.promote_from
    if (next === name) {
      const message = `target ${name} is promoted from ${way.length === 1 ? 'itself' : [...way.slice(1), name].join(', which is promoted from ')}`
      return [problem('promotion-circle', message, 'name another target, or leave promote_from out', path, yaml)]
    }
    if (next === undefined || way.includes(next)) return []
    way.push(next)
  }
}

function budgetProblems(target: string, budget: string | undefined, yaml: ParsedYaml): Diagnostic[] {
  const wrong = budget === undefined ? null : timeoutProblem(budget)
  if (wrong === null) return []
  const path = ['targets', target, 'lock_budget']
  return [problem('bad-duration', `target ${target}: lock_budget: ${wrong}`, timeoutHelp, path, yaml)]
}

function problem(id: string, message: string, help: string, path: Path, yaml: ParsedYaml): Diagnostic {
  return { id, severity: 'error', message, help, position: yaml.locate(path, 'value'), sqlState: null }
}

import type { Diagnostic } from '../model/diagnostic.ts'
import type { GateCondition } from '../model/gate.ts'
import type { Target } from '../model/target.ts'
import { durationMs } from './durations.ts'
import type { ParsedYaml } from './yaml-text.ts'

/** `gate:` of a target: a word, or the conditions of a manual one. */
export type GateContent = Target['gate'] | GateKeys

interface GateKeys {
  readonly soak?: string
  readonly no_session?: string | readonly string[]
  readonly unused?: boolean | string
  readonly command?: string
}

const usualQuiet = '5m'

/** In the order in which they are told, whatever the order of the file. */
export function gateOf(content: GateContent): Pick<Target, 'gate' | 'gateConditions'> {
  if (typeof content === 'string') return { gate: content, gateConditions: [] }
  const { soak, no_session: noSession, unused = false, command } = content
  const ms = soak === undefined ? null : durationMs(soak)
  const quietMs = unused === false ? null : durationMs(unused === true ? usualQuiet : unused)
  return {
    gate: 'manual',
    gateConditions: [
      ...(ms === null ? [] : [{ kind: 'soak', ms } as const]),
      ...(noSession === undefined ? [] : [{ kind: 'no_session', patterns: [noSession].flat() } as const]),
      ...(quietMs === null ? [] : [{ kind: 'unused', quietMs } as const]),
      ...(command === undefined ? [] : [{ kind: 'command', command } as const]),
    ],
  }
}

/** Conditions that this engine cannot answer, each in words. */
export function notOn(
  dialect: Target['dialect'],
  conditions: readonly GateCondition[],
): { readonly key: string; readonly message: string; readonly help: string }[] {
  if (dialect === 'postgres') return []
  return conditions.flatMap(({ kind }) =>
    kind === 'no_session' || kind === 'unused'
      ? [
          {
            key: kind,
            message: `its gate has ${kind}, which SQLite knows nothing of`,
            help: 'a file has neither sessions nor counters to ask for: use soak or command',
          },
        ]
      : [],
  )
}

export function gateProblems(
  dialect: Target['dialect'],
  target: string,
  content: GateContent,
  yaml: ParsedYaml,
): readonly Diagnostic[] {
  return notOn(dialect, gateOf(content).gateConditions).map(({ key, message, help }) => ({
    id: 'not-on-sqlite',
    severity: 'error',
    message: `target ${target}: ${message}`,
    help,
    position: yaml.locate(['targets', target, 'gate', key], 'key'),
    sqlState: null,
  }))
}

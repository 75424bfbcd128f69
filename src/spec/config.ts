import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ReconcileError } from '../lib/errors.ts'
import { encodeUrl, redactUrl } from '../lib/redact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Target } from '../model/target.ts'
import { allowancesOf } from './allow.ts'
import type { ConfigContent, TargetContent } from './config-content.ts'
import { configProblems } from './config-problems.ts'
import { durationMs } from './durations.ts'
import { gateOf, notOn } from './gate.ts'
import { sizeBytes } from './sizes.ts'
import { schemaCheck } from './schema-check.ts'
import { parseYaml, type ParsedYaml } from './yaml-text.ts'

/** What reconcile.yaml says of one database, before its URL is put together from the environment. */
export interface ConfiguredTarget {
  readonly name: string
  readonly gate: Target['gate']
  readonly gateConditions: Target['gateConditions']
  readonly allow: Target['allow']
  readonly lockBudgetMs: number
  readonly lockWindowMs: number
  readonly terminateBlockers: boolean
  readonly smallTableBytes: number
  readonly keepAsideMs: number
  /** The target on which a plan must have succeeded first. */
  readonly promoteFrom: string | null
  /** A shell command, `${NAME}` still in it: the shell has the same environment. */
  readonly backup: string | null
  /** Throws `invalid_config` when a variable of the URL is not set, or when it is no URL that Reconcile knows. */
  resolve(): Target
}

export interface Config {
  /** In the order of the file. */
  readonly targets: readonly ConfiguredTarget[]
  readonly defaultTarget: string | null
  readonly diagnostics: readonly Diagnostic[]
  /** The file and its text, for `codeFrame`; null when there is none. */
  readonly source: { readonly file: string; readonly text: string } | null
}

export type Environment = Readonly<Record<string, string | undefined>>

const check = schemaCheck<ConfigContent>('config.schema.json', {})
const defaults = {
  gate: 'manual',
  gateConditions: [],
  allow: [],
  lockBudgetMs: 1000,
  lockWindowMs: 120_000,
  terminateBlockers: false,
  smallTableBytes: 10 * 1024 * 1024,
  keepAsideMs: 14 * 86_400_000,
  promoteFrom: null,
  backup: null,
} as const

/**
 * Reads `reconcile.yaml` of a specs directory. A missing one is an empty one: `--url` needs none. Never throws; a
 * variable that is not set matters only once its target is chosen (`resolve`).
 */
export async function loadConfig(directory: string, env: Environment): Promise<Config> {
  const file = configFile(directory)
  let text: string
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return empty([])
    const reason = error instanceof Error ? error.message : String(error)
    return empty([
      {
        id: 'unreadable-file',
        severity: 'error',
        message: `${file} cannot be read: ${reason}`,
        help: 'check its permissions',
        position: null,
        sqlState: null,
      },
    ])
  }
  const yaml = parseYaml(text, file)
  const { content, diagnostics } = check(yaml)
  return {
    targets: Object.entries(content.targets ?? {}).map(([name, target]) => configured(name, target, env, yaml)),
    defaultTarget: content.default_target ?? null,
    diagnostics: yaml.diagnostics.length > 0 ? yaml.diagnostics : [...diagnostics, ...configProblems(content, yaml)],
    source: { file, text },
  }
}

/** A target for a URL given by hand, with the settings of `declared` when it stands for a configured one. */
export function targetFromUrl(url: string, name: string, declared?: ConfiguredTarget): Target {
  const { gate, gateConditions, allow, lockBudgetMs, lockWindowMs, terminateBlockers, smallTableBytes, keepAsideMs } =
    declared ?? defaults
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  const limits = { lockBudgetMs, lockWindowMs, terminateBlockers, smallTableBytes, keepAsideMs }
  const settings = { name, gate, gateConditions, allow, ...limits }
  if (scheme === 'sqlite') {
    const [foreign] = notOn('sqlite', gateConditions)
    if (foreign !== undefined) throw wrong(name, foreign.message, foreign.help)
    if (terminateBlockers)
      throw wrong(name, 'terminate_blockers: SQLite has no sessions that anybody could end', 'leave it out')
    if (url.length > 'sqlite:'.length) return { ...settings, dialect: 'sqlite', url, shownAs: redactUrl(url) }
    throw wrong(name, 'its URL names no file', 'write sqlite:path/to/file.db')
  }
  const encoded = encodeUrl(url)
  if ((scheme === 'postgres' || scheme === 'postgresql') && URL.canParse(encoded)) {
    return { ...settings, dialect: 'postgres', url: encoded, shownAs: redactUrl(url) }
  }
  // What cannot be taken apart cannot be redacted either, so nothing of it is shown.
  throw wrong(
    name,
    'its URL <redacted> is not one that Reconcile understands',
    'write postgres://user@host:5432/database or sqlite:path; characters like / @ : ? # % in the user name or password are written %2F %40 %3A %3F %23 %25',
  )
}

function configured(name: string, content: TargetContent, env: Environment, yaml: ParsedYaml): ConfiguredTarget {
  const target: ConfiguredTarget = {
    name,
    ...gateOf(content.gate ?? defaults.gate),
    allow: allowancesOf(name, content.allow ?? [], yaml),
    lockBudgetMs: durationMs(content.lock_budget ?? '') ?? defaults.lockBudgetMs,
    lockWindowMs: durationMs(content.lock_window ?? '') ?? defaults.lockWindowMs,
    terminateBlockers: content.terminate_blockers ?? defaults.terminateBlockers,
    smallTableBytes: sizeBytes(content.small_table ?? '') ?? defaults.smallTableBytes,
    keepAsideMs: durationMs(content.keep_aside ?? '') ?? defaults.keepAsideMs,
    promoteFrom: content.promote_from ?? null,
    backup: content.backup ?? null,
    resolve: () => targetFromUrl(withEnvironment(content.url, name, env), name, target),
  }
  return target
}

/** `${NAME}` and `${NAME:-default}`, as the shell has them: an empty variable counts as one that is not set. */
function withEnvironment(text: string, target: string, env: Environment): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (_all, inside: string) => {
    const [, variable, fallback] = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(inside) ?? []
    if (variable === undefined) {
      throw wrong(target, `\${${inside}} in its URL is not the name of a variable`, 'write ${NAME} or ${NAME:-default}')
    }
    const value = env[variable]
    if (value !== undefined && value !== '') return value
    if (fallback !== undefined) return fallback
    throw wrong(
      target,
      `the environment variable ${variable} of its URL is not set`,
      `set it (export ${variable}=postgres://…), choose another --target, or give --url`,
    )
  })
}

function wrong(target: string, what: string, hint: string): ReconcileError {
  return new ReconcileError('invalid_config', `target ${target}: ${what}`, { hint })
}

function configFile(directory: string): string {
  const isFile = statSync(directory, { throwIfNoEntry: false })?.isFile() ?? false
  return join(isFile ? dirname(directory) : directory, 'reconcile.yaml')
}

function empty(diagnostics: readonly Diagnostic[]): Config {
  return { targets: [], defaultTarget: null, diagnostics, source: null }
}

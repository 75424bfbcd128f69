import { Command, CommanderError, Option } from 'commander'
import { ReconcileError } from '../lib/errors.ts'
import { didYouMean } from '../lib/text.ts'
import type { Call } from './call.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import type { ArchivePlace } from '../commands/purge.ts'
import { collectIds, type Options, parseAge, parseArchive, parsePhase, parseWait } from './options.ts'
import { toolVersion } from './version.ts'
import type { InspectOptions } from './verbs/inspect.ts'
import type { Voice } from './voice.ts'

/** Loaded once the command line is read: --help and a misspelt flag answer without the rest of Reconcile. */
const verbs = {
  plan: async () => (await import('./verbs/reconcile.ts')).planVerb,
  reconcile: async () => (await import('./verbs/reconcile.ts')).reconcileVerb,
  apply: async () => (await import('./verbs/apply.ts')).applyVerb,
  resume: async () => (await import('./verbs/runs.ts')).resumeVerb,
  rollback: async () => (await import('./verbs/runs.ts')).rollbackVerb,
  status: async () => (await import('./verbs/status.ts')).statusVerb,
  validate: async () => (await import('./verbs/validate.ts')).validateVerb,
  adopt: async () => (await import('./verbs/adopt.ts')).adoptVerb,
  drift: async () => (await import('./verbs/drift.ts')).driftVerb,
} as const

type Verb = (call: Call, argument?: string) => Promise<number>

/** Parses the command line and runs its verb; the exit code. Throws what the verb throws. */
export async function runProgram(io: Io, voice: Voice, argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.done
  const program = new Command('reconcile')
    .description('Declare tables in YAML; review the phased plan; apply it, and take it back.')
    .version(toolVersion())
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .exitOverride()
    .showHelpAfterError('(`reconcile --help` lists verbs and flags)')
    .enablePositionalOptions(false)
    .option('--target <name>', 'target of specs/reconcile.yaml')
    .option('--url <url>', 'database to work on: sqlite:path or postgres://user@host/db')
    .option('--specs <dir>', 'where the specs are', 'specs')
    .option('--state <dir>', 'where bundles and records go', 'state')
    .option('--json', 'one JSON document on stdout; NDJSON events while running', false)
    .option('--yes', 'apply without asking; never allows a hazard', false)
    .option('--allow <hazard>', 'allow hazards by name, comma separated, repeatable', collectIds, [])
    .option('--through <phase>', 'stop after this phase: expand, backfill, validate, contract', parsePhase)
    .option(
      '--terminate-blockers',
      "end sessions that stand in the way for longer than lock_window; otherwise nobody's ever is",
      false,
    )
    .option('--no-color', 'no colour')
    .option('--quiet', 'only results and errors', false)
    .option('--verbose', 'stack traces of errors', false)
    .option('--detailed-exitcode', 'exit 4 when paused at the gate', false)
    .configureHelp({ showGlobalOptions: true })

  const opened = async (options: Options): Promise<Call> => (await import('./call.ts')).openCall(io, voice, options)
  /** `says`: what --json gets from it. Verbs that run a plan only once it is approved print the plan until then. */
  const verb =
    (load: () => Promise<Verb>, says: 'document' | 'lines' | 'lines with --yes') =>
    async (argument?: unknown): Promise<void> => {
      const options = program.opts<Options>()
      if (options.json && (says === 'lines' || (says === 'lines with --yes' && options.yes))) voice.begin()
      const call = await opened(options)
      const run = await load()
      code = await explaining(call, () => run(call, typeof argument === 'string' ? argument : undefined))
    }
  const alone = verb(verbs.reconcile, 'lines with --yes')
  program.action(async () => {
    refuseUnknownVerb(program)
    await alone()
  })
  program
    .command('plan')
    .description('show what would be done; exit 2 when something would')
    .action(verb(verbs.plan, 'document'))
  program
    .command('apply')
    .argument('[plan]', 'plan.json written by plan')
    .description('apply a saved plan, or plan and apply')
    .action(verb(verbs.apply, 'lines with --yes'))
  program
    .command('continue')
    .argument('[run]')
    .description('go on past the gate, once its conditions hold')
    .option('--wait <time>', 'wait so long for them, for example 30m', parseWait, 0)
    .action(async (run: string | undefined, { wait }: { wait: number }) => {
      const options = program.opts<Options>()
      if (options.json) voice.begin()
      const call = await opened(options)
      const { continueVerb } = await import('./verbs/runs.ts')
      code = await explaining(call, () => continueVerb(call, run, wait))
    })
  program
    .command('resume')
    .argument('[run]')
    .description('go on with an interrupted or failed run')
    .action(verb(verbs.resume, 'lines'))
  program
    .command('rollback')
    .argument('[run]')
    .description('take a run back, newest step first')
    .action(verb(verbs.rollback, 'lines with --yes'))
  program.command('status').description('the latest run and what is put aside').action(verb(verbs.status, 'document'))
  program.command('validate').description('check the specs without a database').action(verb(verbs.validate, 'document'))
  program
    .command('inspect')
    .description('write the database down as specs, to stdout or to files')
    .option('--out <dir>', 'folder to write to; files that are there stay as they are')
    .addOption(
      new Option('--layout <layout>', 'files by schema (the default) or by table').choices(['schema', 'table']),
    )
    .option('--force', 'replace files that are there')
    .action(async (how: InspectOptions) => {
      const call = await opened(program.opts<Options>())
      const { inspectVerb } = await import('./verbs/inspect.ts')
      code = await explaining(call, () => inspectVerb(call, how))
    })
  program
    .command('adopt')
    .description('take a database under management that is what the specs say')
    .action(verb(verbs.adopt, 'document'))
  program
    .command('drift')
    .description('what has happened to the database since it was recorded; exit 2 when anything has')
    .action(verb(verbs.drift, 'document'))
  program
    .command('diff')
    .argument('<from>', 'specs, plan.json or its folder, a database URL, target:NAME or recorded:NAME')
    .argument('<to>')
    .description('what leads from one to the other; exit 2 when anything does')
    .action(async (from: string, to: string) => {
      const { diffVerb } = await import('./verbs/diff.ts')
      code = await diffVerb(io, voice, program.opts<Options>(), from, to)
    })
  program
    .command('purge')
    .description('destroy what was put aside')
    .option('--older-than <age>', 'only what has been aside at least this long (default: keep_aside, or 14d)', parseAge)
    .option(
      '--archive <place>',
      'write what is destroyed into files of SQL in that folder first, or into tables of schema:NAME',
      parseArchive,
    )
    .action(async ({ olderThan, archive }: { olderThan?: number; archive?: ArchivePlace }) => {
      const options = program.opts<Options>()
      const allowed = options.yes && options.allow.includes('purge-data')
      const call = await opened({ ...options, allow: options.allow.filter((id) => id !== 'purge-data') })
      const { purgeVerb } = await import('./verbs/purge.ts')
      code = await explaining(call, () =>
        purgeVerb(call, { olderThanMs: olderThan ?? null, archiveTo: archive ?? null, allowed }),
      )
    })
  program
    .command('explain')
    .argument('[id]', 'a hazard, or an error code such as 55P03 or SQLITE_BUSY')
    .description('what a hazard or an error code means, and what to do')
    .action(async (id?: string) => {
      const { explainVerb } = await import('./verbs/explain.ts')
      code = explainVerb(io, program.opts<Options>(), id)
    })

  // Verbs inherit what is set before they are added; without this a misspelt verb is called a surplus argument.
  program.allowExcessArguments()
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    const message = error.message.replace(/^error: /, '')
    if (argv.includes('--json')) voice.end(exitCodes.usage, new ReconcileError('usage', message))
    return exitCodes.usage
  }
  return code
}

/** What a database says where nobody has expected it to say anything is still no bug. */
async function explaining<T>({ place }: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { explained } = await import('../commands/database-error.ts')
    throw explained(place.dialect, error)
  }
}

/** Throws `usage`. */
function refuseUnknownVerb({ args: [verb], commands }: Command): void {
  if (verb === undefined) return
  const names = commands.map((command) => command.name())
  const near = didYouMean(verb, names)
  throw new ReconcileError('usage', `there is no verb ${verb}`, {
    hint: near === null ? `Verbs are ${names.join(', ')}.` : `Did you mean ${near}?`,
  })
}

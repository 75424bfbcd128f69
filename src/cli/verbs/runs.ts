import { waitsAtGate } from '../../apply/gate.ts'
import { resume, rollback, runToContinue, runToRollBack } from '../../commands/runs.ts'
import { rollbackText } from '../../report/rollback.ts'
import { rollbackJson } from '../../report/run-json.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'
import { goOn, passGate } from '../gate.ts'
import { watchRun } from '../live.ts'

/** `reconcile resume [RUN]`. */
export async function resumeVerb(call: Call, runId: string | undefined): Promise<number> {
  const { code, run } = await watchRun(call, { title: 'resuming', direction: 'apply' }, [], (around) =>
    resume(call.place, around, runId ?? null),
  )
  return await passGate(call, run, code)
}

/** `reconcile continue [RUN] [--wait TIME]`: on a terminal shows the gate first; whoever waits has seen it. */
export async function continueVerb(call: Call, runId: string | undefined, waitMs: number): Promise<number> {
  if (!call.terminal.interactive || waitMs > 0) return await goOn(call, runId ?? null, waitMs)
  const run = await runToContinue(call.place, runId ?? null)
  return waitsAtGate(run) ? await passGate(call, run, exitCodes.pending) : await goOn(call, run.id, 0)
}

/** `reconcile rollback [RUN]`: shows what is taken back, asks, takes it back. */
export async function rollbackVerb(call: Call, runId: string | undefined): Promise<number> {
  const { io, options, terminal, place, voice } = call
  const run = await runToRollBack(place, runId ?? null)
  let allowed: readonly string[] = []
  if (terminal.interactive) {
    const { rollbackScreen } = await import('../../tui/rollback-screen.tsx')
    const answer = await rollbackScreen({ run, streams: io, color: terminal.color, ascii: terminal.ascii })
    if (answer.decision === 'interrupted') return exitCodes.interrupted
    if (answer.decision === 'quit') {
      io.stdout.write('Nothing was changed.\n')
      return exitCodes.pending
    }
    // Whoever typed the target's name has seen which steps have no way back.
    allowed = ['irreversible']
  } else {
    if (options.json) {
      if (!options.yes) voice.write(rollbackJson(run))
    } else if (!options.quiet || !options.yes) {
      const stream = options.yes ? io.stderr : io.stdout
      stream.write(rollbackText(run, { color: terminal.color, width: terminal.width }))
    }
    if (!options.yes) return exitCodes.pending
  }
  const { code } = await watchRun(call, { title: 'rolling back', direction: 'rollback' }, allowed, (around) =>
    rollback(place, around, run),
  )
  return code
}

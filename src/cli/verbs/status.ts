import { status } from '../../commands/status.ts'
import { quarantineText } from '../../commands/quarantine-text.ts'
import { statusJson } from '../../report/run-json.ts'
import { onTarget } from '../../report/next-command.ts'
import { statusText } from '../../report/status.ts'
import { period } from '../../lib/period.ts'
import { printable } from '../../lib/text.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'

/** `reconcile status`: the latest run, those before it, and what is put aside. */
export async function statusVerb(call: Call): Promise<number> {
  const { io, options, terminal, place, voice } = call
  const { runs, quarantined, overdue, gate } = await status(place, new Date())
  const latest = runs.at(-1) ?? null
  if (options.json) {
    voice.write(statusJson(latest, { earlier: runs.slice(0, -1), quarantined, overdue, gate }))
    return exitCodes.done
  }
  io.stdout.write(statusText(latest, { color: terminal.color, width: terminal.width, gate }))
  if (runs.length > 1) {
    const lines = runs.slice(0, -1).map((run) => `  ${run.id}  ${run.startedAt}  ${run.status}\n`)
    io.stdout.write(`Earlier runs\n${lines.join('')}`)
  }
  if (quarantined.length > 0) {
    const lines = quarantined.map(
      ({ quarantine, runId, since }) => `  ${printable(quarantineText(quarantine))}, since ${since} by run ${runId}\n`,
    )
    io.stdout.write(`Put aside, until \`reconcile purge\`\n${lines.join('')}`)
    if (overdue.length > 0) io.stdout.write(overdueText(overdue.length, quarantined.length, place.target))
  }
  return exitCodes.done
}

function overdueText(overdue: number, all: number, { name, keepAsideMs }: Call['place']['target']): string {
  const which = overdue === all ? (all === 1 ? 'It has' : `All ${all} have`) : `${overdue} of ${all} have`
  return `${which} been aside for longer than ${period(keepAsideMs)}: reconcile purge${onTarget(name)}\n`
}

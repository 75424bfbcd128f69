import { createInterface } from 'node:readline/promises'
import { type ArchivePlace, purge, purgeable } from '../../commands/purge.ts'
import type { Pause } from '../../commands/patiently.ts'
import { quarantineText } from '../../commands/quarantine-text.ts'
import { count, printable } from '../../lib/text.ts'
import type { QuarantineRecord } from '../../model/run.ts'
import { purgeJson } from '../../report/run-json.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'
import { sleep } from '../io.ts'

export interface PurgeOptions {
  /** Null: as long as the target says. */
  readonly olderThanMs: number | null
  /** Where what is destroyed is written to before. */
  readonly archiveTo: ArchivePlace | null
  readonly allowed: boolean
}

/** `reconcile purge --older-than 14d`: destroys what is put aside, after the target's name is typed or --allow purge-data. */
export async function purgeVerb(call: Call, { olderThanMs, archiveTo, allowed }: PurgeOptions): Promise<number> {
  const { io, options, terminal, place, voice } = call
  const records = await purgeable(place, olderThanMs, new Date())
  if (options.json) {
    const nothing = { records, archived: [] }
    const purged = allowed ? await purge(place, records, { owner: io.owner, sleep }, archiveTo) : nothing
    voice.write(purgeJson(purged, allowed))
    return allowed || records.length === 0 ? exitCodes.done : exitCodes.refused
  }
  if (records.length === 0) {
    io.stdout.write('Nothing is put aside for that long.\n')
    return exitCodes.done
  }
  const lines = records.map(
    ({ quarantine, since, runId }) => `  ${printable(quarantineText(quarantine))}, since ${since} by run ${runId}\n`,
  )
  io.stdout.write(`To be destroyed for good, with every value\n${lines.join('')}`)
  if (!allowed) {
    const answer = terminal.interactive ? await confirmed(call) : 'no'
    if (answer !== 'yes') {
      io.stderr.write('Nothing was destroyed. Without a terminal this takes --yes --allow purge-data.\n')
      return answer === 'interrupted' ? exitCodes.interrupted : exitCodes.refused
    }
  }
  const pauses = ({ quarantine }: QuarantineRecord, why: Pause) => {
    if (!options.quiet) io.stderr.write(`${pauseText[why]}: ${printable(quarantineText(quarantine))}\n`)
  }
  const { records: purged, archived } = await purge(place, records, { owner: io.owner, sleep, pauses }, archiveTo)
  if (archived.length > 0) io.stdout.write(`Archived\n${archived.map((path) => `  ${printable(path)}\n`).join('')}`)
  io.stdout.write(
    `${count(purged.length, 'object')} destroyed. Runs that put them aside can no longer be taken back.\n`,
  )
  return exitCodes.done
}

const pauseText: Readonly<Record<Pause, string>> = {
  lock: 'waiting for a lock',
  timeout: 'took longer than its time limit, trying again',
}

/** Whether the target's name was typed. Ctrl-C and the end of input answer too, and readline tells neither by itself. */
async function confirmed({ io, place }: Call): Promise<'yes' | 'no' | 'interrupted'> {
  const prompt = createInterface({ input: io.stdin, output: io.stdout })
  const { promise: left, resolve: leave } = Promise.withResolvers<'no' | 'interrupted'>()
  prompt.once('SIGINT', () => leave('interrupted'))
  prompt.once('close', () => leave('no'))
  try {
    const answered = prompt
      .question(`Type ${place.target.name} to destroy: `)
      .then((answer) => (answer.trim() === place.target.name ? 'yes' : 'no'))
    return await Promise.race([answered, left])
  } finally {
    prompt.close()
  }
}

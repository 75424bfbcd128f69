import { createInterface } from 'node:readline/promises'
import { purge, purgeable, quarantineText } from '../../commands/purge.ts'
import { count, printable } from '../../lib/text.ts'
import { purgeJson } from '../../report/run-json.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'
import { sleep } from '../io.ts'

/** `reconcile purge --older-than 14d`: destroys what is put aside, after the target's name is typed or --allow purge-data. */
export async function purgeVerb(call: Call, olderThanMs: number, allowed: boolean): Promise<number> {
  const { io, options, terminal, place, voice } = call
  const records = await purgeable(place, olderThanMs, new Date())
  if (options.json) {
    const purged = allowed ? await purge(place, records, { owner: io.owner, sleep }) : records
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
  if (!allowed && !(terminal.interactive && (await confirmed(call)))) {
    io.stderr.write('Nothing was destroyed. Without a terminal this takes --yes --allow purge-data.\n')
    return exitCodes.refused
  }
  const purged = await purge(place, records, { owner: io.owner, sleep })
  io.stdout.write(
    `${count(purged.length, 'object')} destroyed. Runs that put them aside can no longer be taken back.\n`,
  )
  return exitCodes.done
}

async function confirmed({ io, place }: Call): Promise<boolean> {
  const prompt = createInterface({ input: io.stdin, output: io.stdout })
  try {
    const answer = await prompt.question(`Type ${place.target.name} to destroy: `)
    return answer.trim() === place.target.name
  } finally {
    prompt.close()
  }
}

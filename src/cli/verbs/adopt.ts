import { adopt } from '../../commands/adopt.ts'
import { adoptionJson, adoptionText } from '../../report/adoption.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'
import { sleep } from '../io.ts'
import { planOrReason, showPlan } from '../planned.ts'
import { writeRecord } from '../record.ts'

/** `reconcile adopt`: records a database that is what the specs say. */
export async function adoptVerb(call: Call): Promise<number> {
  const { io, options, terminal, place, voice } = call
  const { recorded, ...planned } = await adopt(place, { owner: io.owner, sleep })
  const prepared = planOrReason(call, planned)
  if (typeof prepared === 'number') return prepared
  const { plan } = prepared
  if (recorded === null) {
    showPlan(call, plan, prepared)
    io.stderr.write(`\nRefused: ${place.target.name} is not what the specs say; nothing was recorded\n`)
    return exitCodes.refused
  }
  writeRecord(call, recorded.schema, plan.target.serverVersion)
  const tables = recorded.schema.tables.length
  if (options.json) voice.write(adoptionJson(place.target.name, tables, plan))
  else {
    const style = { color: terminal.color, width: terminal.width }
    io.stdout.write(adoptionText(place.target.name, tables, plan, style))
  }
  return exitCodes.done
}

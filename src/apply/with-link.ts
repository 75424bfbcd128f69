import type { RunContext } from './context.ts'
import { Link } from './link.ts'

/** Runs `body` with the connections and the mutex of a run, which are given back whatever happens. */
export async function withLink<T>(context: RunContext, body: (link: Link) => Promise<T>): Promise<T> {
  const link = await Link.open(context)
  const unsubscribe = context.interrupt.subscribe((level) => {
    if (level === 'stop') {
      context.emit({ type: 'interrupt_requested', safePoint: 'after this step, or this batch of a backfill' })
      return
    }
    // It may have finished by itself, or the server may be gone: then there is nothing to cancel.
    void link.session.cancel().catch(() => undefined)
  })
  try {
    return await body(link)
  } finally {
    unsubscribe()
    await link.close()
  }
}

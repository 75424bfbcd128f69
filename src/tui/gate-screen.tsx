import { useEffect, useMemo, useState, type ReactElement } from 'react'
import type { Allowances } from '../model/allowance.ts'
import type { GateNow } from '../model/gate.ts'
import type { Run } from '../model/run.ts'
import type { ShownTarget } from '../report/step-text.ts'
import { BrowseScreen } from './browse-screen.tsx'
import { gateContent } from './gate-content.ts'
import { showScreen, type Looks, type Streams } from './screen.tsx'
import type { Decision } from './state.ts'

interface GateScreenOptions extends Looks {
  readonly run: Run
  readonly target: ShownTarget
  readonly allowances: Allowances
  readonly streams: Streams
  /** Tells how the gate stands, again and again, until the function it gives is called. */
  readonly watch: (tell: (now: GateNow) => void) => () => void
}

/** Shows a gate and what is behind it until going on is approved (`apply`) or the screen is left. */
export async function gateScreen({
  run,
  target,
  allowances,
  streams,
  watch,
  ...looks
}: GateScreenOptions): Promise<Decision> {
  return await showScreen<Decision>(streams, (finish) => (
    <GateScreen {...looks} {...{ run, target, allowances, watch }} onDecision={finish} />
  ))
}

type GateScreenProps = Omit<GateScreenOptions, 'streams'> & { readonly onDecision: (decision: Decision) => void }

function GateScreen({ run, target, allowances, watch, onDecision, ...looks }: GateScreenProps): ReactElement {
  const [now, show] = useState<GateNow | null>(null)
  useEffect(() => watch(show), [watch])
  const content = useMemo(() => gateContent(run, target, allowances, now), [run, target, allowances, now])
  return <BrowseScreen {...looks} content={content} now={() => performance.now()} onDecision={onDecision} />
}

/**
 * Shows one screen on the terminal it is started in and then prints, on the normal screen, what came out of it.
 * `node play-screen.js review|mild|wide|rollback|apply|failing|gate|broken [--ascii] [--no-color]`
 */
import { nothingAllowed } from '../../src/model/allowance.ts'
import { applyScreen } from '../../src/tui/apply-screen.tsx'
import { reviewScreen } from '../../src/tui/review-screen.tsx'
import { rollbackScreen } from '../../src/tui/rollback-screen.tsx'
import { mildPlan, rebuildPlan, samplePlan, sampleRun, sampleTarget } from '../report/sample-plan.ts'
import { playRun } from './play-run.ts'

const [what = 'review', ...flags] = process.argv.slice(2)
const streams = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }
const looks = { color: !flags.includes('--no-color'), ascii: flags.includes('--ascii') }

process.stdout.write(`before ${what}\n`)
try {
  process.stdout.write(`after ${JSON.stringify(await play())}\n`)
} catch (error) {
  process.stdout.write(`thrown ${String(error)}\n`)
  process.exitCode = 1
}

async function play(): Promise<unknown> {
  switch (what) {
    case 'mild':
      return reviewScreen({ plan: mildPlan, target: sampleTarget, allowances: nothingAllowed, streams, ...looks })
    case 'wide':
      return reviewScreen({
        plan: rebuildPlan,
        target: { ...sampleTarget, name: 'dev', dialect: 'sqlite' },
        allowances: nothingAllowed,
        streams,
        ...looks,
      })
    case 'rollback':
      return rollbackScreen({
        run: sampleRun(
          'failed',
          samplePlan.steps.map(() => 'done'),
        ),
        streams,
        ...looks,
      })
    case 'broken': {
      const plan = {
        ...mildPlan,
        get unmanaged(): never {
          throw new Error('a view that cannot be drawn')
        },
      }
      return reviewScreen({ plan, target: sampleTarget, allowances: nothingAllowed, streams, ...looks })
    }
    case 'apply':
    case 'failing':
    case 'gate':
    case 'gone': {
      const stops: number[] = []
      const run = playRun(what, stops)
      await applyScreen({
        title: 'applying',
        target: 'production',
        direction: 'apply',
        streams,
        ...looks,
        subscribe: run.subscribe,
        ended: run.ended,
        requestStop: run.requestStop,
      })
      return { stops }
    }
    default:
      return reviewScreen({ plan: samplePlan, target: sampleTarget, allowances: nothingAllowed, streams, ...looks })
  }
}

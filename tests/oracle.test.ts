import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { writeSpecFiles } from '../src/bundle/write-specs.ts'
import { inspect } from '../src/commands/inspect.ts'
import { purge, purgeable } from '../src/commands/purge.ts'
import { usualOwner } from '../src/spec/write/access.ts'
import { writeSpecs } from '../src/spec/write/write.ts'
import { corpus, runsOn } from './support/cases.ts'
import { postgresMajors } from './support/databases.ts'
import { isDrawn } from './support/drawn.ts'
import { buildBefore } from './support/judge-build.ts'
import { type JudgeEngine, judgeEngines } from './support/judge-database.ts'
import { catalogueOf, withoutPlaces } from './support/judge-catalogue.ts'
import { dumpOf, withoutOrder } from './support/judge-dump.ts'
import { forgettingOf, ownedBy } from './support/judge-memory.ts'
import { pragmasOf } from './support/judge-pragmas.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import type { Stage } from './support/judge-verbs.ts'

const newest = Math.max(...postgresMajors())

/**
 * Judges that share no code with Reconcile (DESIGN.md §10): the catalogue row by row, and pg_dump. A database that was changed step by step, one built straight from the spec, and one built from what
 * `inspect` has written of the first are the same.
 */
describe.each(judgeEngines())('$name', (engine) => {
  // Three databases a case take a second, and majors differ in little.
  const oneIn = (engine.major ?? newest) === newest ? 8 : 32
  const cases = corpus().filter((one) => runsOn(one, engine.major) && one.refused === null && isDrawn(one.name, oneIn))
  // Views and triggers that no spec describes are in the changed database alone.
  const describable = cases.filter(({ setup }) => setup[engine.dialect.name] === undefined)

  test.each(describable)('$name', async (one) => {
    const changed = await buildBefore(one, engine)
    const straight = await engine.fresh()
    const copied = await engine.fresh()
    const folder = await mkdtemp(join(inject('sqliteDirectory'), 'inspected-'))
    try {
      const open = (url: string, specs: string): Promise<Stage> => openStage(url, specs, { dialect: engine.dialect })
      const stage = await open(changed.url, one.after)
      await applyAll(stage)
      await purge(stage.place, await purgeable(stage.place, 0, new Date()), { owner: 'the judge', sleep })
      await applyAll(await open(straight.url, one.after))
      const usual = await writeInspected(stage, folder)
      expect((await (await open(changed.url, folder)).planned()).steps, 'inspect leaves nothing to do').toEqual([])
      await applyAll(await open(copied.url, folder))
      const forgetting = forgettingOf(one.name)
      const byAnyone = ownedBy(usual, new URL(copied.url).username)
      for (const { name, look, inAnyOrder } of witnesses(engine)) {
        const urls = [changed.url, straight.url, copied.url]
        const [now = [], fromSpec = [], fromInspect = []] = (await Promise.all(urls.map(look))).map(forgetting)
        // Where both specs mean the same, the database keeps the words of the first.
        const kept = one.sameOn.includes(engine.dialect.name)
        if (!kept) expect(inAnyOrder(fromSpec), `${name}: straight from the spec`).toEqual(inAnyOrder(now))
        expect(byAnyone(fromInspect), `${name}: from what inspect has written`).toEqual(byAnyone(now))
      }
    } finally {
      await rm(folder, { recursive: true })
      for (const database of [changed, straight, copied]) await database.dispose()
    }
  })
})

async function applyAll(stage: Stage): Promise<void> {
  const plan = await stage.planned()
  if (plan.steps.length > 0) mustBe('done', await stage.apply(plan))
}

/** Returns the role whose ownership is left out. */
async function writeInspected({ place }: Stage, folder: string): Promise<string | null> {
  const { schema, serverVersion } = await inspect(place)
  const options = { dialect: place.dialect, serverVersion, layout: 'table', jsonSchema: 'spec.schema.json' } as const
  writeSpecFiles(folder, writeSpecs(schema, options), false)
  return usualOwner(schema)
}

/** Somebody who tells what a database holds, and how to leave the order of its columns out of it. */
interface Witness {
  readonly name: string
  readonly look: (url: string) => Promise<readonly string[]>
  readonly inAnyOrder: (lines: readonly string[]) => readonly string[]
}

function witnesses({ major }: JudgeEngine): readonly Witness[] {
  if (major === undefined) {
    return [{ name: 'pragmas', look: (url) => Promise.resolve(pragmasOf(url)), inAnyOrder: withoutPlaces }]
  }
  return [
    { name: 'catalogue', look: catalogueOf, inAnyOrder: withoutPlaces },
    { name: 'pg_dump', look: dumpOf, inAnyOrder: withoutOrder },
  ]
}

function sleep(ms: number): Promise<void> {
  return new Promise((wake) => void setTimeout(wake, ms))
}

import type { Dialect } from '../dialects/dialect.ts'
import { openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Desired } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Schema } from '../model/schema.ts'
import type { Target } from '../model/target.ts'
import { bind } from '../spec/bind.ts'
import { loadSpecs } from '../spec/load.ts'
import type { Side } from './sides.ts'
import { withSession } from './target.ts'

/** A side in the words of the model. */
export type ReadSide =
  /** As an engine spells it. `live`: it is what that database holds now. */
  | { readonly kind: 'spelled'; readonly schema: Schema; readonly live: boolean }
  | {
      readonly kind: 'specs'
      readonly desired: Desired
      readonly diagnostics: readonly Diagnostic[]
      /** The text of a spec file, for code frames. */
      readonly textOf: (file: string) => string | null
    }

/** Throws what connecting throws, and `refused` when nothing is recorded. */
export async function readSide(
  side: Side,
  dialect: Dialect,
  serverVersion: string | null,
  cacheDir: string,
): Promise<ReadSide> {
  switch (side.kind) {
    case 'database': {
      const schema = await withSession(dialect, side.target, (session) => dialect.introspect(session))
      return { kind: 'spelled', schema, live: true }
    }
    case 'recorded':
      return { kind: 'spelled', schema: await recordedOf(dialect, side.target), live: false }
    case 'plan':
      return { kind: 'spelled', schema: side.plan.schema, live: false }
    case 'specs': {
      const specs = await loadSpecs(side.path, { cacheDir })
      const { desired, diagnostics } = bind(specs, dialect, serverVersion)
      return {
        kind: 'specs',
        desired,
        diagnostics: [...specs.diagnostics, ...diagnostics],
        textOf: (file) => specs.files.find(({ name }) => name === file)?.text ?? null,
      }
    }
  }
}

async function recordedOf(dialect: Dialect, target: Target): Promise<Schema> {
  const recorded = await withSession(dialect, target, async (session) => (await openJournal(session)).recorded())
  if (recorded !== null) return recorded.schema
  throw new ReconcileError('refused', `nothing is recorded of ${target.name}`, {
    hint: 'Take it under management with `reconcile adopt`, or apply specs to it.',
  })
}

import { displayName } from '../model/name.ts'
import type { Run } from '../model/run.ts'
import { phases } from '../model/step.ts'
import { oneLine } from '../report/clip.ts'
import { undoList, type Undo } from '../report/rollback.ts'
import { engineName, quarantineLines, shortId, sqlLines, verdict, whyText } from '../report/step-text.ts'
import { consentToRollback } from './consent.ts'
import { inverseDetails, line, type BrowseContent } from './content.ts'
import type { DetailLine, Entry } from './outline.ts'
import { span, type Row } from './span.ts'

/** Everything the rollback screen shows of a run: what is taken back, newest first, and what that loses. */
export function rollbackContent(run: Run): BrowseContent {
  const undo = undoList(run)
  const consent = consentToRollback(run)
  return {
    screen: 'rollback',
    header: [
      span('reconcile', 'strong'),
      span(' rollback  '),
      span(oneLine(run.plan.target.name), 'strong'),
      span(
        `  run ${run.id}, ${run.status.replaceAll('_', ' ')}  plan ${shortId(run.plan.id)}  ${engineName(run.plan.target)}`,
        'dim',
      ),
    ],
    totals: [
      span(`${undo.length === 1 ? '1 step' : `${undo.length} steps`} to take back, newest first  `),
      consent.dangers.length === 0
        ? span('exact: the schema and every row come back', 'good')
        : span(`${consent.dangers.length} not exact`, 'bad'),
    ],
    warnings: consent.dangers.map((danger): Row => [span('! ', 'bad'), span(danger)]),
    outline: {
      tabs: ['SQL', 'Keeps', 'Was'],
      groups: [
        {
          id: 'undo',
          title: 'Newest first',
          note: undo.length === 1 ? '1 step' : `${undo.length} steps`,
          barrier: null,
          entries: undo.map(entryOf),
        },
      ],
    },
    consent,
  }
}

function entryOf({ step, certain }: Undo): Entry {
  const { inverse } = step
  const exact = inverse.exactness === 'exact'
  return {
    id: step.id,
    mark: exact ? (certain ? 'ok' : 'warn') : 'bad',
    sign: '',
    title: `undo ${oneLine(step.title)}`,
    badge: exact
      ? { text: inverse.action.kind === 'nothing' ? 'nothing to do' : 'exact', style: 'good' }
      : { text: verdict(inverse), style: 'bad' },
    risky: !exact || !certain,
    terms: {
      risk: inverse.exactness,
      phase: `${phases.indexOf(step.phase) + 1} ${step.phase}`,
      table: displayName(step.subject),
      kind: step.change,
    },
    details: [
      () => [
        ...inverseDetails(inverse),
        ...(certain
          ? []
          : [
              line(''),
              line('The run stopped in the middle of this step: it is taken back only if it took effect.', 'warn'),
            ]),
      ],
      () => keptDetails(step.quarantines, inverse),
      () => [...sqlLines(step.action).map((text) => line(text, 'sql')), line(''), line(whyText(step), 'dim')],
    ],
  }
}

function keptDetails(
  quarantines: Undo['step']['quarantines'],
  inverse: Undo['step']['inverse'],
): readonly DetailLine[] {
  const kept = quarantineLines(inverse.quarantines)
  return [
    line(oneLine(inverse.note), inverse.exactness === 'exact' ? 'good' : 'bad'),
    ...(kept.length === 0 ? [] : [line(''), ...kept.map((text) => line(text))]),
    ...(quarantines.length === 0 ? [] : [line(''), line('brought back from where it was put aside:', 'dim')]),
    ...quarantines.map(({ keptAs }) =>
      line(oneLine(`${displayName(keptAs.name)}${keptAs.column === null ? '' : `.${keptAs.column}`}`)),
    ),
  ]
}

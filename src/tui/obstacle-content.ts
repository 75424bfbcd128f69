import { count } from '../lib/text.ts'
import { merelyTold, type Obstacle } from '../model/obstacle.ts'
import { oneLine } from '../report/clip.ts'
import { obstacleWord } from '../report/obstacles.ts'
import { line, labelled } from './content.ts'
import type { Entry, Group } from './outline.ts'
import { span, type Row } from './span.ts'

/** What a run would meet now, as the first group of the review: each with why it matters and what to do. */
export function obstacleGroups(obstacles: readonly Obstacle[], tabs: number): readonly Group[] {
  if (obstacles.length === 0) return []
  const seen = new Map<string, number>()
  const entries = obstacles.map((obstacle): Entry => {
    const number = (seen.get(obstacle.id) ?? 0) + 1
    seen.set(obstacle.id, number)
    return entryOf(obstacle, number === 1 ? obstacle.id : `${obstacle.id} ${number}`, tabs)
  })
  const title = 'Met before the first step'
  return [{ id: 'obstacles', title, note: count(obstacles.length, 'thing'), barrier: null, entries }]
}

function entryOf(obstacle: Obstacle, id: string, tabs: number): Entry {
  const told = merelyTold.has(obstacle.id)
  const details = () => [
    line(obstacleWord(obstacle), obstacle.stops ? 'bad' : 'warn'),
    line(''),
    labelled('why', oneLine(obstacle.why)),
    labelled('do', oneLine(obstacle.remedy)),
  ]
  return {
    id,
    mark: obstacle.stops ? 'bad' : 'warn',
    sign: '',
    title: oneLine(obstacle.what),
    badge: obstacle.stops
      ? { text: 'STOPS', style: 'bad' }
      : told
        ? { text: 'know', style: 'plain' }
        : { text: 'waits', style: 'warn' },
    risky: !told,
    terms: { risk: obstacleWord(obstacle), obstacle: obstacle.id },
    details: Array.from({ length: tabs }, () => details),
  }
}

/** A line each, for what stops the run, for what it would wait for, or for what is merely told. */
export function obstacleRows(obstacles: readonly Obstacle[]): readonly Row[] {
  return obstacles.map((obstacle) => [
    span(`! ${obstacleWord(obstacle)} `, obstacle.stops ? 'bad' : 'warn'),
    span(`${obstacle.id} `, 'strong'),
    span(oneLine(obstacle.what)),
  ])
}

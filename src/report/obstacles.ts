import type { Obstacle } from '../model/obstacle.ts'
import { oneLine, wrap } from './clip.ts'
import { paint } from './paint.ts'

interface ObstacleOptions {
  readonly color?: boolean
  readonly width?: number
}

/** What a run would meet now, each with what to do. Ends with a line break; empty when there is nothing. */
export function obstaclesText(obstacles: readonly Obstacle[], { color = false, width = 100 }: ObstacleOptions): string {
  const style = paint(color)
  return obstacles
    .flatMap(({ id, stops, what, why, remedy }) => [
      '',
      `${stops ? style.red('stops the run') : style.yellow('in the way')}  ${style.bold(id)}`,
      ...wrap(`  ${oneLine(what)}`, width, '  '),
      ...wrap(`  ${oneLine(why)}`, width, '  '),
      ...wrap(`  do: ${oneLine(remedy)}`, width, '      '),
      '',
    ])
    .join('\n')
}

export function obstacleValue({ id, stops, what, why, remedy }: Obstacle): object {
  return { id, stops, what, why, remedy }
}

import { merelyTold, type Obstacle } from '../model/obstacle.ts'
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
    .flatMap((obstacle) => {
      const { id, stops, what, why, remedy } = obstacle
      return [
        '',
        `${(stops ? style.red : style.yellow)(obstacleWord(obstacle))}  ${style.bold(id)}`,
        ...wrap(`  ${oneLine(what)}`, width, '  '),
        ...wrap(`  ${oneLine(why)}`, width, '  '),
        ...wrap(`  do: ${oneLine(remedy)}`, width, '      '),
        '',
      ]
    })
    .join('\n')
}

export function obstacleValue({ id, stops, what, why, remedy }: Obstacle): object {
  return { id, stops, what, why, remedy }
}

/** What it is to the run, in two words. */
export function obstacleWord({ id, stops }: Pick<Obstacle, 'id' | 'stops'>): string {
  return stops ? 'stops the run' : merelyTold.has(id) ? 'worth knowing' : 'in the way'
}

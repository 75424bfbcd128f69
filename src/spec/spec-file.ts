import type { Diagnostic, Position } from '../model/diagnostic.ts'
import type { SpecContent } from './content.ts'
import type { Path } from './places.ts'
import { type ParsedYaml, parseYaml } from './yaml-text.ts'

export interface SpecFile {
  /** As it is shown: the directory as it was given, and the file in it. */
  readonly name: string
  readonly text: string
  readonly content: SpecContent
  /** See `Checked.damaged`. */
  readonly damaged: ReadonlySet<string>
  locate(path: Path, on: 'key' | 'value'): Position
}

/** Something written in a spec file: found by its path, so that positions cost nothing until one is shown. */
export interface Place {
  readonly file: SpecFile
  readonly path: Path
  readonly on: 'key' | 'value'
}

/** A file that came from the cache: it is parsed when the first position in it is asked for. */
export function lazyLocate(text: string, name: string): SpecFile['locate'] {
  let parsed: ParsedYaml | null = null
  return (path, on) => {
    parsed ??= parseYaml(text, name)
    return parsed.locate(path, on)
  }
}

export function positionOf(place: Place): Position {
  return place.file.locate(place.path, place.on)
}

export function below(place: Place, ...path: Path): Place {
  return { ...place, path: [...place.path, ...path], on: 'value' }
}

export function keyOf(place: Place): Place {
  return { ...place, on: 'key' }
}

/** A diagnostic whose position is worked out when it is read: notes about a cached file must not make it be parsed. */
export function diagnosticAt(place: Place | null, fields: Omit<Diagnostic, 'position' | 'sqlState'>): Diagnostic {
  let position: Position | null | undefined
  return {
    ...fields,
    sqlState: null,
    get position() {
      position ??= place === null ? null : positionOf(place)
      return position
    },
  }
}

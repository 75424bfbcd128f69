import type { Binding } from '../../src/spec/binding.ts'
/** The part of each dialect that binding needs, without its driver. */
export declare const postgres: Binding['dialect']
export declare const sqlite: Binding['dialect']

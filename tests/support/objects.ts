import type { Domain } from '../../src/model/objects/domain.ts'
import type { Routine } from '../../src/model/objects/routine.ts'
import type { Trigger } from '../../src/model/objects/trigger.ts'
import { inPublic } from './tables.ts'

/** A domain over text without rules. */
export function domain(name: string, rest: Partial<Domain> = {}): Domain {
  return {
    kind: 'domain',
    name: inPublic(name),
    on: null,
    comment: null,
    type: 'text',
    collation: null,
    default: null,
    nullable: true,
    checks: [],
    ...rest,
  }
}

/** A function in SQL that gives a text; `name` with the types of its arguments, as `f(integer)`. */
export function routine(name: string, text: string, rest: Partial<Routine> = {}): Routine {
  return {
    kind: 'function',
    name: inPublic(name),
    on: null,
    comment: null,
    arguments: [],
    language: 'sql',
    body: { kind: 'text', text },
    securityDefiner: false,
    settings: {},
    transforms: [],
    returns: { kind: 'type', type: 'text', setof: false },
    volatility: 'volatile',
    strict: false,
    leakproof: false,
    parallel: 'unsafe',
    window: false,
    cost: 100,
    rows: null,
    support: null,
    ...rest,
  }
}

/** Before each row that is updated, a call of `public.touch`. */
export function trigger(name: string, table: string, rest: Partial<Trigger> = {}): Trigger {
  return {
    kind: 'trigger',
    name: inPublic(name),
    on: { kind: 'table', name: inPublic(table) },
    comment: null,
    timing: 'before',
    events: ['update'],
    columns: [],
    forEach: 'row',
    when: null,
    action: { kind: 'call', function: 'public.touch', arguments: [] },
    constraint: null,
    referencing: { old: null, new: null },
    enabled: 'origin',
    ...rest,
  }
}

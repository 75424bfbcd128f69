import { shimMark } from '../../../model/name.ts'
import type { View } from '../../../model/objects/view.ts'
import type { Shim, ShimWords } from '../../shim-words.ts'
import { objects } from './objects.ts'
import { view } from './objects/view.ts'
import { qualify, quote } from './quote.ts'

/** A plain SELECT from one table: the server passes what is written through it on to the table (CREATE VIEW, Updatable Views). */
export const shims: ShimWords = {
  create: (shim) => [...view.create(viewOf(shim)), ...shim.access.flatMap((object) => objects.create(object))],
  drop: (shim) => view.drop(viewOf(shim)),
}

function viewOf({ name, base, columns, asInvoker }: Shim): View {
  return {
    kind: 'view',
    name,
    on: null,
    comment: `${shimMark} ${base.name}`,
    query: `select ${columns.map(selected).join(', ')}\nfrom ${qualify(base)}`,
    options: asInvoker ? { security_invoker: 'true' } : {},
    names: null,
    columns: null,
    columnComments: {},
    columnDefaults: {},
  }
}

function selected({ name, of }: Shim['columns'][number]): string {
  return name === of ? quote(of) : `${quote(of)} as ${quote(name)}`
}

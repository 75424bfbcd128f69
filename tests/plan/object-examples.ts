import type { View } from '../../src/model/objects/view.ts'
import type { Schema } from '../../src/model/schema.ts'
import { column } from '../support/tables.ts'
import { a, type Example, person } from './example.ts'

function view(name: string, query: string, rest: Partial<View> = {}): View {
  return {
    kind: 'view',
    name: { schema: 'public', name },
    on: null,
    comment: null,
    columnComments: {},
    columnDefaults: {},
    names: null,
    query,
    options: {},
    columns: null,
    ...rest,
  }
}

const people = person([a('integer')])
const all = ' SELECT people.a\n   FROM public.people'

function having(...objects: readonly View[]): Schema {
  return { ...people, objects }
}

/** Views, functions and whatever else stands beside tables. */
export const objectExamples = {
  create_object: {
    before: people,
    after: having(view('people_all', all, { comment: 'All', options: { security_barrier: 'true' } })),
    steps: [
      "expand: create view public.people_all with (security_barrier = true) as SELECT people.a FROM public.people; comment on view public.people_all is 'All'",
      '  back: drop view public.people_all',
    ],
  },
  drop_object: {
    before: having(view('people_all', all, { columnComments: { a: 'A' } })),
    after: people,
    steps: [
      'contract: drop view public.people_all',
      "  back: create view public.people_all as SELECT people.a FROM public.people; comment on column public.people_all.a is 'A'",
    ],
  },
  alter_object: {
    before: having(view('people_all', all, { options: { security_barrier: 'true' } })),
    after: having(view('people_all', all, { comment: 'All' })),
    steps: [
      "expand: alter view public.people_all reset (security_barrier); comment on view public.people_all is 'All'",
      '  back: alter view public.people_all set (security_barrier = true); comment on view public.people_all is null',
    ],
  },
  rename_object: {
    before: having(view('people_old', all)),
    after: having(view('people_all', all)),
    objectRenames: [
      { before: view('people_old', all), to: { kind: 'view', name: { schema: 'public', name: 'people_all' } } },
    ],
    steps: [
      'contract: alter view public.people_old rename to people_all',
      '  back: alter view public.people_all rename to people_old',
    ],
  },
  recreate_objects: {
    before: having(view('people_all', all), view('people_few', 'SELECT people_all.a FROM public.people_all')),
    after: {
      ...person([column('a', 'numeric')]),
      objects: having(view('people_all', all), view('people_few', 'SELECT people_all.a FROM public.people_all'))
        .objects,
    },
    steps: [
      'contract: drop view public.people_few; drop view public.people_all; alter table public.people alter column a type numeric; analyze public.people (a); create view public.people_all as SELECT people.a FROM public.people; create view public.people_few as SELECT people_all.a FROM public.people_all',
      '  back: drop view public.people_few; drop view public.people_all; alter table public.people alter column a type integer; analyze public.people (a); create view public.people_all as SELECT people.a FROM public.people; create view public.people_few as SELECT people_all.a FROM public.people_all',
    ],
  },
} satisfies Record<string, Example>

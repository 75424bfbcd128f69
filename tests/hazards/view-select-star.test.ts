import { viewSelectStar } from '../../src/hazards/view-select-star.ts'
import type { SchemaObject } from '../../src/model/object.ts'
import type { Schema } from '../../src/model/schema.ts'
import { desired, schema, type PlanParts } from '../support/schemas.ts'
import { inPublic } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const view = (query: string): SchemaObject => ({
  kind: 'view',
  name: inPublic('seen'),
  on: null,
  comment: null,
  columnComments: {},
  columnDefaults: {},
  names: null,
  query,
  options: {},
  columns: null,
})
const seen = (query: string): Schema => ({ ...schema([]), objects: [view(query)] })
const written = (query: string): Pick<PlanParts, 'specs'> => ({ specs: { schema: desired(seen(query)).schema } })

const reported = (name: string, query: string) => ({
  name,
  before: schema([]),
  // As the server spells it.
  after: seen('SELECT id, name FROM people'),
  ...written(query),
  messages: ['the query of seen selects *'],
})
const allowed = (name: string, query: string) => ({ name, before: schema([]), after: seen(query), ...written(query) })

testRule(viewSelectStar, {
  reports: [
    { ...reported('the star of a new view', 'select * from people') },
    reported('that of one table', 'select 1 as one, p.* from people p'),
    reported('behind a column', 'select upper(name) as shout, * from people'),
    {
      ...reported('a view that changes', 'select distinct * from people'),
      before: seen('SELECT id FROM people'),
    },
  ],
  allows: [
    {
      name: 'a view that stays',
      before: seen('SELECT id FROM people'),
      after: seen('SELECT id FROM people'),
      ...written('select * from people'),
    },
    allowed('columns', 'select id, name from people'),
    allowed('a count and a product', 'select count(*) as many, a * b as product from people'),
    allowed('a star that is said only', "select 'select * from' as said /* select * */ from people -- , *"),
  ],
})

import { sequenceOptions } from '../../../src/model/sequence-options.ts'
import { compareText } from '../../../src/lib/compare.ts'
import type { EnumType, Schema } from '../../../src/model/schema.ts'
import { named, schema } from './samples.ts'
import { check, column, index, key, table } from '../../support/tables.ts'

export const mood: EnumType = { name: named('mood'), labels: ['sad', "it's ok", 'happy'], comment: null }

/** Written like people write: nothing here is in the server's own spelling. */
const customers = table(
  'customers',
  [
    column('id', 'BIGINT', {
      nullable: false,
      identity: 'always',
      sequence: { name: 'customers_id_seq', ...sequenceOptions('bigint') },
    }),
    column('email', 'varchar(50)', { collation: 'C' }),
    column('points', 'int', { nullable: false, default: '0' }),
    column('big', 'int8', { default: '5' }),
    column('price', 'decimal(10, 2)', { default: '(1 + 1) * 2' }),
    column('state', 'text', { default: `'new'` }),
    column('code', 'char(3)', { default: `'abc'` }),
    column('born', 'date', { default: 'current_date' }),
    column('made', 'timestamptz', { default: 'now()' }),
    column('local', 'timestamp(3)', { default: `now() at time zone 'utc'` }),
    column('uid', 'uuid', { default: 'gen_random_uuid()' }),
    column('tags', 'text[]', { default: `'{}'` }),
    column('more', 'int[]', { default: 'array[1, 2]' }),
    column('doc', 'jsonb', { default: `'{"a": 1}'` }),
    column('flag', 'bool', { default: 'not true' }),
    column('nothing', 'text', { default: 'null' }),
    column('wait', 'interval', { default: `interval '1 day'` }),
    column('mood', 'mood', { default: `'happy'` }),
    column('moods', 'mood[]', { default: `array['sad']::mood[]` }),
    column('email_lower', 'text', { generated: { expression: 'lower( email )', stored: true } }),
    column('Odd "name"', 'text'),
    column('select', 'float', { default: '1.5e3' }),
  ],
  {
    primaryKey: { name: 'customers_pkey', columns: ['id'] },
    checks: [
      check('a_range', 'points between 0 and 10'),
      check('b_list', `state in ('new', 'old', 'it''s')`),
      check('c_like', `email like '%@%' or email is null`),
      check('d_table', 'customers.points >= 0 AND customers.big > 0'),
      check('e_case', `case when points > 5 then state <> 'x' else true end`),
      check('f_quoted', `"Odd ""name""" <> '' and "select" > 1`),
      check('g_enum', `mood <> 'sad'::mood and mood in ('happy', 'it''s ok')`),
      check('h_regexp', `email ~ '^[^(]+\\)$'`),
      check('i_numeric', 'price > 0'),
      check('j_json', `(doc ->> 'a')::int > 0 or doc @> '{"b": [1]}'`),
      check('k_array', 'cardinality(tags) < 5 and 1 = any (more)'),
      check('l_time', `made > '2020-01-01' and born > date '1900-01-01'`),
      check('m_parens', '((points) >= (0))'),
      check('n_comment', '/* why ( */ points > -1 -- because\n'),
      check('o_null', 'coalesce(points, 0) is distinct from nullif(big, 3)'),
    ],
    indexes: [
      index('i_expression', [key({ expression: 'lower(email)' }), key('points', { order: 'desc' })]),
      index('i_plain', ['points', 'big'], { include: ['state'] }),
      index('i_partial', ['email'], { where: `state = 'new' and points > 0`, unique: true }),
      index('i_collate', [key('state', { collation: 'C' }), key({ expression: 'upper(state)' }, { collation: 'C' })]),
      index('i_collated', [key({ expression: 'lower(email)' }, { nulls: 'first' })]),
      index('i_opclass', [key('state', { opclass: 'text_pattern_ops' }), key('email', { opclass: 'varchar_ops' })]),
      index('i_gin', [key('doc', { opclass: 'jsonb_path_ops' })], { method: 'gin' }),
      index('i_sum', [key({ expression: 'points + big' })]),
      index('i_cast', [key({ expression: `(doc ->> 'a')` }), key({ expression: '(points::text)' })]),
      index('i_hash', ['email'], { method: 'hash' }),
    ].sort((a, b) => compareText(a.name, b.name)),
  },
)

/** Every form of expression that the canonical tests know. */
export const wanted: Schema = schema([customers], { enums: [mood] })

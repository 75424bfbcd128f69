import { describe, expect, it } from 'vitest'
import { parseCreateIndex } from '../../../src/dialects/sqlite/ddl/create-index.ts'
import { parseCreateTable } from '../../../src/dialects/sqlite/ddl/create-table.ts'
import { parseCreateTrigger } from '../../../src/dialects/sqlite/ddl/create-trigger.ts'
import { spell } from '../../../src/dialects/sqlite/ddl/spelling.ts'
import { tokenize } from '../../../src/dialects/sqlite/ddl/tokens.ts'

describe('tokenize', () => {
  it('knows all four quoting styles, doubled quotes, blobs, numbers and comments', () => {
    const tokens = tokenize(`"a""b" [c"d] \`e\`\`f\` 'g''h' x'0aFF' 1_000.5e-3 0xFF .5 -- end\n/* in (*/ ünï$1 ->> 😀`)
    expect(tokens.map(({ kind, value }) => [kind, value])).toEqual([
      ['quoted', 'a"b'],
      ['quoted', 'c"d'],
      ['quoted', 'e`f'],
      ['string', "g'h"],
      ['blob', "x'0aFF'"],
      ['number', '1_000.5e-3'],
      ['number', '0xFF'],
      ['number', '.5'],
      ['word', 'ünï$1'],
      ['operator', '->>'],
      ['word', '😀'],
    ])
  })

  it.each([`'open`, '"open', '[open', 'a \u0001 b'])('refuses %j', (sql) => {
    expect(() => tokenize(sql)).toThrow(/unterminated|unexpected/)
  })
})

describe('spell', () => {
  it.each([
    ['((a  >\n0))', 'a > 0'],
    ['(a) > (b)', '(a) > (b)'],
    ['POINTS>=0 AND "points" < [Max] -- why', 'points >= 0 and points < max'],
    ["coalesce( Name ,'(--)' )||`x`", "coalesce(name, '(--)') || x"],
    ['"Odd Name" IS NOT NULL', '"Odd Name" is not null'],
    ['"order" in ( 1,2 )', '"order" in (1, 2)'],
    ['a*-1 - - b', 'a * -1 - -b'],
    ["X'ab' <> c.D", "x'ab' <> c.d"],
    ["CAST(a AS varchar(20)) not like\t'%_'", "cast(a as varchar(20)) not like '%_'"],
    ['case when a then-1 else +2 end - 3', 'case when a then -1 else +2 end - 3'],
    ['"true" = TRUE', '"true" = true'],
    ['a /* one */ /* two */ = 1', 'a = 1'],
  ])('%s becomes %s', (written, spelled) => {
    expect(spell(written)).toBe(spelled)
    expect(spell(spelled)).toBe(spelled)
  })
})

describe('parseCreateTable', () => {
  it('reads comments everywhere, keywords as names, nested parentheses and every quoting style', () => {
    const parsed = parseCreateTable(`CREATE /* a ( */ TABLE "weird ""t""" ( -- columns, follow
      [group] INTEGER /* , */ NOT NULL ON CONFLICT REPLACE CONSTRAINT 'pk' PRIMARY KEY ASC AUTOINCREMENT,
      \`select\` VARCHAR ( 20 , 3 ) DEFAULT ((1 + (2))) COLLATE NoCase CHECK ((length("select") > (0))),
      'x' UNSIGNED BIG INT UNIQUE REFERENCES "p 1" ("a b") ON DELETE SET NULL ON UPDATE CASCADE MATCH FULL DEFERRABLE INITIALLY DEFERRED,
      untyped, é😀 text DEFAULT 'it''s, (here)' , minus int default - 5, bare text default foo,
      g text GENERATED ALWAYS AS (lower("select") || ')') STORED NOT NULL, h AS (g),
      CONSTRAINT c1 CHECK (untyped IN (1,2)) CONSTRAINT c2 UNIQUE ("select", x COLLATE binary DESC),
      FOREIGN KEY (x, untyped) REFERENCES p2 ON UPDATE NO ACTION NOT DEFERRABLE INITIALLY DEFERRED
    ) STRICT , WITHOUT ROWID`)
    expect(parsed.name).toBe('weird "t"')
    expect(
      parsed.columns.map(({ name, type, notNull, default: value, collation, generated }) => [
        name,
        type,
        notNull,
        value,
        collation,
        generated,
      ]),
    ).toEqual([
      ['group', 'integer', true, null, null, null],
      ['select', 'varchar(20,3)', false, '1 + (2)', 'nocase', null],
      ['x', 'unsigned big int', false, null, null, null],
      ['untyped', '', false, null, null, null],
      ['é😀', 'text', false, "'it''s, (here)'", null, null],
      ['minus', 'int', false, '-5', null, null],
      ['bare', 'text', false, "'foo'", null, null],
      ['g', 'text', true, null, null, { expression: `lower("select") || ')'`, stored: true }],
      ['h', '', false, null, null, { expression: 'g', stored: false }],
    ])
    expect(parsed.constraints.map(({ kind, name, owner }) => [kind, name, owner])).toEqual([
      ['primary_key', 'pk', 'group'],
      ['check', null, 'select'],
      ['unique', null, 'x'],
      ['foreign_key', null, 'x'],
      ['check', 'c1', null],
      ['unique', 'c2', null],
      ['foreign_key', null, null],
    ])
    expect(parsed.constraints[3]).toMatchObject({
      references: {
        table: 'p 1',
        columns: ['a b'],
        onDelete: 'set_null',
        onUpdate: 'cascade',
        deferrable: 'initially_deferred',
      },
    })
    expect(parsed.constraints[6]).toMatchObject({ references: { table: 'p2', columns: [], deferrable: 'no' } })
    expect(parsed.extras).toEqual([
      'not null on group on conflict replace',
      'unique (select, x) with a collation or direction of its own',
    ])
    expect([parsed.strict, parsed.withoutRowid]).toEqual([true, true])
  })
})

describe('parseCreateIndex and parseCreateTrigger', () => {
  it('tells the collation of a key from one inside an expression', () => {
    const parsed = parseCreateIndex(
      `CREATE UNIQUE INDEX IF NOT EXISTS main."i 1" ON 't' (a COLLATE NOCASE DESC, (b COLLATE rtrim) ASC, lower(c) collate Binary) WHERE (a > (0))`,
    )
    expect(parsed).toEqual({
      name: 'i 1',
      table: 't',
      unique: true,
      keys: [
        { word: 'a', expression: 'a', collation: 'nocase', descending: true },
        { word: null, expression: 'b collate rtrim', collation: null, descending: false },
        { word: null, expression: 'lower(c)', collation: 'binary', descending: false },
      ],
      where: 'a > (0)',
    })
  })

  it.each([
    [
      'create trigger x after update of "a b", c on [t] begin select 1; end',
      { name: 'x', table: 't', timing: 'after', event: 'update', columns: ['a b', 'c'], when: null, body: 'select 1;' },
    ],
    [
      'create trigger if not exists main.x instead of delete on v for each row when ( old.begin > 1) begin select old.k; end',
      { timing: 'instead_of', event: 'delete', table: 'v', when: 'old.begin > 1', body: 'select old.k;' },
    ],
    [
      'create trigger "begin" insert on t\nbegin -- begin\n    select 1;\n      /* end */ select\n        2; end',
      {
        name: 'begin',
        timing: 'before',
        event: 'insert',
        body: '-- begin\nselect 1;\n  /* end */ select\n    2;',
      },
    ],
    [
      'create trigger x after insert on t begin\n\n    select case when 1 then 2 end;\n\n      select 3;\n  end',
      { body: 'select case when 1 then 2 end;\n\n  select 3;' },
    ],
    ["create trigger x after insert on t begin\n  select 'a\n  b';\nend", { body: "select 'a\n  b';" }],
  ])('reads %s', (sql, wanted) => {
    expect(parseCreateTrigger(sql)).toMatchObject(wanted)
  })
})

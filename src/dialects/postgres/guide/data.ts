import type { GuideEntry } from '../../guide.ts'

/** Class 22: values that do not survive a conversion. */
export const data: readonly GuideEntry[] = [
  value('22P02', 'invalid_text_representation', [
    'A value cannot be read as the new type (number, date, uuid, JSON, enum).',
    'An application version that is still running writes an enum label by its old name.',
  ]),
  value(
    '22001',
    'string_data_right_truncation',
    ['A value is longer than the new type allows.'],
    ['Shorten the values, or keep the wider type and add a check on the length.'],
  ),
  value(
    '22003',
    'numeric_value_out_of_range',
    [
      'A number does not fit the new type.',
      'After columns were exchanged, a new value does not fit the old column that is kept in step.',
      'A sequence has come to the end of its type.',
    ],
    ['Correct the values, or keep the wider type.', 'Widen the sequence or the column.'],
  ),
  value('22007', 'invalid_datetime_format', ['A text cannot be read as a date or time.']),
  value('22008', 'datetime_field_overflow', [
    'A date or time is outside of what the type can hold, or of the calendar.',
  ]),
  value(
    '22012',
    'division_by_zero',
    ['The expression divides by zero for some row.'],
    expressionChoices('nullif(…, 0)'),
  ),
  value(
    '22023',
    'invalid_parameter_value',
    ['A function is given a value that it does not take, for some row.'],
    expressionChoices('a case for such rows'),
  ),
  value(
    '2201B',
    'invalid_regular_expression',
    ['A pattern is no regular expression.'],
    ['Correct the pattern, then plan again.'],
  ),
  value(
    '22P05',
    'untranslatable_character',
    ['A character cannot be written in the new type or encoding (\\u0000 in jsonb).'],
    ['Remove the character in the rows, or in the expression of the backfill.'],
  ),
  value(
    '22021',
    'character_not_in_repertoire',
    ['Bytes are no text in the encoding of the database.'],
    ['Correct the values, or keep bytea.'],
  ),
  value('22026', 'string_data_length_mismatch', ['A bit string has another length than the new type.']),
  value(
    '22004',
    'null_value_not_allowed',
    ['A function is given NULL where it takes none, for some row.'],
    expressionChoices('coalesce(…)'),
  ),
  value(
    '22',
    'data_exception',
    ['A value does not survive the conversion.'],
    expressionChoices('a case for such rows'),
  ),
]

function value(
  code: string,
  name: string,
  causes: readonly string[],
  choices: readonly string[] = ['Correct the values, or declare a backfill that converts them into a new column.'],
): GuideEntry {
  return { code, name, kind: 'data', causes, choices, ask: 'offenders' }
}

function expressionChoices(form: string): readonly string[] {
  return ['Correct the rows.', `Write ${form} into the expression, then plan again.`]
}

import { expect, test } from 'vitest'
import type { Values } from '../../core/domain.ts'
import { declaredOf } from '../../engine/matching/domain.ts'
import { untrained } from '../../engine/matching/model.ts'
import { scoreRows } from '../../engine/matching/row-scorer.ts'
import person from '../../schemas/person.ts'

type Row = Parameters<(typeof person.matching.never)[number]['test']>[0]

const blank = Object.fromEntries(Object.keys(person.fields).map((field) => [field, null]))
const row = (values: Partial<Row>): Row => ({ ...blank, fullName: 'Nguyễn Văn An', ...values }) as unknown as Row

const AN: Partial<Row> = {
  personalId: '048085001234',
  birthDate: '1985-05-17',
  sex: 'nam',
  commune: '20242@2025-07-01',
  address: '39 Ông Ích Khiêm, tổ 31',
}
const SISTER: Partial<Row> = {
  ...AN,
  personalId: '048185001235',
  fullName: 'Nguyễn Thị Bình',
  sex: 'nu',
}

/** What vetoes or disputes a pair, first of each. */
function objection(a: Partial<Row>, b: Partial<Row>): string | null {
  const [left, right] = [row(a), row(b)]
  const of = (rules: typeof person.matching.never) => {
    const [one, other] = [rules.find(({ test }) => test(left, right)), rules.find(({ test }) => test(right, left))]
    expect(one?.code).toBe(other?.code)
    return one?.code ?? null
  }
  return of(person.matching.never) ?? of(person.matching.dispute)
}

test.each<[string, Partial<Row>, Partial<Row>, string | null]>([
  ['one person in two registers', AN, { ...AN, address: null }, null],
  ['an ID with a digit wrong', AN, { ...AN, personalId: '048085001284' }, null],
  ['an ID re-issued under another year', AN, { ...AN, personalId: '048084001234' }, null],
  ['an ID of the spouse, which sex does not bear out', AN, { ...AN, personalId: '048187654321' }, null],
  ['two full IDs of one name and day', AN, { ...AN, personalId: '048085654321' }, 'one person, two IDs'],
  [
    'two full IDs of one name, day and door, one of them of the register',
    { ...AN, residenceKind: 'thuong-tru' },
    { ...AN, personalId: '048085654321' },
    null,
  ],
  [
    'two full IDs of one name, day and door in the register itself',
    { ...AN, residenceKind: 'thuong-tru' },
    { ...AN, residenceKind: 'tam-tru', personalId: '048085654321' },
    'one person, two IDs',
  ],
  [
    'two full IDs of one name and year at one door',
    AN,
    { ...AN, personalId: '048085654321', birthDate: '1985' },
    'one person, two IDs',
  ],
  [
    'two full IDs of one name, of one of them the year alone',
    AN,
    { ...AN, personalId: '048085654321', birthDate: '1985', address: null },
    'one person, two IDs',
  ],
  [
    'namesakes of one year in two communes',
    AN,
    { ...AN, personalId: '048085654321', birthDate: '1985-11-28', commune: '20194@2025-07-01' },
    'two personal IDs',
  ],
  [
    'one ID on father and child',
    AN,
    { ...AN, fullName: 'Nguyễn Gia Bảo', birthDate: '2010-03-04' },
    'one ID, other name and year',
  ],
  ['one ID on husband and wife', AN, { ...SISTER, personalId: AN.personalId ?? null }, 'one ID, other name and year'],
  ['one ID, the name changed', AN, { ...AN, fullName: 'Nguyễn Văn Bình' }, null],
  ['one ID, the year mistyped', AN, { ...AN, birthDate: '1958-05-17' }, null],
  ['twins, each with an ID', AN, SISTER, 'two personal IDs'],
  ['twins without IDs', { ...AN, personalId: null }, { ...SISTER, personalId: null }, 'twins'],
  [
    'twins whose names differ by a letter, with IDs',
    { ...AN, fullName: 'Nguyễn Văn Toàn' },
    { ...AN, fullName: 'Nguyễn Văn Toản', personalId: '048085001235' },
    null,
  ],
  [
    'twins one letter apart, with IDs',
    { ...AN, fullName: 'Nguyễn Thị Hoa' },
    { ...AN, fullName: 'Nguyễn Thị Hoan', personalId: '048085001235' },
    'twins',
  ],
  [
    'a name misspelt, without IDs',
    { ...AN, personalId: null, fullName: 'Nguyễn Văn Phước' },
    { ...AN, fullName: 'Nguyễn Văn Phớc', personalId: null },
    null,
  ],
  [
    'another sex and year, without IDs',
    { ...AN, personalId: null },
    { ...AN, personalId: null, sex: 'nu', birthDate: '1990' },
    'sex and birth year',
  ],
])('%s', (_, a, b, code) => expect(objection(a, b)).toBe(code))

test('the number of the residence register is verified where its own row bears it out, that of others never', () => {
  const { verified } = person.matching
  expect(verified?.(row(AN), 'residence')).toBe(AN.personalId)
  expect(verified?.(row({ ...AN, sex: 'nu' }), 'residence')).toBeNull()
  expect(verified?.(row({ ...AN, birthDate: null }), 'residence')).toBeNull()
  expect(verified?.(row(AN), 'home-affairs')).toBeNull()
  expect(verified?.(row(AN), 'land')).toBeNull()
})

const model = untrained(declaredOf(person), person.matching.prior)
const bits = (a: Partial<Row>, b: Partial<Row>): number =>
  scoreRows(
    person,
    model,
    [a, b].map((own) => ({ row: row(own) as unknown as Values })),
  ).judge(0, 1) / 1e6

test('a shared old card never joins two names by itself', () => {
  const card = { oldId: '201234567', sex: 'nam' } as const
  expect(bits({ ...card, fullName: 'Nguyễn Văn An' }, { ...card, fullName: 'Trần Quốc Bảo' })).toBeLessThan(
    person.matching.review,
  )
  const neighbours = { ...AN, ...card, personalId: null, birthDate: '1960' }
  expect(
    bits(neighbours, { ...neighbours, fullName: 'Trần Quốc Bảo', birthDate: '1964', address: 'Tổ 9' }),
  ).toBeLessThan(person.matching.review)
})

test('an equal ID counts birth date and sex against a pair, not for it', () => {
  const { personalId, birthDate, sex } = AN as Row
  expect(bits({ personalId, birthDate, sex }, { personalId, birthDate, sex })).toBe(
    bits({ personalId }, { personalId }),
  )
  expect(bits({ personalId, sex }, { personalId, sex: 'nu' })).toBeLessThan(bits({ personalId }, { personalId }))
})

test('name, year, sex and door are enough without a number, name and year are not', () => {
  const known = { ...AN, personalId: null, birthDate: '1985' }
  expect(bits(known, AN)).toBeGreaterThan(person.matching.link)
  expect(bits({ fullName: 'Nguyễn Văn An', birthDate: '1985' }, AN)).toBeLessThan(person.matching.review)
})

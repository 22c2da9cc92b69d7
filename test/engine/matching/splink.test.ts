import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { recordsOf } from '../../../engine/matching/intake.ts'
import { bits, type Model, modelOf, readModel, untrained } from '../../../engine/matching/model.ts'
import { resolve } from '../../../engine/matching/resolve.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'
import { toSplink } from '../../../engine/matching/splink.ts'
import { fromSplink } from '../../../engine/matching/splink-import.ts'
import { sqlOf } from '../../../engine/matching/splink-rules.ts'
import { train } from '../../../engine/matching/train.ts'

interface Settings {
  readonly comparisons: readonly {
    readonly output_column_name: string
    readonly comparison_levels: readonly Readonly<Record<string, unknown>>[]
  }[]
  readonly blocking_rules_to_generate_predictions: readonly { readonly blocking_rule: string }[]
  readonly probability_two_random_records_match: number
}
// what Splink 5.0.0 saved and predicted; dob has a level that it never trained
const saved = JSON.parse(readFileSync(new URL('fixtures/splink-people.json', import.meta.url), 'utf8')) as {
  readonly settings: Settings
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly pairs: readonly (readonly [string, string, number])[]
}
const settingsOf = (model: Model, ahead = false) => toSplink(model, { ahead }).settings as unknown as Settings
const conditions = ({ comparisons }: Settings) =>
  Object.fromEntries(
    comparisons.map((own) => [own.output_column_name, own.comparison_levels.map((level) => level.sql_condition)]),
  )

test('a model that Splink trained gives every pair the weight that Splink gives it', async () => {
  const { spec, model, notes } = fromSplink(saved.settings, 'people')
  const comparisons = comparisonsOf(spec)
  const { records } = recordsOf(spec, [{ name: 'people', columns: saved.columns, rows: saved.rows }])
  const { edges } = await resolve(comparisons, records, { ...model, thresholds: { link: 0, review: -200 } })
  const found = Array.from(edges.left, (a, e) => [records.names.at(a), records.names.at(edges.right[e]!)] as const)
  expect(found).toEqual(saved.pairs.map(([a, b]) => [a, b]))
  for (const [e, [, , weight]] of saved.pairs.entries()) expect(bits(edges.weight[e]!)).toBeCloseTo(weight, 4)
  expect(notes.join()).toMatch(/dob.*chưa học m/)
})

test('what came from Splink goes back with the same conditions, shares and flags', () => {
  const back = settingsOf(fromSplink(saved.settings, 'people').model)
  const plain = (sql: unknown): string => String(sql).replace(/(\d)\.0\b/g, '$1')
  expect(back.probability_two_random_records_match).toBe(saved.settings.probability_two_random_records_match)
  saved.settings.comparisons.forEach((own, c) => {
    const levels = back.comparisons[c]!.comparison_levels
    expect(levels.map((level) => level.sql_condition)).toEqual(
      own.comparison_levels.map((level) => plain(level.sql_condition)),
    )
    own.comparison_levels.forEach((level, l) => {
      if (level.is_null_level) return
      expect(levels[l]!.u_probability).toBe(level.u_probability)
      expect(levels[l]!.tf_adjustment_column).toBe(level.tf_adjustment_column)
      if (level.m_probability) expect(levels[l]!.m_probability).toBe(level.m_probability)
    })
  })
})

test('a model read from Splink is a model file like any other', () => {
  const { spec, model } = fromSplink(saved.settings, 'people')
  const declared = { name: 'people', comparisons: comparisonsOf(spec), blocking: Object.keys(spec.block) }
  expect(readModel(JSON.parse(JSON.stringify(model)), declared)).toEqual(model)
  expect(spec.block).toEqual({
    dob3: [{ column: 'dob', first: 3 }],
    'surname-pid': ['surname', 'pid'],
    'city-given': ['city', 'given'],
  })
})

test.each([
  ['jaccard("given_l", "given_r") >= 0.9', /given.*jaccard/s],
  ['"given_l" = "surname_r" AND "given_r" = "surname_l"', /given.*"surname_r"/s],
  ['array_length(list_intersect("given_l", "given_r")) >= 1', /given.*list_intersect/s],
  ['"surname_l" = "surname_r"', /given.*đọc nhiều cột \(given, surname\)/s],
])('the condition %s is refused by name', (sql, why) => {
  const [first, ...others] = saved.settings.comparisons
  const levels = first!.comparison_levels.map((level, l) => (l === 2 ? { ...level, sql_condition: sql } : level))
  const settings = { ...saved.settings, comparisons: [{ ...first, comparison_levels: levels }, ...others] }
  expect(() => fromSplink(settings, 'people')).toThrow(why)
})

test('all that cannot be read is named at once', () => {
  const rules = ['l.city = r.city', 'l.dob < r.dob', { blocking_rule: 'l.a = r.a', arrays_to_explode: ['a'] }]
  const settings = { ...saved.settings, blocking_rules_to_generate_predictions: rules }
  expect(() => fromSplink(settings, 'people')).toThrow(/l\.dob < r\.dob.*l\.a = r\.a/s)
  expect(() => fromSplink({ ...saved.settings, blocking_rules_to_generate_predictions: [] }, 'x')).toThrow(/luật khóa/)
  for (const nothing of [null, [], {}, { comparisons: [] }])
    expect(() => fromSplink(nothing, 'x')).toThrow(/Not Splink settings/)
})

test.each([
  ['l.city = r.city', ['city']],
  [
    '(lower(l."Họ tên") = lower(r."Họ tên")) AND (left(l.dob, 4) = left(r.dob, 4))',
    ['Họ tên', { column: 'dob', first: 4 }],
  ],
  ['(l."a" = r."a" and SUBSTR(l."b", 1, 2) = SUBSTR(r."b", 1, 2))', ['a', { column: 'b', first: 2 }]],
])('the block rule %s is read', (rule, parts) => {
  const settings = { ...saved.settings, blocking_rules_to_generate_predictions: [rule] }
  expect(Object.values(fromSplink(settings, 'x').spec.block)).toEqual([parts])
})

const spec = readSpec({
  format: 'match-spec/1',
  name: 'people',
  key: 'id',
  lists: { common: ['minh'] },
  block: {
    pid: ['pid'],
    'given-year': [
      { column: 'given', bare: true },
      { column: 'dob', first: 4 },
    ],
    words: [{ column: 'given', words: 'all' }],
    'word-city': [{ column: 'given', words: 'all' }, 'city'],
    city: { parts: ['city'], limit: 50 },
    dob: { parts: ['dob'], hot: ['city'] },
  },
  compare: {
    pid: { kind: 'identifiers', column: 'pid' },
    given: { kind: 'texts', column: 'given', near: [0.95, 0.9] },
    dob: { kind: 'dates', column: 'dob' },
    whole: { kind: 'names', column: ['given', 'surname'] },
    city: { kind: 'exact', column: 'city' },
  },
})
let model: Model
beforeAll(() => {
  const comparisons = comparisonsOf(spec)
  const { records } = recordsOf(spec, [{ name: 'people', columns: saved.columns, rows: saved.rows }])
  const blocking = records.blocks.map(({ name }) => name)
  const declared = { name: 'people', comparisons, blocking, link: 0, review: 0, ...sqlOf(spec) }
  model = modelOf(train(comparisons, records), declared)
})

test('levels are conditions over the columns of the table as it stands', () => {
  const found = conditions(settingsOf(model))
  const folded = (side: string): string => `trim(lower(nfc_normalize("given_${side}")))`
  expect(found.given).toEqual([
    `coalesce(${folded('l')} = '', TRUE) OR coalesce(${folded('r')} = '', TRUE)`,
    `${folded('l')} = ${folded('r')}`,
    `jaro_winkler_similarity(${folded('l')}, ${folded('r')}) >= 0.95`,
    expect.stringContaining(`jaro_winkler_similarity(${folded('l')}, ${folded('r')}) >= 0.9 OR`),
    '"given_l" = "given_r"',
    'ELSE',
  ])
  expect(found.pid![2]).toMatch(/^damerau_levenshtein\(.*"pid_l".*"pid_r".*\) <= 1$/)
  expect(found.dob![2]).toMatch(/"dob_l".*"dob_r"/)
  expect(found.whole![1]).toContain(`concat_ws(' ', "given_l", "surname_l")`)
})

test('shares carry over exactly, and no pair reaches the level that term frequency is measured from', () => {
  const settings = settingsOf(model)
  expect(settings.probability_two_random_records_match).toBe(model.lambda)
  model.comparisons.forEach(({ name, levels }, c) => {
    const own = settings.comparisons[c]!.comparison_levels.slice(1)
    const baseline = own.filter(({ label_for_charts: label }) => String(label).includes('baseline'))
    const real = own.filter((level) => !baseline.includes(level))
    expect(real.map((level) => [level.m_probability, level.u_probability])).toEqual(levels.map(({ m, u }) => [m, u]))
    const counted = real.filter(({ tf_adjustment_column: column }) => column !== undefined)
    expect(counted.length).toBe(['given', 'dob', 'city'].includes(name) ? 1 : 0)
    expect(baseline.map(({ u_probability: u }) => u)).toEqual(counted.length ? [model.terms[name]!.mean] : [])
  })
})

test('a rule is a join where it has equal parts; the others are named', () => {
  const { settings, notes } = toSplink(model)
  const joins = (settings as unknown as Settings).blocking_rules_to_generate_predictions.map((own) => own.blocking_rule)
  expect(joins).toHaveLength(4)
  expect(joins[0]).toBe(`nullif(lower(trim(l."pid")), '') = nullif(lower(trim(r."pid")), '')`)
  expect(joins[1]).toMatch(/strip_accents.* = .*strip_accents.* AND .*left\(.*, 4\)/)
  expect(joins[2]).toMatch(/^list_has_any\(.*\) AND nullif\(lower\(trim\(l\."city"\)\), ''\) = /)
  expect(joins[3]).toBe(`nullif(lower(trim(l."dob")), '') = nullif(lower(trim(r."dob")), '')`)
  expect(notes.filter((note) => note.startsWith('Luật khóa')).map((note) => note.split(':')[0])).toEqual([
    'Luật khóa words',
    'Luật khóa city',
  ])
})

test('texts that are folded ahead are columns of the query, and nothing else is read', () => {
  const { settings, prepare } = toSplink(model, { ahead: true })
  const made = new Set([...prepare!.matchAll(/ AS "([^"]+)"/g)].map(([, name]) => name!))
  const { comparisons, blocking_rules_to_generate_predictions: rules } = settings as unknown as Settings
  const text = JSON.stringify([
    comparisons.map((own) => own.comparison_levels.map((level) => level.sql_condition)),
    rules,
  ])
  const read = [...text.matchAll(/\\"([^"\\]+?)(?:_[lr])?\\"/g)].map(([, name]) => name!)
  expect(new Set(read)).toEqual(made)
  expect(prepare).toContain(`trim(lower(nfc_normalize("given"))) AS "sogoc_given_text"`)
  const given = comparisons.find((own) => own.output_column_name === 'given')!.comparison_levels
  expect(given[1]).toMatchObject({
    sql_condition: '"sogoc_given_text_l" IS NOT DISTINCT FROM "sogoc_given_text_r"',
    tf_adjustment_column: 'sogoc_given_text',
  })
})

test('a level without an SQL form is merged into the next looser one that has one', () => {
  const sql = structuredClone(model.sql!)
  delete sql.comparisons.given!.levels['near-0.95']
  const { settings, notes } = toSplink({ ...model, sql })
  const levels = (settings as unknown as Settings).comparisons.find((own) => own.output_column_name === 'given')!
  const given = model.comparisons.find(({ name }) => name === 'given')!.levels
  expect(levels.comparison_levels[2]).toMatchObject({
    m_probability: given[1]!.m + given[2]!.m,
    u_probability: given[1]!.u + given[2]!.u,
  })
  expect(notes.join()).toMatch(/given.*near-0\.95 → near-0\.9/)
})

test('Vietnamese names go out by letters and tones; what SQL cannot say of them is named', () => {
  const own = readSpec({
    format: 'match-spec/1',
    name: 'people',
    key: 'id',
    block: { name: [{ column: 'Họ và tên', bare: true }] },
    compare: { name: { kind: 'vietnamese-names', column: 'Họ và tên' } },
  })
  const comparisons = comparisonsOf(own)
  const declared = { name: 'people', comparisons, blocking: ['name'], link: 0, review: 0, ...sqlOf(own) }
  const table = { counts: new Map([['nguyen van an', 3]]), total: 9, mean: 0.2, unseen: 1 }
  const { settings, notes } = toSplink(untrained(declared, -10, [table]), { ahead: true })
  const [, same, unmarked] = (settings as unknown as Settings).comparisons[0]!.comparison_levels
  expect(same!.sql_condition).toBe(
    '"sogoc_name_letters_l" = "sogoc_name_letters_r" AND "sogoc_name_tones_l" = "sogoc_name_tones_r"',
  )
  expect(unmarked).toMatchObject({ tf_adjustment_column: 'sogoc_name_bare', tf_adjustment_weight: 0.8 })
  expect(notes[0]).toMatch(/initials → dropped, misspelt → near-\.92/)
})

test('a model that names no columns is refused with what to do', () => {
  const declared = { name: 'person', comparisons: comparisonsOf(spec), blocking: ['pid'], link: 0, review: 0 }
  expect(() => toSplink(untrained(declared, -10))).toThrow(/person.*--spec/s)
})

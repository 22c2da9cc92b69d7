import { expect, test } from 'vitest'
import { readSpec } from '../../../engine/matching/spec.ts'

const SMALL = {
  format: 'match-spec/1',
  name: 'nhỏ',
  key: 'id',
  block: { 'name-year': ['ho_ten', 'nam'] },
  compare: { name: { kind: 'vietnamese-names', column: 'ho_ten' } },
}
const compare = (own: object) => ({ compare: { name: { kind: 'exact', column: 'ho_ten', ...own } } })

test('a spec is read with what it leaves open', () => {
  expect(readSpec(SMALL)).toMatchObject({ link: 0, oneToOne: false, seed: '', lists: {} })
})

test.each([
  ['an unknown kind', compare({ kind: 'identifier' }), /compare\.name\.kind.*Ý bạn là "identifiers"/s],
  ['a kind that every object has', compare({ kind: 'constructor' }), /compare\.name\.kind "constructor"/],
  ['an unknown field', { compar: {} }, /"compar".*Ý bạn là "compare"/s],
  ['an unknown option', compare({ flor: 1 }), /compare\.name: .*"flor".*floor/s],
  ['an option out of its range', compare({ floor: 3 }), /compare\.name\.floor: lớn nhất là 1/],
  [
    'an ID that implies what is not compared',
    compare({ kind: 'personal-ids', implies: ['nam'] }),
    /compare\.name\.implies "nam"/,
  ],
  ['no key', { key: undefined }, /key: thiếu, cần chữ/],
  ['a rule without parts', { block: { a: [] } }, /block\.a/],
  [
    'a part with an unknown field',
    { block: { a: [{ column: 'nam', firsst: 2 }] } },
    /block\.a\.0: .*Ý bạn là "first"/s,
  ],
  ['a rule with an unknown field', { block: { a: { parts: ['nam'], limitt: 2 } } }, /block\.a: .*Ý bạn là "limit"/s],
  ['no rule at all', { block: {} }, /block: cần từ 1/],
  ['nothing to compare', { compare: {} }, /compare: cần từ 1/],
  ['a list that is not there', { block: { a: [{ column: 'nam', without: 'titles' }] } }, /block\.a.*"titles"/s],
  ['another format', { format: 'match-spec/9' }, /format: chỉ nhận "match-spec\/1"/],
  ['a review over its link', { link: 1, review: 2 }, /review \(2\)/],
  ['a word for a number', { link: 'cao' }, /link: cần số/],
] as [string, object, RegExp][])('%s is refused with where and what was meant', (_, change, sentence) => {
  expect(() => readSpec({ ...SMALL, ...change })).toThrow(sentence)
})

test('what is no object is refused too', () => {
  for (const json of [null, [], 'x', 1]) expect(() => readSpec(json)).toThrow(/spec: cần/)
})

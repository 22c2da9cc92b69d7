import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Diagnostic, diagnose, pairsByLevel, unlinkableBy } from '../../../engine/matching/diagnostics.ts'
import { maximise, type Session, sessionOf } from '../../../engine/matching/maximise.ts'
import { type Model, untrained } from '../../../engine/matching/model.ts'
import type { PatternCount } from '../../../engine/matching/patterns.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'

/** Comparisons of one level and else; pairs exactly as the shares say, those left out that agree nowhere. */
function world(lambda: number, m: readonly number[], u: readonly number[], pairs = 1e8) {
  const patterns: PatternCount[] = []
  for (let code = 0; code < 2 ** m.length - 1; code++) {
    const levels = m.map((_, c) => 1 + ((code >> c) & 1))
    const share = (same: readonly number[]): number =>
      levels.reduce((product, level, c) => product * (level === 1 ? same[c]! : 1 - same[c]!), 1)
    const both = pairs * (lambda * share(m) + (1 - lambda) * share(u))
    patterns.push({ code, levels, termBits: 0, pairs: both })
  }
  const shares = m.map((own, c) => {
    const same = lambda * own + (1 - lambda) * u[c]!
    return Float64Array.from([0, same, 1 - same])
  })
  return { patterns, chance: { shares, least: m.map(() => new Float64Array(3)) }, pairs }
}
const START = Array.from({ length: 3 }, () => Float64Array.from([0, 0.8, 0.2]))

test('training finds the shares by which the pairs were made', () => {
  const { patterns, chance, pairs } = world(1e-4, [0.95, 0.9, 0.8], [1e-3, 2e-3, 0.01])
  const { shares, lambda, converged } = maximise(patterns, START, chance, pairs, 1e-3)
  expect(converged).toBe(true)
  expect(lambda).toBeCloseTo(1e-4, 5)
  for (const [c, m] of [0.95, 0.9, 0.8].entries()) expect(Math.abs(shares[c]!.m[1]! - m)).toBeLessThan(0.01)
  for (const [c, u] of [1e-3, 2e-3, 0.01].entries()) expect(shares[c]!.u[1]).toBeCloseTo(u, 4)
})

test('a level that chance was not seen in claims no more than one pair of the sample', () => {
  const { patterns, chance, pairs } = world(1e-4, [0.95, 0.9, 0.8], [0, 2e-3, 0.01])
  const bare = maximise(patterns, START, chance, pairs, 1e-3).shares[0]!
  const least = chance.least.map((_, c) => Float64Array.from([0, c === 0 ? 2e-6 : 0, 0]))
  const bounded = maximise(patterns, START, { ...chance, least }, pairs, 1e-3).shares[0]!
  expect(bare.u[1]).toBeLessThan(1e-6)
  expect(bounded.u[1]).toBe(2e-6)
})

test('pairs that people decided stand as decided, and teach what is learnt of the rest', () => {
  const { patterns, chance, pairs } = world(1e-4, [0.95, 0.9, 0.8], [1e-3, 2e-3, 0.01])
  const free = maximise(patterns, START, chance, pairs, 1e-3)
  // half of the pairs that agree in the second alone: people say that they are all matches
  const decided = patterns.flatMap((own) =>
    own.levels.join() === '2,1,2'
      ? [
          { ...own, pairs: own.pairs / 2 },
          { ...own, pairs: own.pairs / 2, said: 1 },
        ]
      : [own],
  )
  const taught = maximise(decided, START, chance, pairs, 1e-3)
  expect(taught.shares[0]!.m[1]!).toBeLessThan(free.shares[0]!.m[1]! / 2)
  expect(taught.lambda).toBeGreaterThan(free.lambda)
  const refused = patterns.map((own) => ({ ...own, said: 0 }))
  expect(maximise(refused, START, chance, pairs, 1e-3).lambda).toBe(1 / pairs)
})

test('no pairs, or one pattern alone, end in shares that are shares', () => {
  const pattern = fc.record({
    levels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }),
    termBits: fc.integer({ min: -5, max: 5 }),
    pairs: fc.integer({ min: 1, max: 1000 }),
  })
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 4 }), (patterns) => {
      const own = patterns.map((one, code) => ({ ...one, code }))
      const { chance } = world(1e-3, [0.9, 0.9, 0.9], [0.1, 0.1, 0.1])
      const { shares, lambda } = maximise(own, START, chance, 1e6, 1e-3)
      expect(lambda).toBeGreaterThan(0)
      expect(lambda).toBeLessThanOrEqual(0.5)
      for (const { m, u } of shares)
        for (const share of [...m.slice(1), ...u.slice(1)]) {
          expect(share).toBeGreaterThan(0)
          expect(share).toBeLessThanOrEqual(1)
        }
    }),
  )
})

test('the pairs of one rule say the same where comparisons are independent, and what the rule settles is left out', () => {
  const { patterns, chance, pairs } = world(1e-4, [0.95, 0.9, 0.8], [1e-3, 2e-3, 0.01])
  const found = maximise(patterns, START, chance, pairs, 1e-3)
  const own = patterns.filter(({ levels }) => levels[0] === 1)
  const session = sessionOf({ rule: 'first', patterns: own }, found)
  expect(session.converged).toBe(true)
  expect(session.m[0]).toBeNull()
  expect(session.m[1]![1]).toBeCloseTo(found.shares[1]!.m[1]!, 2)
  expect(sessionOf({ rule: 'none', patterns: [] }, found)).toMatchObject({ pairs: 0, matches: 0, converged: true })
})

const comparisons = comparisonsOf(
  readSpec({
    format: 'match-spec/1',
    name: 'people',
    key: 'id',
    block: { a: ['id'], b: ['id'] },
    compare: { name: { kind: 'texts', column: 'name' }, sex: { kind: 'exact', column: 'sex' } },
  }),
)
const declared = { name: 'people', comparisons, blocking: ['a', 'b'], link: 4, review: 0 }
const sound = untrained(declared, -10)
const changed = (training: Partial<Model['training']>, microbits: readonly number[] = []): Model => ({
  ...sound,
  training: { ...sound.training, ...training },
  comparisons: sound.comparisons.map((own, c) => ({
    ...own,
    levels: own.levels.map((level, l) => ({
      ...level,
      microbits: c === 0 ? (microbits[l] ?? level.microbits) : level.microbits,
    })),
  })),
})
const codes = (found: readonly Diagnostic[]): string[] => found.map(({ code, severity }) => `${severity} ${code}`)

test('a sound model has nothing against it', () => {
  expect(diagnose(sound, { pairs: [Float64Array.of(0, 5, 5, 5, 5), Float64Array.of(0, 5, 5)] })).toEqual([])
})

test('training that did not settle is a fault, ahead of all that may be borne', () => {
  const found = diagnose(changed({ converged: false, iterations: 200, thin: ['name.near-0.92', 'name.near-0.8'] }))
  expect(codes(found)).toEqual(['fault not-converged', 'warn thin'])
  expect(found[0]!.sentence).toMatch(/200 vòng.*không dùng.*do not use/s)
  expect(found[1]!.sentence).toContain('near-0.92, near-0.8')
})

test('a level that no pair reached is named, and so is a looser one that weighs more', () => {
  const pairs = pairsByLevel(sound, [
    { code: 0, levels: [1, 2], termBits: 0, pairs: 7 },
    { code: 1, levels: [4, 1], termBits: 0, pairs: 3 },
  ])
  expect(pairs.map((own) => [...own])).toEqual([
    [0, 7, 0, 0, 3],
    [0, 3, 7],
  ])
  const found = diagnose(changed({}, [4e6, 2e6, 6e6]), { pairs })
  expect(found.map(({ code, level }) => `${code} ${level}`)).toEqual([
    'never-seen near-0.92',
    'never-seen near-0.8',
    'out-of-order near-0.8',
  ])
  expect(found[2]!.got).toBe(4)
})

test('a comparison of which two rules say different things is named with both', () => {
  const session = (rule: string, other: number): Session => ({
    rule,
    pairs: 1000,
    matches: 500,
    m: [Float64Array.of(0, 0.7 - other, 0.1, 0.1, 0.1 + other), null],
    converged: true,
  })
  const [found, ...more] = diagnose(sound, { sessions: [session('a', 0.6), session('b', -0.08)] })
  expect(more).toEqual([])
  expect(found).toMatchObject({ code: 'uneven-sessions', comparison: 'name', level: 'else' })
  expect(found!.sentence).toMatch(/luật a hơn từ luật b/)
  const unsettled = { ...session('b', -0.08), converged: false }
  expect(diagnose(sound, { sessions: [session('a', 0.6), unsettled] })).toEqual([])
})

test('records that cannot reach the link weight against themselves are counted', () => {
  const weights = Float64Array.of(10e6, 3.9e6, 4e6, -8e6)
  expect(unlinkableBy(weights, 4)).toEqual({ records: 2, share: 0.5, lowest: -8 })
  expect(unlinkableBy(new Float64Array(0), 4)).toEqual({ records: 0, share: 0, lowest: 0 })
  const [found] = diagnose(sound, { unlinkable: unlinkableBy(weights, 4) })
  expect(found!.sentence).toMatch(/2 bản ghi \(50\.0 %\)/)
})

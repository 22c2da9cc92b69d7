import { describe, expect, test } from 'vitest'
import {
  type AnyDomain,
  blockRulesOf,
  comparedOf,
  type KeyParts,
  mappingsOf,
  type RowRule,
  type Values,
} from '../../core/domain.ts'
import { fieldMeta } from '../../core/field.ts'
import { FAMILIES } from '../../core/finding.ts'
import { RULES } from '../../core/keys.ts'
import { blockKeysOf, compositesOf, declaredOf, matchRulesOf } from '../../engine/matching/domain.ts'
import { untrained } from '../../engine/matching/model.ts'
import { scoreRows } from '../../engine/matching/row-scorer.ts'
import { compileRowPlan } from '../../engine/quality/plan.ts'
import { ruleBook } from '../../engine/quality/rules.ts'

const NASTY = [
  '',
  ' ',
  '\u0000',
  '0',
  '-1',
  "'; drop table person; --",
  'Nguyễn Văn A',
  '1.23E+11',
  '31/02/2020',
  '𝔘𝔫𝔦',
  'x'.repeat(20_000),
]

const isPart = (part: unknown): boolean => part === null || typeof part === 'string' || typeof part === 'number'

/** Keys of a row under every rule, longer ones and authority keys among them. */
const keysOf = (domain: AnyDomain, row: Values): readonly KeyParts[] => [
  ...blockRulesOf(domain).flatMap(({ keys, hot }) => [...keys(row), ...(hot ? [hot(row)] : [])]),
  ...(domain.matching.must ?? []).map(({ key }: { key: (row: Values) => KeyParts }) => key(row)),
]

/** What every domain file must keep, whatever it declares. */
export function describeDomain(domain: AnyDomain): void {
  describe(`domain ${domain.name}`, () => {
    const fields = Object.keys(domain.fields)

    test('labels everything that people see, in Vietnamese', () => {
      expect(domain.label).not.toBe('')
      for (const field of fields) expect(fieldMeta(domain.fields[field]).spec.label, field).toMatch(/\p{L}/u)
      for (const line of ruleBook(domain)) {
        expect(
          FAMILIES.includes(line.family) && [line.vi, line.en, line.fix].every((text) => text.length > 5),
          line.code,
        ).toBe(true)
      }
    })

    test('has one stable code per finding', () => {
      const codes = ruleBook(domain).map(({ code }) => code)
      expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([])
      for (const code of codes) expect(code).toMatch(/^[a-z-]+\.([a-zA-Z]+\.)?[a-z0-9-]+$/)
    })

    test('has at least one rule over several fields', () => {
      expect((domain.quality as readonly RowRule<Values>[]).length).toBeGreaterThan(0)
    })

    test('picks a survivor for every field, from sources that map it', () => {
      expect(Object.keys(domain.survivorship).sort()).toEqual([...fields].sort())
    })

    test('sends only fields that it has', () => {
      for (const target of Object.values(domain.targets) as readonly { columns: Record<string, string> }[]) {
        for (const field of Object.values(target.columns)) expect(fields).toContain(field)
      }
    })

    test.each(mappingsOf(domain).map(([source]) => source))('judges any row of %s without throwing', (source) => {
      const mapping = mappingsOf(domain).find(([name]) => name === source)?.[1]
      const columns = mapping?.from.columns ?? []
      const plan = compileRowPlan(domain, source, columns, '2026-06-14')
      for (const nasty of NASTY) {
        for (const record of plan(
          'K1',
          columns.map(() => nasty),
        )) {
          expect(record.accepted).toBe(!record.findings.some(({ severity }) => severity === 'error'))
          if (!record.accepted) continue
          expect(blockKeysOf(domain)(record.values).every(Number.isSafeInteger)).toBe(true)
          expect(() => compositesOf(domain)(record.values)).not.toThrow()
          for (const parts of keysOf(domain, record.values)) for (const part of parts) expect(part).toSatisfy(isPart)
          expect(typeof (domain.matching.verified?.(record.values, source) ?? '')).toBe('string')
        }
      }
    })

    test('compares under names that are its own, and implies only such', () => {
      const names = comparedOf(domain).map(({ name }) => name)
      for (const { name, comparison } of comparedOf(domain)) {
        expect(comparison.name).toBe(name)
        for (const { code, implies = [] } of comparison.levels)
          for (const other of implies) expect(names, `${name}.${code}`).toContain(other)
      }
    })

    test('declares shares that add up, each level with a code and a label', () => {
      for (const { name, comparison } of comparedOf(domain)) {
        const { levels, otherwise } = comparison
        expect(new Set(levels.map(({ code }) => code)).size, name).toBe(levels.length)
        for (const { code, label, m, u } of [...levels, { code: 'else', label: 'khác', ...otherwise }]) {
          expect(m > 0 && m < 1 && u > 0 && u < 1, `${name}.${code}`).toBe(true)
          expect(label, `${name}.${code}`).toMatch(/\p{L}/u)
        }
        for (const share of ['m', 'u'] as const)
          expect(
            [...levels, otherwise].reduce((sum, level) => sum + level[share], 0),
            name,
          ).toBeCloseTo(1, 2)
      }
    })

    test('judges any two texts alike from either side', () => {
      for (const { comparison } of comparedOf(domain)) {
        const forms = NASTY.map((text) => comparison.prepare(text)).filter((form) => form !== null)
        for (const a of forms) {
          for (const b of forms) {
            const at = (x: unknown, y: unknown): number => comparison.levels.findIndex(({ test }) => test(x, y))
            expect(at(a, b)).toBe(at(b, a))
            expect(comparison.comparable?.(a, b)).toBe(comparison.comparable?.(b, a))
          }
        }
      }
    })

    test('numbers its block rules, longer keys and authority keys below what a key has room for, each under its own name', () => {
      const rules = matchRulesOf(domain)
      expect(rules.length).toBeLessThanOrEqual(RULES)
      for (const part of ['name', 'number'] as const)
        expect(new Set(rules.map((rule) => rule[part])).size).toBe(rules.length)
      expect(rules.every(({ number }) => number < RULES)).toBe(true)
    })

    test('weighs nothing but the prior where two records say nothing', () => {
      const { prior, review, link } = domain.matching
      const row = Object.fromEntries(fields.map((field) => [field, null]))
      const scorer = scoreRows(domain, untrained(declaredOf(domain), prior), [{ row }, { row }])
      expect(scorer.judge(0, 1)).toBe(Math.round(prior * 1e6))
      expect(review).toBeLessThanOrEqual(link)
    })
  })
}

import { createHash } from 'node:crypto'
import { type AnyDomain, blockRulesOf, comparedOf } from '../../core/domain.ts'
import { matchRulesOf } from '../../engine/matching/domain.ts'

/**
 * Raised by hand when something that domain files import for their keys, composites, vetoes or disputes comes to mean
 * something else: their own text is seen, what they call is not.
 */
const MEANING = 2

const named = (parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify([MEANING, ...parts]))
    .digest('hex')
    .slice(0, 16)

const textOf = (own: unknown): string => (typeof own === 'function' ? String(own) : '')

/** Names how a domain makes its stored keys and composites: under another name all of them are made anew. */
export const keyedBy = (domain: AnyDomain): string =>
  named([
    matchRulesOf(domain).map(({ name, number }) => [name, number]),
    Object.values(domain.matching.block).map((rule) => [textOf(rule), ...Object.values(rule as object).map(textOf)]),
    blockRulesOf(domain).map(({ isSeveral }) => isSeveral),
    (domain.matching.must ?? []).map(({ key }: { readonly key: unknown }) => textOf(key)),
    comparedOf(domain).map(({ name, of, isComposite }) => [name, isComposite ? textOf(of) : '']),
  ])

/** Names everything by which a domain is matched: under another name all of it is matched anew. */
export const matchedBy = (domain: AnyDomain, modelHash: string): string => {
  const { never, dispute, verified, clean, link, review } = domain.matching
  const tests = [...never, ...dispute].map(({ code, test }: { readonly code: string; readonly test: unknown }) => [
    code,
    textOf(test),
  ])
  const limits = matchRulesOf(domain).map(({ limit, isKept }) => [limit, isKept])
  return named([keyedBy(domain), modelHash, limits, tests, never.length, textOf(verified), clean ?? [], link, review])
}

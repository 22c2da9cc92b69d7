import { bits, type Model } from './model.ts'

/** One figure of two models in bits; null where a model has no such figure. */
export interface Move {
  /** `prior`, `link`, `review`, or `comparison.level`. */
  readonly what: string
  readonly before: number | null
  readonly after: number | null
  /** After less before; null where one of them is missing. */
  readonly moved: number | null
}

/** What moved between two models, largest move first; what only one of them has stands in front. */
export function movesBetween(before: Model, after: Model): Move[] {
  const then = figuresOf(before)
  const now = figuresOf(after)
  const moves = [...new Set([...now.keys(), ...then.keys()])].map((what): Move => {
    const old = then.get(what) ?? null
    const own = now.get(what) ?? null
    return { what, before: old, after: own, moved: old === null || own === null ? null : own - old }
  })
  const size = ({ moved }: Move): number => (moved === null ? Number.POSITIVE_INFINITY : Math.abs(moved))
  return moves.sort((a, b) => (size(a) === size(b) ? (a.what < b.what ? -1 : 1) : size(b) - size(a)))
}

const figuresOf = ({ prior, thresholds, comparisons }: Model): ReadonlyMap<string, number> =>
  new Map([
    ['prior', bits(prior)],
    ['link', thresholds.link],
    ['review', thresholds.review],
    ...comparisons.flatMap(({ name, levels }) =>
      levels.map(({ code, microbits }) => [`${name}.${code}`, bits(microbits)] as const),
    ),
  ])

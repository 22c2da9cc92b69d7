import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AnyComparison } from '../../core/comparison.ts'
import { Failure } from '../../core/errors.ts'
import type { Column } from './encode.ts'
import type { Scored } from './lane.ts'
import type { Comparisons } from './records.ts'
import { NO_TERMS, type TermTable } from './terms.ts'
import type { Trained } from './train.ts'

export const MODEL_FORMAT = 'match-model/1'

const level = z.object({
  code: z.string(),
  label: z.string(),
  m: z.number(),
  u: z.number(),
  /** log2(m/u) in whole micro-bits: scoring adds integers, the same everywhere. */
  microbits: z.number().int(),
})
const terms = z.object({ total: z.number(), mean: z.number(), counts: z.record(z.string(), z.number().int()) })

const schema = z.object({
  format: z.literal(MODEL_FORMAT),
  name: z.string(),
  /** Hash of the comparisons and rules that the model was trained for. */
  declaration: z.string(),
  seed: z.string(),
  trainedOn: z.object({ records: z.number().int(), blockedPairs: z.number().int(), allPairs: z.number().int() }),
  /** Share of all pairs that are matches, and its log2 odds in micro-bits. */
  lambda: z.number(),
  prior: z.number().int(),
  comparisons: z.array(z.object({ name: z.string(), levels: z.array(level) })),
  terms: z.record(z.string(), terms),
  blocking: z.array(z.string()),
  /** Bits. Mean weight from which groups join, and weight from which a pair is kept at all. */
  thresholds: z.object({ link: z.number(), review: z.number() }),
  training: z.object({
    chancePairs: z.number().int(),
    thin: z.array(z.string()),
    iterations: z.number().int(),
    converged: z.boolean(),
  }),
})

export type Model = z.output<typeof schema>

const MICRO = 1e6
const weightOf = (m: number, u: number): number => Math.round(Math.log2(m / u) * MICRO)

export interface Declared {
  readonly name: string
  readonly comparisons: Comparisons
  readonly blocking: readonly string[]
  readonly link: number
  readonly review: number
}

/** Names the comparisons, levels and rules that a model belongs to. */
export function declarationOf({ comparisons, blocking }: Pick<Declared, 'comparisons' | 'blocking'>): string {
  const parts = comparisons.map(({ name, levels }) => [name, levels.map(({ code }) => code)])
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([parts, blocking]))
    .digest('hex')}`
}

/** Freezes what training found. */
export function modelOf(trained: Trained, declared: Declared, seed = ''): Model {
  const { result, comparisons, chance } = trained
  return {
    format: MODEL_FORMAT,
    name: declared.name,
    declaration: declarationOf(declared),
    seed,
    trainedOn: {
      records: trained.records,
      blockedPairs: trained.blocked,
      allPairs: trained.allPairs,
    },
    lambda: result.lambda,
    prior: weightOf(result.lambda, 1 - result.lambda),
    comparisons: comparisons.map((comparison, c) => ({
      name: comparison.name,
      levels: [...comparison.levels, { code: 'else', label: 'khác' }].map(({ code, label }, l) => {
        const m = result.shares[c]!.m[l + 1]!
        const u = result.shares[c]!.u[l + 1]!
        return { code, label, m, u, microbits: weightOf(m, u) }
      }),
    })),
    terms: Object.fromEntries(
      comparisons.flatMap((comparison, c) => (comparison.terms ? [[comparison.name, frozen(trained.terms[c]!)]] : [])),
    ),
    blocking: [...declared.blocking],
    thresholds: { link: declared.link, review: declared.review },
    training: {
      chancePairs: chance.pairs,
      thin: [...chance.thin],
      iterations: result.iterations,
      converged: result.converged,
    },
  }
}

/** Terms seen once are what an unknown term counts as, so they are not written. */
const frozen = ({ total, mean, counts }: TermTable) => ({
  total,
  mean,
  counts: Object.fromEntries([...counts].filter(([, n]) => n > 1).sort(([a], [b]) => (a < b ? -1 : 1))),
})

/** Reads a model file. A model made for other comparisons or rules is refused by name. */
export function readModel(json: unknown, declared?: Pick<Declared, 'name' | 'comparisons' | 'blocking'>): Model {
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Failure('InvalidInput', {
      problems: `Mô hình không đọc được tại ${issue?.path.join('.') || 'gốc'}: ${issue?.message}. (Not a ${MODEL_FORMAT} file.)`,
    })
  }
  if (declared && parsed.data.declaration !== declarationOf(declared)) {
    throw new Failure('InvalidInput', {
      problems: `Mô hình "${parsed.data.name}" được học cho khai báo ${short(parsed.data.declaration)}, còn "${declared.name}" nay là ${short(declarationOf(declared))}. Học lại: sogoc model train. (The model was made for other comparisons or rules.)`,
    })
  }
  return parsed.data
}

const short = (hash: string): string => hash.slice(0, 19)

/** The comparisons of a declaration with the weights of its model, ready to score. */
export function scoredBy(model: Model, comparisons: Comparisons, columns: readonly Column[]): Scored[] {
  return comparisons.map((comparison, c) => ({
    comparison,
    column: columns[c]!,
    terms: termsOf(model, comparison),
    weights: Int32Array.from([0, ...model.comparisons[c]!.levels.map(({ microbits }) => microbits)]),
  }))
}

/** Terms that are so rare that they count as an unknown one are left out: threads get a copy of the table. */
function termsOf(model: Model, { name, levels }: AnyComparison): TermTable {
  const own = model.terms[name]
  if (!own) return NO_TERMS
  const floor = Math.min(1, ...levels.flatMap(({ tf }) => tf?.floor ?? []))
  const least = Math.max(1, floor * own.total)
  return { ...own, counts: new Map(Object.entries(own.counts).filter(([, count]) => count > least)) }
}

export const bits = (micro: number): number => micro / MICRO
export const microbits = (value: number): number => Math.round(value * MICRO)
/** Probability of a match for a weight in micro-bits. */
export const probability = (micro: number): number => 1 / (1 + 2 ** -(micro / MICRO))

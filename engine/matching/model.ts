import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AnyComparison } from '../../core/comparison.ts'
import { Failure } from '../../core/errors.ts'
import type { Column } from './encode.ts'
import type { Scored } from './lane.ts'
import type { Comparisons } from './records.ts'
import { inSql, type Sql, sqlBlock } from './splink-forms.ts'
import { countTerms, NO_TERMS, type TermTable } from './terms.ts'
import type { Trained } from './train.ts'

const MODEL_FORMAT = 'match-model/1'
/** Release of the engine that writes the model, for the record; a model is not refused for it. Equal to that of the package. */
export const ENGINE = '0.1.0'

const share = z.number().gt(0).max(1)
const count = z.number().int().nonnegative()
const level = z.object({
  code: z.string(),
  label: z.string(),
  m: share,
  u: share,
  /** log2(m/u) in whole micro-bits: scoring adds integers, the same everywhere. */
  microbits: z.number().int(),
  /** Term frequency of the level, as the comparison declares it. */
  tf: z.object({ k: z.number(), floor: z.number(), most: z.number().int() }).optional(),
})
const terms = z.object({
  total: count,
  /** Chance that two terms are equal: where the bits of term frequency are nought. */
  mean: z.number().gt(0),
  /** Records that a term which is not among them counts for; one where it is not said. */
  unseen: z.number().int().positive().optional(),
  counts: z.custom<Readonly<Record<string, number>>>(isCounts, { error: 'cần số nguyên dương theo từ (needs counts)' }),
  /** The counts are those of the data that are scored, not frozen here: a model that came from Splink has none. */
  fromData: z.boolean().optional(),
})
const rates = z.object({ precision: z.number(), recall: z.number(), f1: z.number() })

/** Not a zod record: that drops a term that is called `__proto__`. */
function isCounts(own: unknown): boolean {
  return (
    typeof own === 'object' && own !== null && Object.values(own).every((n) => Number.isSafeInteger(n) && Number(n) > 0)
  )
}

/** How the share of matches was found. */
const lambdaFrom = z.object({ how: z.enum(['em', 'declared', 'splink']) })

const schema = z.object({
  format: z.literal(MODEL_FORMAT),
  /** Domain, or name of the spec. */
  name: z.string(),
  engine: z.string(),
  /** Hash of the comparisons and rules that the model was made for. */
  declaration: z.string(),
  seed: z.string(),
  trainedOn: z.object({ records: count, blockedPairs: count, allPairs: count }),
  /** Share of all pairs that are matches, and its log2 odds in micro-bits. */
  lambda: z.number().gt(0).lt(1),
  prior: z.number().int(),
  lambdaFrom,
  comparisons: z.array(z.object({ name: z.string(), levels: z.array(level).min(1) })).min(1),
  terms: z.record(z.string(), terms),
  blocking: z.array(z.string()),
  /** Bits. Mean weight from which groups join, and weight from which a pair is kept at all. */
  thresholds: z.object({ link: z.number(), review: z.number() }),
  training: z.object({
    how: z.enum(['em', 'declared', 'splink']),
    chancePairs: count,
    thin: z.array(z.string()),
    iterations: count,
    converged: z.boolean(),
    /** Labelled matches that entered m, and how. */
    labels: z.object({ matches: z.number(), how: z.enum(['blend', 'replace', 'known']) }).optional(),
  }),
  /** What was measured with labels, and the hash of those. */
  evaluation: z.object({ labels: z.string(), records: count, pairwise: rates, bcubed: rates }).optional(),
  sql: sqlBlock.optional(),
})

export type Model = z.output<typeof schema>
export type ModelLevel = Model['comparisons'][number]['levels'][number]

const MICRO = 1e6
export const weightOf = (m: number, u: number): number => Math.round(Math.log2(m / u) * MICRO)

/** What a model is made for. `sql`: how columns and rules read in SQL, where the declaration knows. */
export interface Declared extends Sql {
  readonly name: string
  readonly comparisons: Comparisons
  readonly blocking: readonly string[]
  readonly link: number
  readonly review: number
}

/** Names the comparisons, their levels with what those add for rare terms, and the rules that a model belongs to. */
function declarationOf({ comparisons, blocking }: Pick<Declared, 'comparisons' | 'blocking'>): string {
  const parts = comparisons.map(({ name, levels }) => [
    name,
    levels.map(({ code, tf, implies = [] }) => [code, ...(tf ? [tf.k, tf.floor, tf.most ?? 1] : []), ...implies]),
  ])
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([parts, blocking]))
    .digest('hex')}`
}

interface LevelShares {
  readonly m: ArrayLike<number>
  readonly u: ArrayLike<number>
}

/** The levels of a comparison with m and u by level; entry 0 (missing) is not read. */
function levelsOf({ levels }: AnyComparison, { m, u }: LevelShares): ModelLevel[] {
  return [...levels, { code: 'else', label: 'khác' }].map((own, l): ModelLevel => {
    const tf = 'tf' in own ? own.tf : undefined
    return {
      code: own.code,
      label: own.label,
      m: m[l + 1]!,
      u: u[l + 1]!,
      microbits: weightOf(m[l + 1]!, u[l + 1]!),
      ...(tf ? { tf: { k: tf.k, floor: tf.floor, most: tf.most ?? 1 } } : {}),
    }
  })
}

/** Freezes what training found. */
export function modelOf(trained: Trained, declared: Declared, seed = ''): Model {
  const { result, comparisons, chance } = trained
  return {
    format: MODEL_FORMAT,
    name: declared.name,
    engine: ENGINE,
    declaration: declarationOf(declared),
    seed,
    trainedOn: {
      records: trained.records,
      blockedPairs: trained.blocked,
      allPairs: trained.allPairs,
    },
    lambda: result.lambda,
    prior: weightOf(result.lambda, 1 - result.lambda),
    lambdaFrom: { how: 'em' },
    comparisons: comparisons.map((comparison, c) => ({
      name: comparison.name,
      levels: levelsOf(comparison, result.shares[c]!),
    })),
    terms: tablesOf(comparisons, trained.terms),
    blocking: [...declared.blocking],
    thresholds: { link: declared.link, review: declared.review },
    training: {
      how: 'em',
      chancePairs: chance.pairs,
      thin: [...chance.thin],
      iterations: result.iterations,
      converged: result.converged,
      ...(trained.known.pairs > 0 ? { labels: { matches: trained.known.matches, how: 'known' } } : {}),
    },
    ...inSql(declared),
  }
}

/**
 * A model that nobody trained: m and u as the comparisons declare them, for a domain that has no trained file yet. `prior` in
 * bits: log2 odds that two records are the same before any field is compared. `terms` by comparison, counted from the data
 * that will be scored; without them a rare value says no more than a common one.
 */
export function untrained(declared: Declared, prior: number, terms: readonly TermTable[] = []): Model {
  return {
    format: MODEL_FORMAT,
    name: declared.name,
    engine: ENGINE,
    declaration: declarationOf(declared),
    seed: '',
    trainedOn: { records: 0, blockedPairs: 0, allPairs: 0 },
    lambda: 1 / (1 + 2 ** -prior),
    prior: microbits(prior),
    lambdaFrom: { how: 'declared' },
    comparisons: declared.comparisons.map((comparison) => ({
      name: comparison.name,
      levels: levelsOf(comparison, {
        m: [0, ...comparison.levels.map(({ m }) => m), comparison.otherwise.m],
        u: [0, ...comparison.levels.map(({ u }) => u), comparison.otherwise.u],
      }),
    })),
    terms: tablesOf(declared.comparisons, terms),
    blocking: [...declared.blocking],
    thresholds: { link: declared.link, review: declared.review },
    training: { how: 'declared', chancePairs: 0, thin: [], iterations: 0, converged: true },
    ...inSql(declared),
  }
}

const tablesOf = (comparisons: Comparisons, terms: readonly TermTable[]): Model['terms'] =>
  Object.fromEntries(
    comparisons.flatMap((own, c) => {
      const table = terms[c]
      return own.terms && table && table !== NO_TERMS ? [[own.name, compacted(table, own)]] : []
    }),
  )

/**
 * A term that was counted no more often than an unseen one counts for, or whose share is no greater than what any level
 * believes in, is not written: nothing is lost, and rare names, which are persons, stay out of the file.
 */
function compacted({ total, mean, counts, unseen }: TermTable, { levels }: AnyComparison): Model['terms'][string] {
  const floor = Math.min(1, ...levels.flatMap(({ tf }) => (tf ? [tf.floor] : [])))
  const kept = [...counts].filter(([, n]) => n > unseen && n / total > floor)
  return {
    total,
    mean,
    ...(unseen > 1 ? { unseen } : {}),
    counts: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

const refuse = (problems: string): never => {
  throw new Failure('InvalidInput', { problems })
}

/** Reads a model file. A file of another format version, or made for other comparisons or rules, is refused by name. */
export function readModel(json: unknown, declared?: Pick<Declared, 'name' | 'comparisons' | 'blocking'>): Model {
  const format = (json as { format?: unknown } | null)?.format
  if (format !== MODEL_FORMAT)
    return refuse(
      `Tệp mô hình thuộc định dạng ${typeof format === 'string' ? `"${format}"` : 'không rõ'}; bản này đọc ${MODEL_FORMAT}. Học lại: sogoc model train, hoặc dùng bản sogoc đã viết tệp. (Not a ${MODEL_FORMAT} file; train again, or use the release that wrote it.)`,
    )
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse(
      `Mô hình không đọc được tại ${issue?.path.join('.') || 'gốc'}: ${issue?.message}. Lấy lại bản gốc của tệp, hoặc học lại: sogoc model train. (The ${MODEL_FORMAT} file is damaged; restore it, or train again.)`,
    )
  }
  const model = parsed.data
  if (declared && model.declaration !== declarationOf(declared))
    refuse(
      `Mô hình "${model.name}" được học cho khai báo ${short(model.declaration)}, còn "${declared.name}" nay là ${short(declarationOf(declared))}: ${differences(model, declared)}. Học lại: sogoc model train. (The model was made for other comparisons or rules; train again.)`,
    )
  return model
}

const short = (hash: string): string => hash.slice(0, 19)

/** What a declaration has more or less than its model, by name. */
function differences(model: Model, { comparisons, blocking }: Pick<Declared, 'comparisons' | 'blocking'>): string {
  const then = new Map(model.comparisons.map(({ name, levels }) => [name, levels.map(({ code }) => code).join()]))
  const now = new Map(comparisons.map(({ name, levels }) => [name, [...levels.map(({ code }) => code), 'else'].join()]))
  const rules = new Set(model.blocking)
  const found = [
    ...[...now.keys()].filter((name) => !then.has(name)).map((name) => `thêm so sánh ${name}`),
    ...[...then.keys()].filter((name) => !now.has(name)).map((name) => `bớt so sánh ${name}`),
    ...[...now].flatMap(([name, codes]) =>
      then.has(name) && then.get(name) !== codes ? [`${name} có các mức khác`] : [],
    ),
    ...blocking.filter((name) => !rules.has(name)).map((name) => `thêm luật khóa ${name}`),
    ...model.blocking.filter((name) => !blocking.includes(name)).map((name) => `bớt luật khóa ${name}`),
  ]
  return found.length > 0 ? found.join('; ') : 'khác thứ tự hoặc tham số tần suất'
}

/** The comparisons of a declaration with the weights of its model, ready to score. */
export function scoredBy(model: Model, comparisons: Comparisons, columns: readonly Column[]): Scored[] {
  return comparisons.map((comparison, c) => ({
    comparison,
    column: columns[c]!,
    terms: termsOf(model, comparison, columns[c]!),
    weights: Int32Array.from([0, ...model.comparisons[c]!.levels.map(({ microbits }) => microbits)]),
  }))
}

/** The term table by which a column is scored: the frozen one, or counts of the data where the model says so. */
function termsOf({ terms }: Model, comparison: AnyComparison, column: Column): TermTable {
  const own = terms[comparison.name]
  if (!own) return NO_TERMS
  if (own.fromData) return { ...countTerms(comparison, column), mean: own.mean }
  return { total: own.total, mean: own.mean, counts: new Map(Object.entries(own.counts)), unseen: own.unseen ?? 1 }
}

/** The text of a model file: one level, one term a line, so that two versions compare line by line. */
export const modelText = (model: Model): string => `${JSON.stringify(model, null, 1)}\n`

export const bits = (micro: number): number => micro / MICRO
export const microbits = (value: number): number => Math.round(value * MICRO)
/** Probability of a match for a weight in micro-bits. */
export const probability = (micro: number): number => 1 / (1 + 2 ** -(micro / MICRO))

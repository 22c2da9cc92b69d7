import type { Session } from './maximise.ts'
import { bits, type Model, type ModelLevel, microbits } from './model.ts'
import type { PatternCount } from './patterns.ts'

/** `fault`: the model must not be used. `warn`: it may be, once a person has looked. */
export interface Diagnostic {
  readonly code: 'not-converged' | 'never-seen' | 'thin' | 'out-of-order' | 'uneven-sessions' | 'unlinkable'
  readonly severity: 'fault' | 'warn'
  readonly comparison: string | null
  readonly level: string | null
  /** What was found, in the unit of its kind: passes, pairs, bits, share of records. */
  readonly got: number
  /** What it means and what to do: Vietnamese, English in brackets. */
  readonly sentence: string
}

/** What training or a run over records can add to what the model itself shows. */
export interface Observed {
  /** Blocked pairs by comparison and level, as `pairsByLevel` counts them. */
  readonly pairs?: readonly Float64Array[]
  readonly sessions?: readonly Session[]
  readonly unlinkable?: Unlinkable
}

/** Everything that speaks against a model, faults first, then in the order of its comparisons. */
export function diagnose(model: Model, { pairs, sessions = [], unlinkable }: Observed = {}): Diagnostic[] {
  const { converged, iterations } = model.training
  const found: Diagnostic[] = [
    ...(converged ? [] : [notConverged(iterations)]),
    ...(pairs ? neverSeen(model, pairs) : []),
    ...thinLevels(model),
    ...model.comparisons.flatMap(outOfOrder),
    ...(sessions.length > 1 ? unevenSessions(model, sessions) : []),
    ...(unlinkable && unlinkable.share >= UNLINKABLE_SHARE ? [unlinkableRecords(unlinkable)] : []),
  ]
  return found.sort((a, b) => Number(b.severity === 'fault') - Number(a.severity === 'fault'))
}

const notConverged = (iterations: number): Diagnostic => ({
  code: 'not-converged',
  severity: 'fault',
  comparison: null,
  level: null,
  got: iterations,
  sentence: `Học chưa ổn định sau ${iterations} vòng: không dùng mô hình này. Bớt so sánh trùng ý hoặc thêm luật khóa, rồi học lại. (Training did not settle: do not use the model; drop comparisons that say the same, or add block rules.)`,
})

/** Blocked pairs in each level of each comparison; entry 0 are those with a side missing. */
export function pairsByLevel(model: Model, patterns: readonly PatternCount[]): Float64Array[] {
  const found = model.comparisons.map(({ levels }) => new Float64Array(levels.length + 1))
  for (const { levels, pairs } of patterns) levels.forEach((level, c) => void (found[c]![level]! += pairs))
  return found
}

const neverSeen = ({ comparisons }: Model, pairs: readonly Float64Array[]): Diagnostic[] =>
  comparisons.flatMap(({ name, levels }, c) =>
    levels.flatMap(({ code }, l): Diagnostic[] =>
      pairs[c]![l + 1]! > 0
        ? []
        : [
            {
              code: 'never-seen',
              severity: 'warn',
              comparison: name,
              level: code,
              got: 0,
              sentence: `${name}.${code}: không cặp nào rơi vào mức này khi học, trọng số của nó không có căn cứ. Bỏ mức này, hoặc học trên nhiều dữ liệu hơn. (No pair ended in this level: its weight rests on nothing; drop it or train on more data.)`,
            },
          ],
    ),
  )

/** One per comparison: its levels that chance hardly reached. */
function thinLevels({ comparisons, training }: Model): Diagnostic[] {
  return comparisons.flatMap(({ name, levels }): Diagnostic[] => {
    const thin = levels.map(({ code }) => code).filter((code) => training.thin.includes(`${name}.${code}`))
    if (thin.length === 0) return []
    const list = thin.join(', ')
    return [
      {
        code: 'thin',
        severity: 'warn',
        comparison: name,
        level: list,
        got: thin.length,
        sentence: `${name}: chưa đến 100 cặp ngẫu nhiên rơi vào mức ${list}, nên trọng số của chúng chỉ đúng cỡ vài bit. Tăng số cặp ngẫu nhiên, hoặc gộp vào mức lỏng hơn. (Fewer than 100 chance pairs in these levels: their weights are right to some bits only; compare more, or merge them.)`,
      },
    ]
  })
}

/** Bits by which a looser level must beat a stricter one before it is named. */
const SMELL = 0.5
/** Share of matches from which a level's weight says something of matches. */
const SOME_MATCHES = 1e-3

/** The looser level that most outweighs a stricter one before it. Term frequency comes on top and is not seen here. */
function outOfOrder({ name, levels }: Model['comparisons'][number]): Diagnostic[] {
  let weakest: ModelLevel | null = null
  let worst: { readonly loose: ModelLevel; readonly strict: ModelLevel; readonly over: number } | null = null
  for (const level of levels) {
    if (level.m < SOME_MATCHES) continue
    const over: number = weakest ? bits(level.microbits - weakest.microbits) : 0
    if (weakest && over > (worst?.over ?? SMELL)) worst = { loose: level, strict: weakest, over }
    if (!weakest || level.microbits < weakest.microbits) weakest = level
  }
  if (!worst) return []
  const { loose, strict, over } = worst
  return [
    {
      code: 'out-of-order',
      severity: 'warn',
      comparison: name,
      level: loose.code,
      got: over,
      sentence: `${name}: mức lỏng ${loose.code} nặng hơn mức chặt ${strict.code} ${over.toFixed(1)} bit. Kiểm tra thứ tự các mức, hoặc gộp hai mức. (The looser level weighs more than the stricter one; check their order or merge them.)`,
    },
  ]
}

/** Fewest matches of a session in a comparison from which its m is believed. */
const SESSION_MATCHES = 100
/** Bits between sessions from which a level is named. */
const UNEVEN = 2

/** Per comparison the level whose weight differs most between the pairs of two rules. */
function unevenSessions({ comparisons }: Model, sessions: readonly Session[]): Diagnostic[] {
  const fair = sessions.filter(({ converged, matches }) => converged && matches >= SESSION_MATCHES)
  return comparisons.flatMap(({ name, levels }, c): Diagnostic[] => {
    const spreads = levels.map(({ code }, l) => {
      const seen = fair
        .flatMap(({ rule, m }) => (m[c] ? [{ rule, weight: Math.log2(m[c][l + 1]!), share: m[c][l + 1]! }] : []))
        .filter(({ share }) => share > SHARE_LEAST)
        .sort((a, b) => a.weight - b.weight)
      const [low, high] = [seen[0], seen.at(-1)]
      return low && high ? { code, low: low.rule, high: high.rule, bits: high.weight - low.weight } : null
    })
    const worst = spreads.flatMap((own) => (own ? [own] : [])).sort((a, b) => b.bits - a.bits)[0]
    if (!worst || worst.bits < UNEVEN) return []
    return [
      {
        code: 'uneven-sessions',
        severity: 'warn',
        comparison: name,
        level: worst.code,
        got: worst.bits,
        sentence: `${name}.${worst.code}: trọng số học từ luật ${worst.high} hơn từ luật ${worst.low} ${worst.bits.toFixed(1)} bit, nên so sánh này không độc lập với các so sánh kia. Gộp hoặc bỏ so sánh liên quan, hoặc khai "implies". (Its weight differs between the pairs of two rules: it is not independent; combine or drop linked comparisons.)`,
      },
    ]
  })
}

/** A level with fewer matches than this share is noise in one session. */
const SHARE_LEAST = 0.005

/** Records that could not reach the link weight even against themselves: too little stands in them. */
export interface Unlinkable {
  readonly records: number
  readonly share: number
  /** Bits of the poorest record. */
  readonly lowest: number
}

/** Counts them from the weight of each record against itself, in micro-bits, prior and term frequency included. */
export function unlinkableBy(selfWeights: ArrayLike<number>, link: number): Unlinkable {
  const bound = microbits(link)
  let records = 0
  let lowest = Number.POSITIVE_INFINITY
  for (let record = 0; record < selfWeights.length; record++) {
    const weight = selfWeights[record]!
    if (weight < bound) records++
    if (weight < lowest) lowest = weight
  }
  const all = selfWeights.length
  return all === 0 ? { records: 0, share: 0, lowest: 0 } : { records, share: records / all, lowest: bits(lowest) }
}

/** Share of such records from which it is worth saying. */
const UNLINKABLE_SHARE = 0.001

const unlinkableRecords = ({ records, share }: Unlinkable): Diagnostic => ({
  code: 'unlinkable',
  severity: 'warn',
  comparison: null,
  level: null,
  got: share,
  sentence: `${records} bản ghi (${(share * 100).toFixed(1)} %) không đủ dữ liệu để ghép, kể cả với chính nó. Bổ sung các trường được so sánh ở nguồn, hoặc hạ ngưỡng. (Records that could not reach the link weight even against themselves; fill the compared fields at the source.)`,
})

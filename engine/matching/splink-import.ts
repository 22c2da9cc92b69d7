import { z } from 'zod'
import { Failure } from '../../core/errors.ts'
import { type Model, microbits, untrained, weightOf } from './model.ts'
import { comparisonsOf, type MatchSpec, readSpec } from './spec.ts'
import { parted, readCondition, unwrapped } from './splink-conditions.ts'
import type { Step } from './splink-levels.ts'
import { sqlOf } from './splink-rules.ts'

const probability = z.number().nonnegative().nullish()
const level = z.looseObject({
  sql_condition: z.string(),
  label_for_charts: z.string().nullish(),
  is_null_level: z.boolean().nullish(),
  m_probability: probability,
  u_probability: probability,
  tf_adjustment_column: z.string().nullish(),
  tf_adjustment_weight: z.number().nullish(),
  tf_minimum_u_value: z.number().nullish(),
  disable_tf_exact_match_detection: z.boolean().nullish(),
})
const comparison = z.looseObject({
  output_column_name: z.string().nullish(),
  comparison_levels: z.array(level).min(2),
})
const settings = z.looseObject({
  comparisons: z.array(comparison).min(1),
  blocking_rules_to_generate_predictions: z
    .array(
      z.union([
        z.string(),
        z.looseObject({ blocking_rule: z.string(), arrays_to_explode: z.array(z.string()).nullish() }),
      ]),
    )
    .default([]),
  probability_two_random_records_match: z.number().gt(0).lt(1).default(0.0001),
  unique_id_column_name: z.string().default('unique_id'),
})

type SplinkLevel = z.output<typeof level>
type SplinkComparison = z.output<typeof comparison>
type SplinkRule = z.output<typeof settings>['blocking_rules_to_generate_predictions'][number]

/** A Splink model as a spec and a frozen model of ours. */
export interface Imported {
  readonly spec: MatchSpec
  readonly model: Model
  /** What behaves otherwise than in Splink, in sentences. */
  readonly notes: readonly string[]
}

/**
 * Reads Splink settings as `save_model_to_json` writes them (versions 4 and 5, DuckDB). Levels keep their conditions, order,
 * m and u; a level that Splink never trained has the value that Splink itself would use. Term frequencies are not in such a
 * file: they are counted from the data that are scored, as Splink does.
 *
 * Throws InvalidInput that names every comparison, level and rule which has no counterpart, all of them at once.
 */
export function fromSplink(json: unknown, name: string): Imported {
  const parsed = settings.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Failure('InvalidInput', {
      problems: `Tệp không phải cấu hình Splink: ${issue?.path.join('.') || 'gốc'}: ${issue?.message}. Xuất lại bằng linker.misc.save_model_to_json. (Not Splink settings.)`,
    })
  }
  const own = parsed.data
  const problems: string[] = []
  const notes: string[] = []
  const compared = own.comparisons.map((one, c) => readComparison(one, c, problems, notes))
  const rules = own.blocking_rules_to_generate_predictions.map((rule) => readRule(rule, problems))
  if (rules.length === 0)
    problems.push('không có luật khóa (blocking_rules_to_generate_predictions is empty: add the rules to predict with)')
  for (const twice of repeated(compared.map((one) => one.name)))
    problems.push(`hai so sánh cùng tên "${twice}" (two comparisons share a name)`)
  if (problems.length > 0)
    throw new Failure('InvalidInput', {
      problems: `Cấu hình Splink có phần không chuyển được: ${problems.join('; ')}. Bỏ hoặc đổi các phần ấy trong Splink, học lại, rồi nhập lại. (These parts of the Splink settings have no counterpart.)`,
    })
  const spec = readSpec({
    format: 'match-spec/1',
    name,
    key: own.unique_id_column_name,
    block: Object.fromEntries(named(rules)),
    compare: Object.fromEntries(compared.map((one) => [one.name, one.entry])),
  })
  notes.push(
    'Khóa của luật khóa không phân biệt hoa thường, và khóa có hơn 2.000 bản ghi được để riêng; Splink thì không. (Keys of block rules ignore case, and keys of over 2,000 records are set aside.)',
  )
  return { spec, model: modelFrom(spec, compared, own.probability_two_random_records_match), notes }
}

interface Compared {
  readonly name: string
  /** The entry of `compare` in the spec. */
  readonly entry: Readonly<Record<string, unknown>>
  /** m and u by level, `else` last. */
  readonly shares: readonly { readonly m: number; readonly u: number }[]
  /** u from which term frequency is measured; null: none. */
  readonly baseline: number | null
}

function readComparison(own: SplinkComparison, at: number, problems: string[], notes: string[]): Compared {
  const name = own.output_column_name ?? `comparison_${at + 1}`
  const levels = withDefaults(name, own.comparison_levels, notes)
  const read = levels.map((one) => ({ one, condition: readCondition(one.sql_condition) }))
  const columns = new Set<string>()
  let date: string | undefined
  const steps: Step[] = []
  for (const { one, condition } of read) {
    const said = `${name}, mức "${one.label_for_charts ?? one.sql_condition}"`
    if (condition.kind === 'unknown') problems.push(`${said}: ${condition.why}`)
    if (condition.kind === 'null' || condition.kind === 'step') columns.add(condition.column)
    if (condition.kind === 'null') date = condition.date
    if (condition.kind !== 'step') continue
    steps.push({ ...condition.step, ...labelOf(one), ...frequencyOf(one, condition, said, problems) })
  }
  if (columns.size > 1)
    problems.push(
      `${name}: đọc nhiều cột (${[...columns].join(', ')}); tách thành so sánh riêng từng cột (several columns)`,
    )
  if (read.at(-1)?.condition.kind !== 'else')
    problems.push(`${name}: mức cuối không phải ELSE (the last level is not ELSE)`)
  const formats = new Set(steps.flatMap((one) => (one.by === 'days' ? [one.date] : [])))
  if (formats.size > 0 && (date === undefined || !formats.has(date)))
    notes.push(
      `${name}: các mức theo ngày đọc cột dạng ${[...formats].join(', ')}; giá trị dạng khác không bao giờ đạt các mức ấy, như trong Splink. (Levels by days read this format only, as in Splink.)`,
    )
  const kept = read.filter(({ condition }) => condition.kind !== 'null').map(({ one }) => one)
  return {
    name,
    entry: { kind: 'levels', column: [...columns][0] ?? name, ...(date ? { date } : {}), levels: steps },
    shares: kept.map((one) => ({ m: one.m_probability!, u: Math.min(1, one.u_probability!) })),
    baseline: baselineOf(read),
  }
}

const labelOf = ({ label_for_charts: label }: SplinkLevel): { label?: string } => (label ? { label } : {})

function frequencyOf(
  own: SplinkLevel,
  { column, step }: { readonly column: string; readonly step: Step },
  said: string,
  problems: string[],
): { tf?: { k: number; floor: number } } {
  const k = own.tf_adjustment_weight ?? 1
  if (!own.tf_adjustment_column || k === 0) return {}
  if (unquoted(own.tf_adjustment_column) !== column || step.by !== 'same' || step.part !== undefined) {
    problems.push(
      `${said}: tần suất trên mức không phải trùng cả cột (term frequency on a level that is no exact match)`,
    )
    return {}
  }
  return { tf: { k, floor: own.tf_minimum_u_value ?? 0 } }
}

const unquoted = (name: string): string => /^"(.+)"$/.exec(name)?.[1]?.replace(/""/g, '"') ?? name

/** Splink measures from the u of the level that compares the column as it stands. */
function baselineOf(
  read: readonly { readonly one: SplinkLevel; readonly condition: ReturnType<typeof readCondition> }[],
): number | null {
  const exact = read.filter(
    ({ condition }) => condition.kind === 'step' && condition.step.by === 'same' && condition.step.part === undefined,
  )
  return exact.some(({ one }) => one.tf_adjustment_column) ? Math.min(1, exact[0]!.one.u_probability!) : null
}

/** Share of matches that Splink gives to the strictest level of a comparison that was not trained. */
const EXACT_SHARE = 0.95

/** Fills in what Splink never trained with what it uses itself: m .95 and the rest, weights from −5 to 3 and 10 bits. */
function withDefaults(name: string, levels: readonly SplinkLevel[], notes: string[]): SplinkLevel[] {
  const count = levels.filter((one) => !one.is_null_level).length
  let place = 0
  return levels.map((one) => {
    if (one.is_null_level) return one
    const strict = place++ === 0
    // from the loosest level up
    const rank = count - place
    const m = strict ? EXACT_SHARE : (1 - EXACT_SHARE) / (count - 1)
    const weight = strict ? 10 : count === 2 ? -5 : -5 + (8 * rank) / (count - 2)
    if (!one.m_probability || !one.u_probability)
      notes.push(
        `${name}, mức "${one.label_for_charts ?? one.sql_condition}": chưa học ${one.m_probability ? 'u' : 'm'}; dùng giá trị mặc định của Splink. Nên học lại. (Not trained: the default of Splink is used; train again.)`,
      )
    return { ...one, m_probability: one.m_probability || m, u_probability: one.u_probability || m / 2 ** weight }
  })
}

interface Ruled {
  readonly name: string
  readonly parts: readonly (string | { readonly column: string; readonly first: number })[]
}

/** A block rule of equalities: whole columns or their first letters. */
function readRule(rule: SplinkRule, problems: string[]): Ruled {
  const { blocking_rule: sql, arrays_to_explode: arrays = null } =
    typeof rule === 'string' ? { blocking_rule: rule } : rule
  const parts = arrays?.length ? [null] : parted(unwrapped(sql.trim()), /^\s+and\s+/i).map(keyPart)
  const read = parts.flatMap((part) => (part === null ? [] : [part]))
  if (read.length < parts.length)
    problems.push(`luật khóa ${sql} (a block rule that is more than equal columns or first letters)`)
  return {
    name: read.map((part) => (typeof part === 'string' ? part : part.column + part.first)).join('-'),
    parts: read,
  }
}

const PLAIN = /^([lr])\.(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_]*))$/u
const FIRST = /^(?:substring|substr)\((.+),\s*1\s*,\s*(\d+)\s*\)$|^left\((.+),\s*(\d+)\s*\)$/is
const FOLDED = /^(?:lower|upper|trim)\((.+)\)$/is

function keyPart(text: string): Ruled['parts'][number] | null {
  const [left = '', right = '', more] = parted(unwrapped(text), /^=/)
  const a = keySide(left, 'l')
  const b = keySide(right, 'r')
  return more === undefined && a && b && JSON.stringify(a) === JSON.stringify(b) ? a : null
}

function keySide(text: string, side: string): Ruled['parts'][number] | null {
  const folded = FOLDED.exec(text)?.[1] ?? text
  const first = FIRST.exec(folded)
  const [, of, quotedName, plainName] = PLAIN.exec((first?.[1] ?? first?.[3] ?? folded).trim()) ?? []
  const column = quotedName?.replace(/""/g, '"') ?? plainName
  if (of !== side || !column) return null
  return first ? { column, first: Number(first[2] ?? first[4]) } : column
}

/** Rules by name, a number added where two have the same. */
function named(rules: readonly Ruled[]): (readonly [string, Ruled['parts']])[] {
  const seen = new Map<string, number>()
  return rules.map(({ name, parts }) => {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return [times === 1 ? name : `${name}-${times}`, parts] as const
  })
}

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
]

function modelFrom(spec: MatchSpec, compared: readonly Compared[], lambda: number): Model {
  const declared = {
    name: spec.name,
    comparisons: comparisonsOf(spec),
    blocking: Object.keys(spec.block),
    link: spec.link,
    review: spec.review ?? spec.link,
    ...sqlOf(spec),
  }
  const blank = untrained(declared, 0)
  return {
    ...blank,
    lambda,
    prior: microbits(Math.log2(lambda / (1 - lambda))),
    lambdaFrom: { how: 'splink' },
    comparisons: blank.comparisons.map(({ name, levels }, c) => ({
      name,
      levels: levels.map((own, l) => {
        const { m, u } = compared[c]!.shares[l]!
        return { ...own, m, u, microbits: weightOf(m, u) }
      }),
    })),
    terms: Object.fromEntries(
      compared.flatMap(({ name, baseline }) =>
        baseline === null ? [] : [[name, { total: 0, mean: baseline, counts: {}, fromData: true }]],
      ),
    ),
    training: { ...blank.training, how: 'splink' },
  }
}

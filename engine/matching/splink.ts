import { Failure } from '../../core/errors.ts'
import type { Model, ModelLevel } from './model.ts'
import {
  type KeyPart,
  type PreparedColumn,
  quotedName,
  type SqlBlock,
  type WrittenForms,
  writeForms,
  writeRule,
} from './splink-forms.ts'

/** Settings that Splink loads, and what of the model they do not say, in sentences for the person who carries it over. */
export interface Exported {
  readonly settings: Readonly<Record<string, unknown>>
  readonly notes: readonly string[]
  /** With `ahead`: a DuckDB query over a table `input` that adds the columns which the settings read; else null. */
  readonly prepare: string | null
}

export interface ExportOptions {
  /** Settings for linking two tables; else for one. */
  readonly link?: boolean
  /** Forms are made once per record, as columns that the table must have before Splink reads it. */
  readonly ahead?: boolean
}

interface SplinkLevel {
  readonly sql_condition: string
  readonly label_for_charts: string
  readonly m_probability: number
  readonly u_probability: number
  readonly tf_adjustment_column?: string
  readonly tf_adjustment_weight?: number
  readonly tf_minimum_u_value?: number
}

/**
 * The model as Splink settings (JSON of version 4 and 5, DuckDB dialect): conditions over the columns of the table as it
 * stands, so that `Linker(table, settings).inference.predict()` runs with nothing prepared. m, u and the share of matches
 * carry over exactly.
 *
 * A level without an SQL form is merged into the nearest looser level that has one, m and u added up. The alternative, a
 * column that the user computes, does not exist: a level belongs to a pair, and Splink's tables hold records. A
 * comparison of which nothing but `else` is left is left out, and so is a rule without a join. Every loss is a note.
 *
 * Splink measures term frequency from the u of the level that compares the column as it stands; the model measures it from
 * the chance that two terms are equal. One level before `else`, which no pair reaches, tells Splink that chance.
 *
 * Throws InvalidInput where the model says nothing of its columns, or no comparison or rule can be written.
 */
export function toSplink(model: Model, { link = false, ahead = false }: ExportOptions = {}): Exported {
  const { sql } = model
  if (!sql) throw refused(model, 'không ghi các cột mà nó đọc')
  const notes: string[] = []
  const prepared: PreparedColumn[] = []
  const comparisons = model.comparisons.flatMap(({ name, levels }) => {
    const own = sql.comparisons[name]
    if (!own) return leftOut(name, notes)
    const forms = writeForms(name, own, ahead)
    prepared.push(...forms.prepared)
    return comparisonOf(name, levels, forms, model, notes)
  })
  if (comparisons.length === 0) throw refused(model, 'không có so sánh nào viết được bằng SQL')
  const rules = rulesOf(model, sql.rules, notes).map((parts) => {
    const { join, prepared: own } = writeRule(parts, ahead)
    prepared.push(...own)
    return { blocking_rule: join, sql_dialect: 'duckdb' }
  })
  if (rules.length === 0) throw refused(model, 'không có luật khóa nào viết được bằng SQL')
  const settings = {
    link_type: link ? 'link_only' : 'dedupe_only',
    sql_dialect: 'duckdb',
    unique_id_column_name: sql.key ?? 'unique_id',
    probability_two_random_records_match: model.lambda,
    comparisons,
    blocking_rules_to_generate_predictions: rules,
  }
  return {
    settings,
    notes: [...notes, ...general(model, JSON.stringify(comparisons), ahead)],
    prepare: ahead ? prepareSql(prepared) : null,
  }
}

const refused = ({ name }: Model, why: string): Failure =>
  new Failure('InvalidInput', {
    problems: `Mô hình "${name}" ${why}, nên không xuất được sang Splink. Học lại bằng sogoc match với --spec có cột và luật khóa khai bằng tên cột. (The model cannot be written as Splink settings; train it with a spec whose comparisons and rules name columns.)`,
  })

function leftOut(name: string, notes: string[]): [] {
  notes.push(
    `So sánh ${name}: không có dạng SQL, bỏ ra; trọng số trong Splink thiếu phần của nó. (Comparison ${name} has no SQL form and is left out: weights in Splink lack its part.)`,
  )
  return []
}

function rulesOf({ blocking }: Model, rules: SqlBlock['rules'], notes: string[]): KeyPart[][] {
  return blocking.flatMap((name) => {
    const parts = rules[name]
    if (parts) return [parts]
    // the longer key of a rule that is here as a whole finds nothing new
    if (name.endsWith('+') && rules[name.slice(0, -1)]) return []
    notes.push(
      `Luật khóa ${name}: không viết được thành phép nối bằng nhau, bỏ ra; Splink sẽ gặp ít cặp hơn. Muốn giữ: thêm cột khóa vào bảng rồi thêm luật. (Block rule ${name} has no equality to join on, or counts on a limit, and is left out; add a key column and a rule of your own to keep it.)`,
    )
    return []
  })
}

function comparisonOf(
  name: string,
  levels: readonly ModelLevel[],
  forms: WrittenForms,
  model: Model,
  notes: string[],
): Readonly<Record<string, unknown>>[] {
  const merged: string[] = []
  const written: SplinkLevel[] = []
  let waiting: ModelLevel[] = []
  levels.forEach((level, l) => {
    const condition = l === levels.length - 1 ? 'ELSE' : forms.level(level.code)
    if (condition === null) {
      waiting.push(level)
      return
    }
    merged.push(...waiting.map(({ code }) => `${code} → ${level.code}`))
    const all = [...waiting, level]
    waiting = []
    written.push({
      sql_condition: condition,
      label_for_charts: level.label,
      m_probability: together(all.map(({ m }) => m)),
      u_probability: together(all.map(({ u }) => u)),
      ...frequency(name, level, forms, model, notes),
    })
  })
  if (written.length === 1) return leftOut(name, notes)
  if (merged.length > 0)
    notes.push(
      `So sánh ${name}: mức không có dạng SQL được gộp vào mức lỏng hơn kề nó (${merged.join(', ')}). (Levels of ${name} without an SQL form are merged into the next looser one.)`,
    )
  return [
    {
      output_column_name: name,
      comparison_description: merged.length > 0 ? `${name} (no SQL form: ${merged.join(', ')})` : name,
      comparison_levels: [
        { sql_condition: forms.missing, label_for_charts: 'thiếu một bên', is_null_level: true },
        ...withBaseline(written, forms, model.terms[name]?.mean),
      ],
    },
  ]
}

const together = (shares: readonly number[]): number =>
  Math.min(
    1,
    shares.reduce((sum, share) => sum + share, 0),
  )

/** The term frequency of a level as Splink knows it: one column, one term. */
function frequency(
  name: string,
  { code, tf }: ModelLevel,
  { term }: WrittenForms,
  { terms }: Model,
  notes: string[],
): Pick<SplinkLevel, 'tf_adjustment_column' | 'tf_adjustment_weight' | 'tf_minimum_u_value'> {
  if (!tf || !terms[name]) return {}
  if (term !== null) return { tf_adjustment_column: term, tf_adjustment_weight: tf.k, tf_minimum_u_value: tf.floor }
  notes.push(
    `${name}.${code}: tần suất đếm theo từng từ hoặc trên nhiều cột ghép lại, không chuyển được; giá trị hiếm và phổ biến nặng như nhau. (Its term frequency counts words or joined columns and is not carried over.)`,
  )
  return {}
}

/** Adds the level that says where term frequency is measured from, unless the level that has it says so itself. */
function withBaseline(levels: readonly SplinkLevel[], { term }: WrittenForms, mean: number | undefined): SplinkLevel[] {
  if (term === null || mean === undefined || levels.every((own) => own.tf_adjustment_column === undefined))
    return [...levels]
  const equal = `${quotedName(`${term}_l`)} = ${quotedName(`${term}_r`)}`
  if (levels.find(({ sql_condition: own }) => own === equal)?.u_probability === mean) return [...levels]
  const loose = levels.at(-1)!
  // written so that Splink does not take it for the baseline
  const hidden = equal.replace(' = ', ' IS NOT DISTINCT FROM ')
  return [
    ...levels.slice(0, -1).map((own) => (own.sql_condition === equal ? { ...own, sql_condition: hidden } : own)),
    {
      sql_condition: equal,
      label_for_charts: 'mốc của tần suất (term frequency baseline, never reached)',
      // the weight of `else`, should a pair come here after all
      m_probability: (mean * loose.m_probability) / loose.u_probability,
      u_probability: mean,
    },
    loose,
  ]
}

/** What Splink does otherwise whatever the comparisons are. */
function general({ terms, comparisons }: Model, written: string, ahead: boolean): string[] {
  const likeness = /jaro_winkler|levenshtein|hamming/.test(written)
  const frozen =
    written.includes('tf_adjustment_column') && comparisons.some(({ name }) => terms[name] && !terms[name].fromData)
  return [
    'Đọc mọi cột dạng chữ (số mất số 0 ở đầu). Splink ghép mọi cặp của một khóa: giới hạn khóa nóng không chuyển được. (Read all columns as text. Limits of hot keys are not carried over.)',
    ...(likeness
      ? [
          'DuckDB đo độ giống theo byte: với chữ có dấu, mức "gần giống" và "lệch ký tự" có thể khác. (DuckDB compares bytes; on letters with marks near levels may differ.)',
        ]
      : []),
    ...(frozen
      ? [
          ahead
            ? 'Splink đếm tần suất trên bảng đưa vào, không phải trên bảng lúc học. (Splink counts term frequency over its own input.)'
            : 'Splink đếm tần suất trên bảng đưa vào, theo đúng cách viết, và chuẩn hóa chữ lại ở từng cặp: --prepare làm một lần cho mỗi bản ghi. (Splink counts terms as written and folds texts pair by pair; --prepare does it once per record.)',
        ]
      : []),
  ]
}

function prepareSql(columns: readonly PreparedColumn[]): string {
  const distinct = new Map(columns.map(({ name, sql }) => [name, sql]))
  const added = [...distinct].map(([name, sql]) => `,\n  ${sql} AS ${quotedName(name)}`).join('')
  return `-- Adds the columns that the Splink settings read. Over a table or data frame named input, in Python:
--   table = DuckDBAPI(connection).register(connection.sql(open("prepare.sql").read()))
SELECT *${added}
FROM input
`
}

import type { Scalar } from '../core/field.ts'
import type { Finding } from '../core/finding.ts'
import type { NewRecord } from './records.ts'
import { copyCell } from './sql.ts'

/** What JSON has to escape, and with it COPY. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/

const jsonCell = (value: NonNullable<Scalar>): string =>
  typeof value !== 'string'
    ? String(value)
    : ESCAPED.test(value)
      ? JSON.stringify(value).replaceAll('\\', '\\\\')
      : `"${value}"`

/**
 * Compiles records of the given fields to lines of COPY text: key, row_key, seq, values (JSON without nulls), block_keys,
 * group_keys, composites. `lead` stands before each line: the cells of leading columns as COPY text, each with its tab.
 */
export function compileRecordLine(fields: readonly string[], lead: string): (record: NewRecord) => string {
  const heads = fields.map((field) => `${JSON.stringify(field)}:`)
  return ({ key, rowKey, seq, values, blockKeys, groupKeys, composites }) => {
    let json = ''
    for (let i = 0; i < fields.length; i++) {
      const value = values[fields[i]!] ?? null
      if (value !== null) json += (json === '' ? '{' : ',') + heads[i]! + jsonCell(value)
    }
    const id = copyCell(key)
    return `${lead}${id}\t${key === rowKey ? id : copyCell(rowKey)}\t${seq}\t${json === '' ? '{' : json}}\t{${blockKeys.join(',')}}\t{${groupKeys.join(',')}}\t${copyCell(composites)}\n`
  }
}

/** Where a finding was made. */
export interface FindingAt {
  /** As COPY text. */
  readonly lead: string
  readonly seq: number
  readonly key: string
  readonly ruleHash: string
}

/** One finding as a line of COPY text: the lead, seq, key, code, field, severity, got, expected, rule_hash. */
export const findingLine = (
  { code, field, severity, got, expected }: Finding,
  { lead, seq, key, ruleHash }: FindingAt,
): string =>
  `${lead}${seq}\t${copyCell(key)}\t${code}\t${copyCell(field)}\t${severity}\t${copyCell(got)}\t${copyCell(expected)}\t${ruleHash}\n`

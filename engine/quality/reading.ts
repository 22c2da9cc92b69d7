import type { FieldSpec, Scalar } from '../../core/field.ts'
import { clip, type Finding } from '../../core/finding.ts'

/** What a field makes of a raw text. Shared by every cell that holds the same text: nobody changes it. */
export interface Reading {
  readonly value: Scalar
  readonly findings: readonly Finding[]
}

export type Read = (raw: string) => Reading

export const NO_FINDINGS: readonly Finding[] = []

interface FieldPlace {
  /** Name of the domain, then of the field: findings are stored as `domain.field.code`. */
  readonly domain: string
  readonly name: string
  readonly required: boolean
  /** Business date of the extract, `YYYY-MM-DD`. */
  readonly asOf: string
}

/** Reads one field, its findings named and completed; a required field without a value says so once. */
export function compileRead(spec: FieldSpec<Scalar>, { domain, name, required, asOf }: FieldPlace): Read {
  let raw = ''
  let found: Finding[] | null = null
  const say = (code: string, got?: string): void => {
    const declared = spec.findings[code]
    found ??= []
    found.push({
      code: `${domain}.${name}.${code}`,
      field: name,
      severity: declared?.severity ?? 'error',
      got: clip(got ?? raw),
      expected: declared?.expected ?? spec.label,
    })
  }
  const missing = (text: string): Finding => ({
    code: `${domain}.${name}.required`,
    field: name,
    severity: 'error',
    got: text === '' ? null : clip(text),
    expected: spec.label,
  })
  const blank: Reading = { value: null, findings: required ? [missing('')] : NO_FINDINGS }
  return (text) => {
    if (text === '') return blank
    raw = text
    found = null
    const value = spec.read(text, say, asOf)
    // The compiler does not see that `say` assigns it.
    const said = (found as Finding[] | null) ?? NO_FINDINGS
    return value === null && required && !said.some(isError)
      ? { value, findings: [...said, missing(text)] }
      : { value, findings: said }
  }
}

export const isError = ({ severity }: Finding): boolean => severity === 'error'

/** Longer texts hardly repeat, and would fill the memory. */
const LONGEST = 200
/** Texts that one memory holds; a full one starts afresh. */
const MOST = 8192
/** Look-ups after which a memory has to show that it is worth its cost. */
const TRIAL = 2048
/** A look-up costs about as much as reading a clean cell, so most of them have to hit. */
const WORTH = 0.75

/**
 * The same function with a bounded memory of what it answered: codes, places and dates repeat thousands of times. Always the
 * last answer (rows of one household or agency stand together), and a map for as long as most look-ups hit.
 */
export function remembering<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  let last: string | null = null
  let answer: T | undefined
  let looked = 0
  let hits = 0
  let isWorth = true
  const look = (text: string): T => {
    const before = known.get(text)
    if (before !== undefined) hits++
    if (++looked === TRIAL) {
      isWorth = hits >= TRIAL * WORTH
      looked = hits = 0
    }
    if (before !== undefined) return before
    const own = ask(text)
    if (!isWorth || known.size >= MOST) known.clear()
    if (isWorth) known.set(text, own)
    return own
  }
  return (text) => {
    if (text === last) return answer as T
    const own = isWorth && text.length <= LONGEST ? look(text) : ask(text)
    answer = own
    last = text
    return own
  }
}

import type { Comparison } from '../../../core/comparison.ts'
import { oneSlipApart } from '../similarity/edits.ts'
import { oldCardDigits, personalIdDigits } from '../similarity/personal-id-digits.ts'

export interface PersonalIdOptions {
  readonly name?: string
  /** Comparisons that an equal number answers already: a 12-digit ID contains sex, century and year of birth. */
  readonly implies?: readonly string[]
}

/** A number of one series; numbers of different series are not compared. */
export interface PersonalId {
  readonly series: 'pid' | 'card' | 'other'
  readonly text: string
}

/** What is read of a cell; a number never needs it. */
const LONGEST = 1000
const SIGNS = /[\s.,'’_/-]+/g

/** Digits that stand still or count up or down (000000000, 123456789, 987654321) fill a cell that must not be empty. */
function isFiller(text: string): boolean {
  if (!/^\d+$/.test(text)) return false
  const step = (text.charCodeAt(1) - text.charCodeAt(0) + 10) % 10
  if (step > 1 && step !== 9) return false
  for (let i = 2; i < text.length; i++)
    if ((text.charCodeAt(i) - text.charCodeAt(i - 1) + 10) % 10 !== step) return false
  return true
}

function read(value: string): PersonalId | null {
  const text = value.slice(0, LONGEST).replace(SIGNS, '').toUpperCase()
  if (text.length < 6 || isFiller(text)) return null
  if (!/^\d+$/.test(text)) return { series: 'other', text }
  return { series: text.length === 12 ? 'pid' : text.length === 9 ? 'card' : 'other', text }
}

const TAIL = 6

/** Same six own digits under another head: sex, year or province of one side is mistyped, or the ID was re-issued. */
const sameTail = (a: PersonalId, b: PersonalId): boolean =>
  a.series === 'pid' && b.series === 'pid' && a.text.endsWith(b.text.slice(-TAIL))

const comparable = (a: PersonalId, b: PersonalId): boolean => a.series === b.series

/**
 * Personal IDs of 12 digits (Luật Căn cước 26/2023; the identity cards of 2012 to 2016 bear the same number). A 9-digit card
 * beside a 12-digit ID is another series, not a disagreement. Numbers typed to fill a cell are missing.
 */
export function personalIds({
  name = 'personalId',
  implies = [],
}: PersonalIdOptions = {}): Comparison<string, PersonalId> {
  return {
    name,
    prepare: read,
    comparable,
    digits: personalIdDigits,
    levels: [
      { code: 'same', label: 'trùng số', m: 0.965, u: 2e-8, test: (a, b) => a.text === b.text, implies },
      { code: 'slip', label: 'lệch một chữ số', m: 0.012, u: 1e-6, test: (a, b) => oneSlipApart(a.text, b.text) },
      { code: 'tail', label: 'cùng sáu số cuối', m: 0.012, u: 1e-6, test: sameTail },
    ],
    otherwise: { m: 0.011, u: 0.999998 },
  }
}

/**
 * Identity cards of 9 digits. The number is not unique (over 7,200 were shared in one city by 2015), mostly by people of one
 * place, so that agreement counts for much less than that of a personal ID and never joins by itself.
 */
export function oldCardNumbers({
  name = 'oldId',
}: Pick<PersonalIdOptions, 'name'> = {}): Comparison<string, PersonalId> {
  return {
    name,
    prepare: read,
    comparable,
    digits: oldCardDigits,
    terms: ({ text }) => [text],
    hasPersonalTerms: true,
    levels: [
      {
        code: 'same',
        label: 'trùng số',
        m: 0.98,
        u: 1e-5,
        test: (a, b) => a.text === b.text,
        tf: { k: 1, floor: 1e-7, shared: (a) => [a.text] },
      },
      { code: 'slip', label: 'lệch một chữ số', m: 0.01, u: 1e-6, test: (a, b) => oneSlipApart(a.text, b.text) },
    ],
    otherwise: { m: 0.01, u: 0.999989 },
  }
}

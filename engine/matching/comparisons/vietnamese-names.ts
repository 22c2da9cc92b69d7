import type { Comparison, Level, TermFrequency } from '../../../core/comparison.ts'
import { bare } from '../../../core/values.ts'
import type { PlainOptions } from './plain.ts'
import { nearness, oncePerPair, type Word, wordOf } from './words.ts'

/** A Vietnamese full name: with its marks, as bare letters, and in syllables. */
export interface VietnameseName {
  /** Lower case, NFC, tone placement folded (hoà = hòa), y for a final i after a consonant folded (lý = lí). */
  readonly folded: string
  readonly bare: string
  readonly word: Word
  readonly syllables: readonly string[]
  readonly marked: boolean
}

/** Family and given names that are one name in two regions, by bare letters. */
const DOUBLETS: Readonly<Record<string, string>> = {
  huynh: 'hoang', vo: 'vu', phuoc: 'phuc', canh: 'kieng', chau: 'chu', dang: 'dang', thoi: 'thi', nhan: 'nhon', nhat: 'nhut',
  tin: 'tan', hanh: 'hong', an: 'on',
}
const regional = (syllable: string): string => DOUBLETS[syllable] ?? syllable

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/
/** Puts the tone after all letters of its syllable, so that hoà and hòa are one; i and y alike after a consonant. */
function fold(syllable: string): string {
  const letters = syllable.normalize('NFD')
  const tone = TONES.exec(letters)?.[0] ?? ''
  const plain = letters.replace(TONES, '').replace(/(?<=[hklmst])y$/, 'i')
  return plain.normalize('NFC') + tone
}

function read(value: string): VietnameseName | null {
  const letters = bare(value)
  if (letters === '') return null
  const parts = value.normalize('NFC').toLowerCase().split(/[^\p{L}\p{N}']+/u).filter((part) => part !== '')
  const folded = parts.map(fold).join(' ')
  return { folded, bare: letters, word: wordOf(letters.slice(0, 64)), syllables: letters.split(' '), marked: folded.normalize('NFD') !== letters }
}

interface Facts {
  readonly ends: boolean
  readonly regional: boolean
  readonly near: number
  readonly given: boolean
}

const ends = (a: readonly string[], b: readonly string[]): boolean => a.length > 1 && b.length > 1 && a[0] === b[0] && a.at(-1) === b.at(-1)

/** Vietnamese names by character, in the levels of the reference (matching.md, section 2): lost marks are not other marks. */
export function vietnameseNames({ name = 'fullName', floor = 1e-6 }: PlainOptions = {}): Comparison<string, VietnameseName> {
  const facts = oncePerPair((a: VietnameseName, b: VietnameseName): Facts => ({
    ends: ends(a.syllables, b.syllables) || (a.syllables.length > 1 && sorted(a) === sorted(b)),
    regional: a.syllables.length === b.syllables.length && a.syllables.every((one, i) => regional(one) === regional(b.syllables[i]!)),
    near: nearness(a.word, b.word),
    given: a.syllables.at(-1) === b.syllables.at(-1),
  }))
  const whole: TermFrequency<VietnameseName> = { k: 1, floor, shared: (a) => [a.bare] }
  type Test = (a: VietnameseName, b: VietnameseName) => boolean
  const level = (code: string, label: string, m: number, u: number, test: Test, tf?: TermFrequency<VietnameseName>): Level<VietnameseName> => ({
    code, label, m, u, test, ...(tf ? { tf } : {}),
  })
  return {
    name, prepare: read, terms: (value) => [value.bare],
    levels: [
      level('same', 'trùng', 0.75, 2e-4, (a, b) => a.folded === b.folded, whole),
      level('unmarked', 'trùng chữ, một bên không dấu', 0.08, 1e-4, (a, b) => a.bare === b.bare && a.marked !== b.marked, whole),
      level('marks', 'trùng chữ, khác dấu', 0.03, 2e-4, (a, b) => a.bare === b.bare, whole),
      level('ends', 'trùng họ và tên, khác đệm hoặc thứ tự', 0.03, 2e-3, (a, b) => facts(a, b).ends),
      level('regional', 'tên gọi theo vùng', 0.01, 1e-4, (a, b) => facts(a, b).regional),
      level('near-.94', 'gần giống', 0.04, 1e-3, (a, b) => facts(a, b).near >= 0.94),
      level('near-.88', 'hơi giống', 0.02, 0.01, (a, b) => facts(a, b).near >= 0.88),
      level('given', 'trùng tên', 0.01, 0.02, (a, b) => facts(a, b).given),
    ],
    otherwise: { m: 0.03, u: 0.97 },
  }
}

const sorted = (value: VietnameseName): string => [...value.syllables].sort().join(' ')

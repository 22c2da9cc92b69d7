import type { PartialDate } from '../../core/values.ts'
import { type AddressParts, addressReadings } from './address.ts'
import { type Located, located } from './answer.ts'
import type { Places } from './dataset.ts'
import { type Period, periodOf } from './period.ts'
import { provinceAnswer } from './province.ts'
import { joined, type Resolution, type Subject, unitsOf, unknown } from './resolution.ts'
import { type PlaceQuery, type Resolver, resolverOf } from './resolve.ts'

/** What a row or a person says about a place: a code, a text, or both; blank where it says nothing. */
export interface PlaceStatement {
  readonly code: string
  readonly text: string
  /** Day, month or year at which it held; null when nobody knows. */
  readonly asOf: PartialDate | null
  readonly subject: Subject
}

const BARE_CODE = /^\d{1,5}$/
const DATED_CODE = /^(\d{1,5})@(\d{4}-\d{2}-\d{2})$/
const LEADING_CODE = /^(\d{5})[\s,;:|–-]+(?=\p{L})(.+)$/su
const TRAILING_CODE = /^(.+?)[\s,;–-]*(?:\((?:mã(?: xã)?:? ?)?(\d{5})\)|(?:mã(?: xã)?|[–-]):? ?(\d{5}))$/isu
/** Five or six digits after a province are a postal code. */
const POSTAL_CODE = /(?<=\p{L})[\s,.-]+\d{5,6}$/u

/** Code and text, as they stand in two columns or in one. */
function taken({ code, text }: PlaceStatement): {
  readonly code: string
  readonly text: string
  readonly asOf?: string
} {
  const clean = text.trim()
  if (code.trim() !== '') {
    const [, bare, asOf] = DATED_CODE.exec(code.trim()) ?? []
    return bare && asOf ? { code: bare, text: clean, asOf } : { code: code.trim(), text: clean }
  }
  const [, dated, asOf] = DATED_CODE.exec(clean) ?? []
  if (dated && asOf) return { code: dated, text: '', asOf }
  if (BARE_CODE.test(clean)) return { code: clean, text: '' }
  const [, first, rest] = LEADING_CODE.exec(clean) ?? []
  if (first && rest) return { code: first, text: rest }
  const [, before, inside, after] = (/\d{5}\)?$/.test(clean) && TRAILING_CODE.exec(clean)) || []
  const last = inside ?? after
  if (before && last) return { code: last, text: before }
  return { code: '', text: clean.replace(POSTAL_CODE, '') }
}

/** Locates statements over one data set. Total and pure, and it never guesses: see `Resolution`. */
export function locatorOf(places: Places): (statement: PlaceStatement) => Located {
  const plain = resolverOf(places)
  const resolver = { ...plain, resolve: remembering(plain.resolve) }
  return (statement) => {
    const { code, text, asOf = statement.asOf } = taken(statement)
    const period = periodOf(asOf)
    if (period === undefined) return located(resolver, unknown(`${asOf} không phải ngày hoặc danh mục`))
    const query = { asOf, subject: statement.subject }
    if (code !== '') return byCode(resolver, code, text, query, period)
    return byText(resolver, text, query, period)
  }
}

const MOST_KEPT = 50_000

/** Registers repeat their communes under every street: an answer is kept while there is room for it. */
function remembering(resolve: Resolver['resolve']): Resolver['resolve'] {
  const known = new Map<string, Resolution>()
  return (query) => {
    const { code, commune, district, province, asOf, subject } = query
    const key = [code, commune, district, province, asOf, subject].join('\0')
    const before = known.get(key)
    if (before) return before
    if (known.size >= MOST_KEPT) known.clear()
    const answer = resolve(query)
    known.set(key, answer)
    return answer
  }
}

/** A code is a commune's: a reading of its text that names none says less than one that does. */
function besideCode(tier: readonly AddressParts[]): readonly AddressParts[] {
  const communes = tier.filter(({ commune }) => commune !== null)
  return communes.length > 0 ? communes : tier
}

type Dated = Pick<PlaceQuery, 'asOf' | 'subject'>

function byCode(resolver: Resolver, code: string, text: string, query: Dated, period: Period): Located {
  if (/^\d{2}$/.test(code)) {
    const province = provinceAnswer({ code, name: text || null }, period)
    if (province !== null) return province
  }
  if (text === '') return located(resolver, resolver.resolve({ ...query, code }))
  const answer = firstOf(addressReadings(text), (tier) =>
    read(besideCode(tier), (names) => resolver.resolve({ ...query, ...names, code }), text),
  )
  return located(resolver, answer ?? resolver.resolve({ ...query, code }))
}

function byText(resolver: Resolver, text: string, query: Dated, period: Period): Located {
  const [tier] = addressReadings(text)
  if (!tier)
    return located(resolver, unknown(/[\p{L}\p{N}]/u.test(text) ? 'văn bản quá dài' : 'không có mã và tên nào'))
  const [said] = tier
  if (said!.province !== null && said!.commune === null && said!.district === null && said!.street === null) {
    const province = provinceAnswer({ code: null, name: said!.province }, period)
    const isTyped = /^(?:tỉnh|tinh|thành phố|thanh pho|tp|t\.)[ .]/i.test(said!.province)
    const commune = isTyped ? null : resolver.resolve({ ...query, commune: said!.province })
    if (province !== null) return withNamesake(resolver, province, commune)
  }
  const answer = firstOf(addressReadings(text), (one) =>
    read(one, (names) => resolver.resolve({ ...query, ...names }), text),
  )!
  const isWithoutCommune = answer.kind === 'unknown' && tier.every(({ commune }) => commune === null)
  return located(resolver, isWithoutCommune ? unknown(lackOf(said!), unitsIn(answer)) : answer)
}

/** The answer of the first tier that has one; where none has, of the first. */
function firstOf(
  tiers: Iterable<readonly AddressParts[]>,
  answer: (tier: readonly AddressParts[]) => Resolution,
): Resolution | null {
  let first: Resolution | null = null
  for (const tier of tiers) {
    const found = answer(tier)
    if (isAnswer(found)) return found
    first ??= found
  }
  return first
}

const unitsIn = (answer: Resolution) => (answer.kind === 'unknown' ? answer.hints : unitsOf(answer))

const lackOf = ({ district, street }: AddressParts): string =>
  district !== null
    ? `chỉ có cấp huyện (${district}), nay không còn và thường chia ra nhiều xã: cần tên xã hoặc phường`
    : `không thấy tên xã, phường nào${street === null ? '' : ` trong "${street}"`}`

const isAnswer = (answer: Resolution): boolean => answer.kind !== 'unknown'

/**
 * Readings of one text. One that names a commune with its district is as good as any; the others count only where they are
 * certain, unless none is.
 */
function read(tier: readonly AddressParts[], answer: (names: AddressParts) => Resolution, text: string): Resolution {
  const answers = tier.map((names) => ({ names, answer: answer(names) }))
  const known = answers.filter((one) => isAnswer(one.answer))
  const isCertain = ({ answer: { kind } }: (typeof known)[number]): boolean => kind !== 'ambiguous'
  const isPlaced = ({ names }: (typeof known)[number]): boolean => names.commune !== null && names.district !== null
  const certain = known.filter((one) => isCertain(one) || isPlaced(one))
  const chosen = known.some(isCertain) ? certain : known
  return chosen.length > 0
    ? joined(
        chosen.map((one) => one.answer),
        `"${text}" có thể hiểu nhiều cách`,
      )
    : answers[0]!.answer
}

/** 'Hà Nam' is an old province and a ward of today: without a word that says which, it is both. */
function withNamesake(resolver: Resolver, province: Located, commune: Resolution | null): Located {
  if (commune === null || commune.kind === 'unknown') return province
  const other = located(resolver, commune)
  if (province.status === 'unknown') return other
  return {
    status: 'ambiguous',
    units: [...province.units, ...other.units],
    why: `Tên này vừa là của tỉnh vừa là của xã, phường. ${province.why} ${other.why}`,
  }
}

import type { Located } from './answer.ts'
import { provinceNamed } from './names.ts'
import { mayBeBefore, mayBeFrom, type Period, REFORM } from './period.ts'
import { OLD_PROVINCES, PROVINCES } from './provinces.ts'

/** Centrally-run cities of today (QĐ 19/2025/QĐ-TTg; Đồng Nai by NQ 30/2026/QH16 from 30 April 2026). */
const CITIES: ReadonlySet<string> = new Set(['01', '31', '46', '48', '75', '79', '92'])
const titled = (code: string): string => {
  const { name } = PROVINCES.find((one) => one.code === code)!
  return `${CITIES.has(code) ? 'Thành phố' : 'Tỉnh'} ${name}`
}
const unit = (code: string) => ({ code, name: titled(code), provinceCode: code })

/** Old provinces that each of today's was made of. */
const partsOf = new Map(PROVINCES.map(({ code }) => [code, OLD_PROVINCES.filter(({ now }) => now === code)]))
const AUTHORITY = 'NQ 202/2025/QH15, hiệu lực 01/7/2025'

interface Reading {
  readonly now: string
  readonly isMerged: boolean
  readonly why: string
}

const fromOld = (code: string): Reading | null => {
  const old = OLD_PROVINCES.find((one) => one.code === code)
  if (!old) return null
  const isMerged = (partsOf.get(old.now)?.length ?? 0) > 1
  const why = isMerged
    ? `${old.code} ${old.name} nhập vào ${titled(old.now)} (${AUTHORITY})`
    : `${old.code} ${old.name} không sáp nhập (${AUTHORITY})`
  return { now: old.now, isMerged, why }
}

const fromNow = (code: string): Reading | null =>
  PROVINCES.some((one) => one.code === code)
    ? { now: code, isMerged: false, why: `danh mục 2025-07-01: ${code} ${titled(code)}` }
    : null

/**
 * Today's province for the code, the name, or both, of one of the 63 or the 34. Provinces were merged whole and never split.
 * Null where neither is of a province; seven codes name another province than before, so a bare one of these is ambiguous.
 */
export function provinceAnswer(
  { code, name }: { readonly code: string | null; readonly name: string | null },
  period: Period,
): Located | null {
  const named = name === null ? null : provinceNamed(name)
  const olds = code === null ? (named?.old ?? []) : OLD_PROVINCES.some((one) => one.code === code) ? [code] : []
  const now = code ?? named?.now ?? null
  const isOfName = (reading: readonly string[], own: string) => named === null || reading.includes(own)
  const readings = [
    ...(mayBeBefore(period, REFORM) ? olds.filter((own) => isOfName(named?.old ?? [], own)).map(fromOld) : []),
    ...(mayBeFrom(period, REFORM) && now !== null && (named === null || named.now === now) ? [fromNow(now)] : []),
  ].filter((one) => one !== null)
  if (readings.length === 0) return nothing(code, name, named !== null)
  const isRenamed = code !== null && named === null && readings.length > 1 && oldName(code) !== nowName(code)
  const why = `${readings.map((one) => one.why).join('; ')}.`
  const units = [...new Set(readings.map((one) => one.now))].map(unit)
  if (isRenamed || units.length > 1)
    return { status: 'ambiguous', units, why: `Mã ${code} là hai tỉnh khác nhau trước và từ ngày 01/7/2025: ${why}` }
  return { status: readings.some((one) => one.isMerged) ? 'merged' : 'unchanged', units, why: capital(why) }
}

const oldName = (code: string) => OLD_PROVINCES.find((one) => one.code === code)?.name
const nowName = (code: string) => PROVINCES.find((one) => one.code === code)?.name

function nothing(code: string | null, name: string | null, isKnown: boolean): Located | null {
  if (code === null && !isKnown) return null
  const what = [code === null ? '' : `mã tỉnh ${code}`, name ?? ''].filter((text) => text !== '').join(' ')
  return {
    status: 'unknown',
    units: [],
    why: `Không xác định được: ${what} không có trong danh mục tỉnh của thời điểm này.`,
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

import { type Resolution, unitsOf } from './resolution.ts'
import type { Resolver, UnitName } from './resolve.ts'

/** Today's units for a statement, with the way there in one Vietnamese sentence. */
export interface Located {
  readonly status: Resolution['kind']
  /** The unit; every candidate where the status is `ambiguous`; none where it is `unknown`. */
  readonly units: readonly UnitName[]
  readonly why: string
}

const answered = new WeakMap<Resolution, Located>()

/** A resolution as people read it. */
export function located(resolver: Resolver, resolution: Resolution): Located {
  const before = answered.get(resolution)
  if (before) return before
  const refs = resolution.kind === 'split-by-population' ? [resolution.to] : unitsOf(resolution)
  const answer: Located = {
    status: resolution.kind,
    units: refs.flatMap((ref) => resolver.unit(ref) ?? []),
    why: sentence(resolver, resolution),
  }
  answered.set(resolution, answer)
  return answer
}

const CHANGES = { name: 'tên', type: 'loại đơn vị', province: 'tỉnh' } as const

function sentence(resolver: Resolver, resolution: Resolution): string {
  const named = (ref: string): string => {
    const unit = resolver.unit(ref)
    return unit ? `${unit.code} ${unit.name}` : ref
  }
  const cited = resolution.why.length > 0 ? `${capital(resolution.why.join('; '))}. ` : ''
  switch (resolution.kind) {
    case 'unchanged': {
      const changed = resolution.changed.map((what) => CHANGES[what]).join(', ')
      return `${cited}Nay là ${named(resolution.to)}, địa giới không đổi${changed === '' ? '' : `, đổi ${changed}`}.`
    }
    case 'merged':
      return `${cited}Từ ngày 01/7/2025 thuộc ${named(resolution.to)}${
        resolution.assurance === 'base-only'
          ? '; các danh mục của tỉnh này chưa khớp hết, cần xác nhận trước khi ghi đè hay gửi đi'
          : ''
      }.`
    case 'split-by-population':
      return `${cited}Từ ngày 01/7/2025 toàn bộ dân số về ${named(resolution.to)}, chỉ đất sang ${resolution.areaOnly.map(named).join(', ')}.`
    case 'ambiguous':
      return `${cited}Chưa xác định được: ${resolution.reason}. Khả năng: ${resolution.candidates.map(named).join(', ')}.`
    case 'unknown':
      return `${cited}Không xác định được: ${resolution.reason}.${
        resolution.hints.length > 0 ? ` Xem lại: ${resolution.hints.map(hinted(named)).join(', ')}.` : ''
      }`
  }
}

/** A hint of the list of before the reform has no name of today. */
const hinted = (named: (ref: string) => string) => (ref: string) =>
  ref.endsWith('@2025-06-30') ? `mã ${ref.slice(0, 5)} của danh mục 2025-06-30` : named(ref)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

import type { CodeListVersion, ListCode } from '../../core/code-list.ts'
import type { Delivery } from '../../core/source.ts'
import { completed, isDay, readCodes, readMoves } from './file.ts'

export interface LoadRequest {
  readonly list: string
  readonly version: string
  /** First day in force, `YYYY-MM-DD`. */
  readonly from: string
  readonly title: string
  /** What issued it; blank: the file's name. */
  readonly source: string
  /** Versions that the list has, with their first days. */
  readonly days: ReadonlyMap<string, string | null>
  /** Codes of the versions before this one. */
  readonly earlier: ReadonlyMap<string, readonly ListCode[]>
  readonly codes: Delivery
  readonly map: Delivery | null
}

/** A version read from its files, or every reason why it cannot be loaded. */
export async function versionOf(request: LoadRequest): Promise<{
  readonly version: CodeListVersion | null
  readonly problems: readonly string[]
}> {
  const { list, version, from, title, source, earlier, codes: file, map } = request
  const named = nameFaults(request)
  const codes = await readCodes(file, list)
  const scope = {
    codes: new Set(codes.entries.map(({ code }) => code)),
    earlier: new Map([...earlier].map(([name, own]) => [name, new Set(own.map(({ code }) => code))])),
  }
  // A crosswalk is judged against codes that are sure: faults of the file would only come back as faults of the map.
  const moves = map && codes.problems.length === 0 ? await readMoves(map, scope) : { entries: [], problems: [] }
  const problems = [...named, ...codes.problems, ...moves.problems]
  if (problems.length > 0) return { version: null, problems }
  return {
    version: {
      list,
      title,
      version,
      from,
      source: source || file.file,
      codes: codes.entries,
      moves: completed(moves.entries, codes.entries, earlier),
    },
    problems: [],
  }
}

function nameFaults({ list, version, from, days }: LoadRequest): readonly string[] {
  const rival = [...days].find(([name, day]) => name !== version && day === from)?.[0]
  return [
    ...(isDay(from) ? [] : [`--from "${from}": không phải ngày có thật dạng YYYY-MM-DD`]),
    ...(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(version)
      ? []
      : [`--version "${version}": chữ không dấu, số, chấm, gạch; nhiều nhất 40 ký tự`]),
    // Values carry the version of a place (`20194@2025-07-01`): it must say from which day it holds.
    ...(list === 'commune' && version !== from
      ? [`--version "${version}": phiên bản của danh mục commune là ngày hiệu lực (${from})`]
      : []),
    ...(rival === undefined ? [] : [`--from ${from}: phiên bản ${rival} đã có hiệu lực từ ngày này`]),
  ]
}

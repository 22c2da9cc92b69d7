import { largeKeyOf } from '../../engine/matching/block-report.ts'
import { diagnose, pairsByLevel, unlinkableBy } from '../../engine/matching/diagnostics.ts'
import { CELL_LIMIT, rulesOf } from '../../engine/matching/intake.ts'
import { keyTexts } from '../../engine/matching/part-keys.ts'
import { grouped } from '../print.ts'
import { type Loaded, Names } from './load.ts'
import type { Run } from './run.ts'

/** Something about the data or the model that a person should know. */
export interface MatchFinding {
  readonly code: string
  readonly severity: 'error' | 'warn' | 'note'
  readonly message: string
  readonly fix: string
  readonly [detail: string]: unknown
}

/** A key that so many records share that no pair is made of it. */
export interface HotKeyShown {
  readonly rule: string
  /** The parts of the key. */
  readonly key: readonly string[]
  readonly records: number
  readonly example: string
}

/** Hot keys, and records that only a hot key would reach, that are listed one by one. */
const LISTED_MOST = 1000

/** The largest keys that were set aside, and what they stand for. */
export function hotKeysOf(run: Run, most: number): readonly HotKeyShown[] {
  const { spec, taken, resolution } = run
  const names = new Names(run)
  const rules = rulesOf(spec)
  const shown = [...resolution.hot].sort((a, b) => b.records - a.records || a.example - b.example).slice(0, most)
  return shown.map((hot) => {
    const r = rules.findIndex(({ name }) => name === hot.rule)
    const texts = keyTexts(rules[r]!.parts, (name) => taken.columns.get(name)!, spec.lists, hot.example)
    const { entry } = largeKeyOf(hot, taken.records.blocks[r]!)
    return { rule: hot.rule, key: texts[entry] ?? [], records: hot.records, example: names.key(hot.example) }
  })
}

/** Rows that take no part, cells that were cut: what reading found. */
export function readingFindings(loaded: Loaded): readonly MatchFinding[] {
  const names = new Names(loaded)
  const lost = loaded.lost.map(
    (row): MatchFinding => ({
      code: `row.${row.fault}`,
      severity: 'error',
      message: `${row.file}, dòng ${row.line ?? '?'}: ${row.got}`,
      fix: row.todo,
      file: row.file,
      line: row.line,
    }),
  )
  const cut = loaded.taken.cut.map(
    ({ column, cells, example }): MatchFinding => ({
      code: 'match.long-cell',
      severity: 'warn',
      message: `Cột ${column}: ${grouped(cells)} ô dài hơn ${grouped(CELL_LIMIT)} ký tự, chỉ so phần đầu (cells compared by their beginning only)`,
      fix: 'Xem có phải nhiều dòng bị dính vào một ô không. (See whether lines were glued into one cell.)',
      column,
      cells,
      limit: CELL_LIMIT,
      example: names.key(example),
    }),
  )
  return [...lost, ...cut]
}

/** What a finished run should make a person look at. */
export function findingsOf(run: Run): readonly MatchFinding[] {
  const { records } = run.taken
  const reach = reachOf(run)
  return [
    ...readingFindings(run),
    ...hotKeysOf(run, LISTED_MOST).map(hotFinding),
    ...onlyHot(run, reach.onlyHot),
    ...share('match.unreached', reach.unreached, records.size, 'không gặp bản ghi nào khác trong khối nào', {
      en: 'meet no other record in any block',
      fix: 'Bình thường nếu đó là người chỉ có một bản ghi; nếu không, thêm quy tắc khối. (Normal for singles; else add a block rule.)',
    }),
    ...modelFindings(run),
  ]
}

function hotFinding({ rule, key, records, example }: HotKeyShown): MatchFinding {
  return {
    code: 'match.hot-key',
    severity: 'note',
    message: `Khóa "${key.join(' + ')}" của quy tắc ${rule} có ${grouped(records)} bản ghi: không ghép cặp theo khóa này (a key of too many records makes no pairs)`,
    fix: `Thêm "hot" cho quy tắc ${rule}: phần khóa dài thêm cho những khóa quá đông. (Add "hot" parts, a longer key for such cases.)`,
    rule,
    key,
    records,
    example,
  }
}

function share(
  code: string,
  records: number,
  all: number,
  vi: string,
  { en, fix }: { readonly en: string; readonly fix: string },
): readonly MatchFinding[] {
  if (records === 0) return []
  const part = records / Math.max(all, 1)
  return [
    {
      code,
      severity: part > 0.2 ? 'warn' : 'note',
      message: `${grouped(records)} bản ghi (${(100 * part).toFixed(1)} %) ${vi} (${en})`,
      fix,
      records,
      share: part,
    },
  ]
}

/** Records that meet no other, and those of them that hold a key which was set aside: a longer key could reach them. */
function reachOf({ taken, blocks }: Run): { unreached: number; onlyHot: readonly number[] } {
  const isMet = new Uint8Array(taken.records.size)
  for (const record of blocks.members) isMet[record] = 1
  const hot = new Map<string, Set<string>>()
  for (const { rule, low, high } of blocks.hot) {
    const keys = hot.get(rule)
    if (keys) keys.add(`${low}/${high}`)
    else hot.set(rule, new Set([`${low}/${high}`]))
  }
  const onlyHot = new Set<number>()
  for (const { name, low, high, starts } of taken.records.blocks) {
    const keys = hot.get(name)
    if (!keys) continue
    for (let record = 0; record < isMet.length; record++) {
      if (isMet[record]) continue
      const end = starts ? starts[record + 1]! : record + 1
      for (let entry = starts ? starts[record]! : record; entry < end; entry++)
        if (keys.has(`${low[entry]}/${high[entry]}`)) onlyHot.add(record)
    }
  }
  return { unreached: isMet.reduce((sum, met) => sum - met, isMet.length), onlyHot: [...onlyHot].sort((a, b) => a - b) }
}

function onlyHot(run: Run, records: readonly number[]): readonly MatchFinding[] {
  if (records.length === 0) return []
  const names = new Names(run)
  return [
    {
      code: 'match.only-hot-keys',
      severity: 'warn',
      message: `${grouped(records.length)} bản ghi chỉ có khóa quá đông nên không được so với ai (records that only keys of too many records would reach: compared with nobody)`,
      fix: 'Thêm "hot" cho quy tắc có khóa quá đông, hoặc thêm quy tắc khác. (Add "hot" parts to such rules, or another rule.)',
      records: records.length,
      share: records.length / run.taken.records.size,
      listed: records.slice(0, LISTED_MOST).map((record) => names.full(record)),
    },
  ]
}

/** Records that are weighed against themselves; of more, one in so many. */
const JUDGED_MOST = 100_000

const SEVERITY = { fault: 'error', warn: 'warn' } as const

/** What speaks against the model, from itself, from what it was trained on, and from the records it was run over. */
function modelFindings({ model, trained, taken, resolution }: Run): readonly MatchFinding[] {
  const { scorer } = resolution
  const { size } = taken.records
  const every = Math.max(1, Math.ceil(size / JUDGED_MOST))
  const selves = Int32Array.from({ length: Math.ceil(size / every) }, (_, n) => scorer.judge(n * every, n * every))
  const judged = unlinkableBy(selves, model.thresholds.link)
  const unlinkable = { ...judged, records: Math.round(judged.share * size) }
  const found = diagnose(model, { unlinkable, ...(trained && { pairs: pairsByLevel(model, trained.patterns) }) })
  return found.map(({ code, severity, sentence, ...detail }): MatchFinding => {
    // a person can do little about levels that are seldom reached: no alarm
    const own = code === 'thin' || code === 'never-seen' ? 'note' : SEVERITY[severity]
    return { code: `model.${code}`, severity: own, message: sentence, fix: '', ...detail }
  })
}

import type { Crosswalk } from '../core/code-list.ts'
import type { AnyDomain } from '../core/domain.ts'
import { Failure } from '../core/errors.ts'
import type { ListSpec } from '../core/field.ts'
import { nearest } from '../core/nearest.ts'
import { carrierOf, listFields } from '../engine/survivorship/carry.ts'
import { codedValues, loadCrosswalks, makeCurrent, markHolding } from '../store/crosswalks.ts'
import { effectTotals } from '../store/effects.ts'
import { codeListVersions, type ListRow } from '../store/reference.ts'
import type { Tx } from '../store/sql.ts'
import { closeRun, openRun, stageOnce } from '../store/stages.ts'
import type { Context } from './context.ts'

export interface RemapRequest {
  readonly runId: string
  readonly list: string
  readonly to: string
  /** Counts only. */
  readonly dryRun: boolean
}

export interface RemapPlan {
  readonly list: string
  readonly from: string
  readonly to: string
  /** Golden records whose value becomes another one, or can no longer be carried. */
  readonly touched: number
  /** Of those, the ones whose value becomes another one. */
  readonly changing: number
  /** Golden records with a value that no crosswalk carries for sure: they are left as they are. */
  readonly ambiguous: number
  /** Domains with a field of the list, in the order in which they are merged. */
  readonly domains: readonly { readonly domain: string; readonly targets: readonly string[] }[]
}

export interface RemapReport extends Omit<RemapPlan, 'changing' | 'domains'> {
  readonly runId: string
  readonly state: 'success' | 'partial'
  readonly dryRun: boolean
  /** Golden records that have a new version; in a dry run those that would. */
  readonly changed: number
  readonly effects: { readonly planned: number; readonly accepted: number; readonly open: number }
  readonly problems: readonly string[]
}

export const remapActivities = (context: Context) => ({
  /**
   * Opens the run of a remap: judges the request, queues the golden records that it touches and makes the version current,
   * all in one transaction. A dry run counts and changes nothing.
   */
  async openRemap(request: RemapRequest): Promise<RemapPlan> {
    const { runId, list, to, dryRun } = request
    const fields = fieldsOf(context, list)
    await context.store.read(async (tx) => judged(await codeListVersions(tx), fields, request))
    await context.store.transaction((tx) =>
      openRun(tx, {
        run_id: runId,
        kind: 'remap',
        business_date: context.clock.now().toISOString().slice(0, 10),
        dry_run: dryRun,
      }),
    )
    const counts = await stageOnce(context.store, { runId, name: list, stage: 'remap' }, async (tx) => {
      const from = judged(await codeListVersions(tx), fields, request)
      const found = await surveyed(tx, fields, request, from)
      if (!dryRun) await makeCurrent(tx, list, to)
      return { from, ...found }
    })
    const domains = [...context.catalog.domains.values()]
      .filter(({ name }) => fields.some(({ domain }) => domain.name === name))
      .map(({ name, targets }) => ({ domain: name, targets: Object.keys(targets) }))
    return { list, to, ...counts, domains }
  },

  /** Closes the run with what it caused. */
  async closeRemap({
    runId,
    plan,
    changed,
    dryRun,
    parked,
  }: {
    readonly runId: string
    readonly plan: RemapPlan
    readonly changed: number
    readonly dryRun: boolean
    readonly parked: readonly string[]
  }): Promise<RemapReport> {
    return context.store.transaction(async (tx) => {
      const effects = await effectTotals(tx, runId)
      const sum = (of: (row: (typeof effects)[number]) => number) => effects.reduce((total, row) => total + of(row), 0)
      const { list, from, to, touched, ambiguous } = plan
      const report: RemapReport = {
        ...{ runId, list, from, to, dryRun, touched, ambiguous },
        state: parked.length > 0 ? 'partial' : 'success',
        changed: dryRun ? plan.changing : changed,
        effects: {
          planned: sum((row) => row.planned),
          accepted: sum((row) => row.accepted),
          open: sum((row) => row.open),
        },
        problems: parked,
      }
      await closeRun(tx, runId, report.state, report)
      return report
    })
  },
})

interface CodedField {
  readonly domain: AnyDomain
  readonly field: string
  readonly list: ListSpec
}

const fieldsOf = ({ catalog }: Context, list: string): readonly CodedField[] =>
  [...catalog.domains.values()].flatMap((domain) =>
    listFields(domain)
      .filter(([, own]) => own.name === list)
      .map(([field, own]) => ({ domain, field, list: own })),
  )

/** The current version of the list, when the request can be done; a sentence for the person who asked otherwise. */
function judged(all: readonly ListRow[], fields: readonly CodedField[], { list, to }: RemapRequest): string {
  const versions = all.filter((row) => row.list === list)
  const current = versions.find((row) => row.is_current)
  if (!current) throw unknown('Danh mục', list, [...new Set(all.map((row) => row.list))])
  const target = versions.find((row) => row.version === to)
  if (!target)
    throw unknown(
      'Phiên bản',
      to,
      versions.map((row) => row.version),
    )
  if (fields.length === 0)
    throw new Failure('InvalidInput', { problems: `list: không có trường nào giữ mã của danh mục ${list} để chuyển` })
  if ((target.valid_from ?? '') < (current.valid_from ?? ''))
    throw new Failure('InvalidInput', {
      problems: `to: ${to} cũ hơn phiên bản hiện hành ${current.version}; chỉ chuyển tới phiên bản mới hơn`,
    })
  if (to !== current.version && target.map_sha256 === null)
    throw new Failure('InvalidInput', {
      problems: `to: chưa có bảng chuyển sang ${to}. Nạp: sogoc codes load TỆP --list ${list} --version ${to} --from NGÀY --map TỆP`,
    })
  return current.version
}

function unknown(kind: string, got: string, known: readonly string[]): Failure {
  const near = nearest(got, known)
  return new Failure('UnknownName', { kind, got, known: known.join(', '), hint: near ? ` Có phải "${near}"?` : '' })
}

type Survey = Pick<RemapPlan, 'touched' | 'changing' | 'ambiguous'>

/** Looks at every distinct golden value once, as it is and as it would be; queues the holders of those that differ. */
async function surveyed(
  tx: Tx,
  fields: readonly CodedField[],
  { list, to, dryRun }: RemapRequest,
  from: string,
): Promise<Survey> {
  const before = (await loadCrosswalks(tx, [list], { [list]: from })).get(list) as Crosswalk
  const after = (await loadCrosswalks(tx, [list], { [list]: to })).get(list) as Crosswalk
  const total = { touched: 0, changing: 0, ambiguous: 0 }
  for (const { domain, field, list: own } of fields) {
    // A bare golden code is of the current version, whatever version the sources write.
    const standing = { ...own, version: own.version === null ? null : from }
    const [was, becomes] = [carrierOf(before, standing), carrierOf(after, standing)]
    const due: string[] = []
    for (const { value, golden } of await codedValues(tx, domain.name, field)) {
      const next = becomes(value)
      const isChanging = next.value !== value
      const isLeftBehind = next.stays !== null && was(value).stays === null
      if (next.stays !== null) total.ambiguous += golden
      if (isChanging) total.changing += golden
      if (!isChanging && !isLeftBehind) continue
      total.touched += golden
      due.push(value)
    }
    if (!dryRun) await markHolding(tx, domain.name, field, due)
  }
  return total
}

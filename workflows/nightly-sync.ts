import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineUpdate,
  executeChild,
  ParentClosePolicy,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { NightPlan, NightReport } from '../activities/night.ts'
import { MdmBusinessDate, MdmDryRun, MdmRunStatus } from './attributes.ts'
import { call } from './calls.ts'
import { detailsMarkdown, type NightState, type StageLine } from './details.ts'
import { parseInput } from './input.ts'
import { type Nightly, type NightlyInput, nightlyInput, pauseInput, STAGES, type Stage } from './messages.ts'
import { publishDomain } from './publish-domain.ts'
import { reasonOf } from './reason.ts'
import { syncDomain } from './sync-domain.ts'

export const progress = defineQuery<NightState>('progress')
export const pause = defineUpdate<{ readonly paused: true }, [unknown]>('pause')
export const resume = defineUpdate<{ readonly paused: false }, []>('resume')

/**
 * The order of a night: pull every source, bring every domain up to date in waves of dependency, publish in the same order,
 * prove that the ledger adds up. A source or target that fails for good is parked and the night ends `partial`; a ledger
 * that does not add up fails it. History is bounded by the number of sources and domains, never by rows.
 */
export async function nightlySync(raw?: NightlyInput): Promise<NightReport> {
  const input = parseInput(nightlyInput, raw)
  const night = new Night(input, businessDate(input))
  const runId = `${night.businessDate}-${workflowInfo().firstExecutionRunId.slice(-12)}`
  setHandler(progress, () => night.state(), { description: 'Tiến độ hiện tại (JSON, không có dữ liệu cá nhân)' })
  setHandler(pause, (given) => night.pause(given), {
    description: 'Tạm dừng trước bước kế tiếp. JSON: {"reason": "bảo trì", "by": "CB-017"}',
    validator: (given) => void parseInput(pauseInput, given),
  })
  setHandler(resume, () => night.resume(), { description: 'Chạy tiếp' })
  night.show('Đang chạy')
  upsertSearchAttributes([
    { key: MdmBusinessDate, value: new Date(night.businessDate) },
    { key: MdmDryRun, value: input.dryRun },
    { key: MdmRunStatus, value: 'running' },
  ])

  const plan = await call('control', 'mở lượt chạy').openNight({ runId, ...input, businessDate: night.businessDate })
  if (night.due('pull')) await pullAll(night, runId, plan)
  for (const wave of plan.waves)
    await night.each(wave, ({ domain }) =>
      child(syncDomain, `${runId}/sync/${domain}`, domain, { runId, domain, startFrom: input.startFrom }),
    )
  for (const wave of plan.waves) {
    const jobs = wave.flatMap(({ domain, targets }) => targets.map((target) => ({ domain, target })))
    await night.each(jobs, ({ domain, target }) =>
      child(publishDomain, `${runId}/publish/${target}/${domain}`, `${target}/${domain}`, {
        runId,
        domain,
        target,
        dryRun: input.dryRun,
        startFrom: input.startFrom,
      }),
    )
  }
  await night.ready()
  const report = await call('control', 'khóa sổ cái').closeNight({ runId, parked: night.parked })
  night.show(
    { success: 'Hoàn thành, sổ cái khớp', partial: 'Xong một phần, sổ cái khớp', failed: 'HỎNG: sổ cái không khớp' }[
      report.state
    ],
  )
  upsertSearchAttributes([{ key: MdmRunStatus, value: report.state }])
  if (report.state === 'failed') {
    throw ApplicationFailure.create({
      type: 'LedgerMismatch',
      nonRetryable: true,
      message: `Sổ cái không khớp: ${report.problems.join('; ')}`,
      details: [report],
    })
  }
  return report
}

async function pullAll(night: Night, runId: string, { sources }: NightPlan): Promise<void> {
  await night.each(sources, async (source) => {
    const counts = await call('source', `nhận ${source}`).pullSource({
      runId,
      source,
      businessDate: night.businessDate,
    })
    return [{ stage: 'pull' as const, name: source, counts }]
  })
}

function child<I extends object>(
  type: (input: I) => Promise<readonly StageLine[]>,
  workflowId: string,
  summary: string,
  input: I,
) {
  return executeChild(type, {
    workflowId,
    args: [input] as never,
    staticSummary: summary,
    parentClosePolicy: ParentClosePolicy.TERMINATE,
  }) as Promise<readonly StageLine[]>
}

/** A scheduled run takes the day it was meant for, so a backfill processes the right day; a manual one must name it. */
function businessDate(input: Nightly): string {
  if (input.businessDate) return input.businessDate
  const scheduled = workflowInfo().searchAttributes?.TemporalScheduledStartTime?.[0]
  if (scheduled instanceof Date) return new Date(scheduled.getTime() + HANOI_MS).toISOString().slice(0, 10)
  throw ApplicationFailure.nonRetryable(
    'businessDate: bắt buộc khi chạy tay, dạng YYYY-MM-DD, ví dụ {"businessDate": "2026-11-21"}',
    'InvalidInput',
  )
}

/** Asia/Ho_Chi_Minh has had no daylight saving since 1975. */
const HANOI_MS = 7 * 3_600_000

/** The state of one night: what is done, what is parked, who paused it. */
class Night {
  readonly businessDate: string
  readonly parked: string[] = []
  readonly #input: Nightly
  readonly #rows: StageLine[] = []
  #verdict = ''
  #paused: string | null = null

  constructor(input: Nightly, date: string) {
    this.#input = input
    this.businessDate = date
  }

  due(stage: Stage): boolean {
    return STAGES.indexOf(stage) >= STAGES.indexOf(this.#input.startFrom)
  }

  /** Runs jobs side by side; one that fails for good is parked and the others go on. */
  async each<J>(jobs: readonly J[], run: (job: J) => Promise<readonly StageLine[]>): Promise<void> {
    await this.ready()
    await Promise.all(
      jobs.map(async (job) => {
        try {
          this.#rows.push(...(await run(job)))
        } catch (error) {
          this.parked.push(reasonOf(error))
        }
        this.show(this.#verdict)
      }),
    )
  }

  async ready(): Promise<void> {
    await condition(() => this.#paused === null)
  }

  pause(raw: unknown): { readonly paused: true } {
    const { reason, by } = parseInput(pauseInput, raw)
    this.#paused = `Tạm dừng bởi ${by}: ${reason}`
    this.show(this.#verdict)
    return { paused: true }
  }

  resume(): { readonly paused: false } {
    this.#paused = null
    this.show(this.#verdict)
    return { paused: false }
  }

  state(): NightState {
    const { businessDate, parked } = this
    return {
      businessDate,
      parked,
      dryRun: this.#input.dryRun,
      verdict: this.#verdict,
      rows: this.#rows,
      pausedBy: this.#paused,
    }
  }

  show(verdict: string): void {
    this.#verdict = verdict
    setCurrentDetails(detailsMarkdown(this.state()))
  }
}

import { type Client, WorkflowIdConflictPolicy } from '@temporalio/client'
import type { NightReport } from '../activities/night.ts'
import { Failure } from '../core/errors.ts'
import type { NightState, StageLine } from '../workflows/details.ts'
import { type NightlyInput, nightlyInput, problemsOf } from '../workflows/messages.ts'
import { applicationFailure, relayed } from './failures.ts'

export interface NightOptions {
  readonly taskQueue: string
  /** Default: named by the business date, so that the same night is never started twice at once. */
  readonly workflowId?: string
  readonly onStage?: (line: StageLine) => void
}

const POLL_MS = 400

/** Starts a night and follows it to its end. The report of a night that failed comes back as well: it says why. */
export async function runNight(client: Client, input: NightlyInput, options: NightOptions): Promise<NightReport> {
  const handle = await startNight(client, input, options)
  let shown = 0
  const show = async () => {
    const state = await handle.query<NightState>('progress').catch(() => null)
    for (const line of state?.rows.slice(shown) ?? []) options.onStage?.(line)
    shown = state?.rows.length ?? shown
  }
  let over = false
  const following = (async () => {
    while (!over) {
      await show()
      await new Promise((done) => setTimeout(done, POLL_MS))
    }
  })()
  try {
    return (await handle.result()) as NightReport
  } catch (error) {
    const cause = applicationFailure(error)
    if (cause?.type === 'LedgerMismatch') return cause.details?.[0] as NightReport
    throw relayed(error)
  } finally {
    over = true
    await following
    await show()
  }
}

/** Starts a night, or finds the one that is under way. */
export function startNight(
  client: Client,
  input: NightlyInput,
  { taskQueue, workflowId = `night-${input.businessDate}` }: NightOptions,
) {
  const problems = problemsOf(nightlyInput, input)
  if (problems) throw new Failure('InvalidInput', { problems })
  return client.workflow.start('nightlySync', {
    taskQueue,
    workflowId,
    args: [input],
    staticSummary: `Đồng bộ ngày ${input.businessDate}${input.dryRun ? ' (chạy thử)' : ''}`,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  })
}

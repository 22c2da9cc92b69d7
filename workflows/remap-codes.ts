import { executeChild, ParentClosePolicy, setCurrentDetails, workflowInfo } from '@temporalio/workflow'
import type { RemapReport } from '../activities/remap.ts'
import { call } from './calls.ts'
import { parseInput } from './input.ts'
import { type RemapInput, remapInput } from './messages.ts'
import { publishDomain } from './publish-domain.ts'
import { reasonOf } from './reason.ts'

/**
 * Moves the golden records to another version of a code list: queues those that hold its codes, rebuilds them as a night
 * does, and sends what changed. A target that fails is parked; its effects go out with the next night. History is bounded
 * by the number of domains.
 */
export async function remapCodes(raw?: RemapInput): Promise<RemapReport> {
  const { list, to, dryRun } = parseInput(remapInput, raw)
  const runId = `remap-${workflowInfo().firstExecutionRunId.slice(-12)}`
  setCurrentDetails(`Danh mục **${list}** → **${to}**: đang tìm bản ghi vàng mang mã của danh mục.`)
  const plan = await call('stage', `tìm bản ghi mang mã ${list}`).openRemap({ runId, list, to, dryRun })
  const parked: string[] = []
  let changed = 0
  for (const { domain } of dryRun ? [] : plan.domains) {
    const merged = await call('stage', `hợp nhất lại ${domain}`).mergeDomain({ runId, domain })
    changed += merged.changed
    await call('stage', `kiểm tra chéo lại ${domain}`).crossCheckDomain({ runId, domain })
  }
  for (const { domain, targets } of dryRun ? [] : plan.domains) {
    for (const target of targets) {
      try {
        await executeChild(publishDomain, {
          workflowId: `${runId}/publish/${target}/${domain}`,
          args: [{ runId, domain, target, dryRun: false, startFrom: 'publish' }],
          staticSummary: `${target}/${domain}`,
          parentClosePolicy: ParentClosePolicy.TERMINATE,
        })
      } catch (error) {
        parked.push(reasonOf(error))
      }
    }
  }
  const report = await call('control', 'đóng lượt chuyển danh mục').closeRemap({ runId, plan, changed, dryRun, parked })
  setCurrentDetails(
    `Danh mục **${list}** ${report.from} → ${to}${dryRun ? ' (chạy thử)' : ''}: xét ${report.touched}, đổi ${report.changed}, không chuyển được ${report.ambiguous}.`,
  )
  return report
}

import { setCurrentDetails, workflowInfo } from '@temporalio/workflow'
import { call } from './calls.ts'
import { parseInput } from './input.ts'
import { matchDomain } from './match-domain.ts'
import { type DecideInput, decideInput } from './messages.ts'

export interface DecisionResult {
  readonly caseId: string
  readonly runId: string
  readonly merged: number
  readonly split: number
  readonly goldenChanged: number
  readonly effectsPlanned: number
}

/**
 * One human answer to one case: saves it, re-evaluates the group it touches, plans the effects. It binds every later run.
 * The request id makes a repeat harmless; everything else is what a night does, on a few records.
 */
export async function decideCase(raw?: DecideInput): Promise<DecisionResult> {
  const input = parseInput(decideInput, raw)
  const runId = `decision-${workflowInfo().firstExecutionRunId.slice(-12)}`
  const requestId = input.requestId ?? workflowInfo().workflowId
  setCurrentDetails(`Hồ sơ **${input.caseId}**: đang lưu câu trả lời của ${input.reviewer}.`)
  const { domain, targets } = await call('control', `lưu câu trả lời ${input.caseId}`).saveAnswer({
    ...input,
    runId,
    requestId,
  })
  const matched = await matchDomain({ runId, domain })
  const merged = await call('stage', `hợp nhất lại ${domain}`).mergeDomain({ runId, domain })
  await call('stage', `kiểm tra chéo lại ${domain}`).crossCheckDomain({ runId, domain })
  let effectsPlanned = 0
  for (const target of targets) {
    const plan = await call('stage', `kế hoạch ${target}/${domain}`).planTarget({
      runId,
      domain,
      target,
      dryRun: false,
    })
    effectsPlanned += plan.create + plan.update + plan.deactivate
  }
  const result = {
    caseId: input.caseId,
    runId,
    merged: matched.merged,
    split: matched.split,
    goldenChanged: merged.changed,
    effectsPlanned,
  }
  await call('control', 'đóng quyết định').closeDecision({ ...result })
  setCurrentDetails(
    `Hồ sơ **${input.caseId}** do ${input.reviewer} trả lời: gộp ${result.merged}, tách ${result.split}, bản ghi vàng đổi ${result.goldenChanged}, việc gửi ${effectsPlanned} (đi trong lượt chạy kế tiếp).`,
  )
  return result
}

import { expect, test } from 'vitest'
import { applicationFailure } from '../../cli/failures.ts'
import type { DecisionResult } from '../../workflows/decide-case.ts'
import type { DecideInput } from '../../workflows/messages.ts'
import { resident } from '../support/chain.ts'
import { startTestProvince } from '../support/province.ts'

const province = await startTestProvince()

// Two rows of one name and birthday under two personal IDs: only a person may say whether they are one.
const pair = [
  resident(1),
  resident(2, {
    ho_ten: 'Nguyễn Văn Bình',
    ngay_sinh: '1961-05-11',
    so_dinh_danh: '048061000099',
    so_ho_so: 'HS-1',
    quan_he_chu_ho: 'Con',
  }),
]
const extracts = (more: object = {}) => ({
  residence: [pair[0] ?? {}, { ...pair[1], ...more }],
  'home-affairs': [],
  land: [],
})
const people = () =>
  province.query<{ golden_id: string; members: number }>(
    `select golden_id, members from golden where domain = 'person' and state = 'active' order by 1`,
  )
const open = () =>
  province.query<{ case_id: string; version: number }>(`select case_id, version from review_case where state = 'open'`)

let ids = 0
const decide = (input: Partial<DecideInput>) =>
  province.client.workflow.execute('decideCase', {
    taskQueue: province.config.SOGOC_TASK_QUEUE,
    workflowId: `${province.config.SOGOC_TASK_QUEUE}-decide-${++ids}`,
    args: [{ reviewer: 'CB-017', reason: 'đã xem thẻ căn cước', ...input }],
  }) as Promise<DecisionResult>

const refusal = async (input: Partial<DecideInput>) =>
  applicationFailure(await decide(input).catch((error: unknown) => error))

test('an answer binds its group at once, holds in later nights, and is not asked again without new evidence', async () => {
  province.drop('2026-11-21', extracts())
  expect(await province.night('2026-11-21')).toMatchObject({ state: 'success', cases: 1 })
  expect(await people()).toHaveLength(2)
  const [asked] = await open()
  const { case_id: caseId = '', version: caseVersion = 0 } = asked ?? {}

  expect(await refusal({ caseId, caseVersion: caseVersion + 1, decision: 'same' })).toMatchObject({ type: 'StaleCase' })
  expect(await refusal({ caseId, caseVersion, decision: 'maybe' as never })).toMatchObject({ type: 'InvalidInput' })
  expect(await refusal({ caseId: 'case-999999', caseVersion, decision: 'same' })).toMatchObject({ type: 'UnknownName' })
  expect(await people()).toHaveLength(2)

  const result = await decide({ caseId, caseVersion, decision: 'same', requestId: 'req-1' })
  expect(result).toMatchObject({ merged: 1, goldenChanged: 2 })
  // One person now, under two numbers of one register: the id that is no more is taken back, but nothing is sent of the
  // person until it is known which number is current.
  const sent = (state: string) =>
    province.query(`select op from effect where target = 'national/person' and state = '${state}' order by effect_id`)
  expect(result.effectsPlanned).toBe(1)
  expect(await sent('approved')).toEqual([{ op: 'deactivate' }])
  expect(await people()).toMatchObject([{ members: 2 }])
  expect(await refusal({ caseId, caseVersion, decision: 'different' })).toMatchObject({ type: 'CaseClosed' })
  expect(await decide({ caseId, caseVersion, decision: 'same', requestId: 'req-1' })).toMatchObject({
    merged: 0,
    effectsPlanned: 0,
  })

  province.drop('2026-11-22', extracts({ dia_chi: 'Thôn khác', so_dinh_danh: '' }))
  expect(await province.night('2026-11-22')).toMatchObject({ state: 'success', cases: 0 })
  expect((await sent('accepted')).slice(-2)).toEqual([{ op: 'deactivate' }, { op: 'update' }])
  expect(await people()).toMatchObject([{ members: 2 }])
})

test('"different" holds against any weight, in every later night', async () => {
  const other = await startOther()
  const [asked] = await other.open()
  await other.decide(asked?.case_id ?? '', asked?.version ?? 0, 'different')
  expect(await other.people()).toHaveLength(2)
  other.province.drop('2026-11-22', extracts({ dien_thoai: '0905000001' }))
  expect(await other.province.night('2026-11-22')).toMatchObject({ state: 'success', cases: 0 })
  expect(await other.people()).toHaveLength(2)
})

test('"cannot tell" is asked again only when the facts changed', async () => {
  const other = await startOther()
  const [asked] = await other.open()
  await other.decide(asked?.case_id ?? '', asked?.version ?? 0, 'cannot tell')
  other.province.drop('2026-11-22', extracts({ dan_toc: 'Tày' }))
  expect(await other.province.night('2026-11-22')).toMatchObject({ cases: 0 })
  other.province.drop('2026-11-23', extracts({ dien_thoai: '0905000001' }))
  expect(await other.province.night('2026-11-23')).toMatchObject({ cases: 1 })
})

async function startOther() {
  const other = await startTestProvince()
  other.drop('2026-11-21', extracts())
  await other.night('2026-11-21')
  return {
    province: other,
    people: () => other.query(`select golden_id from golden where domain = 'person' and state = 'active'`),
    open: () =>
      other.query<{ case_id: string; version: number }>(
        `select case_id, version from review_case where state = 'open'`,
      ),
    decide: (caseId: string, caseVersion: number, decision: DecideInput['decision']) =>
      other.client.workflow.execute('decideCase', {
        taskQueue: other.config.SOGOC_TASK_QUEUE,
        workflowId: `${other.config.SOGOC_TASK_QUEUE}-decide`,
        args: [{ caseId, caseVersion, decision, reviewer: 'CB-017', reason: 'đã gọi về xã' }],
      }),
  }
}

import { expect, test } from 'vitest'
import type { RemapReport } from '../../activities/remap.ts'
import { applicationFailure } from '../../cli/failures.ts'
import { completed } from '../../schemas/reference/file.ts'
import { codesOf, loadCodeList } from '../../store/reference.ts'
import type { RemapInput } from '../../workflows/messages.ts'
import { resident } from '../support/chain.ts'
import { startTestProvince } from '../support/province.ts'

const province = await startTestProvince()

let ids = 0
const remap = (input: RemapInput) =>
  province.client.workflow.execute('remapCodes', {
    taskQueue: province.config.SOGOC_TASK_QUEUE,
    workflowId: `${province.config.SOGOC_TASK_QUEUE}-remap-${++ids}`,
    args: [input],
  }) as Promise<RemapReport>

/** Hải Vân went to Liên Chiểu; everything else is as it was. */
const loadNext = () =>
  province.store.transaction(async (tx) => {
    const now = await codesOf(tx, 'commune', '2026-04-30')
    const codes = now.filter(({ code }) => code !== '20194')
    const gone = {
      ...{ fromVersion: '2026-04-30', from: '20194', to: '20197', kind: 'merged' as const },
      ...{ assurance: 'register-complete' as const, authority: 'NQ thử nghiệm' },
    }
    const moves = completed([gone], codes, new Map([['2026-04-30', now]]))
    const day = '2027-01-01'
    await loadCodeList(tx, {
      list: 'commune',
      title: 'Xã',
      version: day,
      from: day,
      source: 'thử nghiệm',
      codes,
      moves,
    })
  })

test('a remap sends what changed, once, and leaves alone what only has another catalogue behind it', async () => {
  province.drop('2026-11-21', {
    residence: [resident(1), resident(2, { ma_xa: '20200' })],
    'home-affairs': [],
    land: [],
  })
  expect(await province.night('2026-11-21')).toMatchObject({ state: 'success', effects: { accepted: 4, open: 0 } })

  const refused = await remap({ list: 'commune', to: '2027-01-01', dryRun: false }).catch((error: unknown) => error)
  expect(applicationFailure(refused)).toMatchObject({ type: 'UnknownName' })

  await loadNext()
  const asked = { list: 'commune', to: '2027-01-01' }
  expect(await remap(asked)).toMatchObject({ dryRun: true, touched: 4, changed: 4, ambiguous: 0 })
  expect(await province.query(`select from golden where values ->> 'commune' like '%2027%'`)).toEqual([])

  // The person and the household of Hải Vân get another code; those of Hòa Khánh keep theirs, in the new catalogue.
  const report = await remap({ ...asked, dryRun: false })
  expect(report).toMatchObject({ state: 'success', from: '2026-04-30', touched: 4, changed: 4, ambiguous: 0 })
  expect(report.effects).toEqual({ planned: 2, accepted: 2, open: 0 })
  const sent = await province.query<{ place: string }>(
    `select coalesce(payload ->> 'ma_xa', payload ->> 'ma_xa_thuong_tru') as place
       from effect join plan using (plan_id) where run_id = '${report.runId}'`,
  )
  expect(sent).toEqual([{ place: '20197' }, { place: '20197' }])
  expect(await province.query(`select kind, state from run where run_id = '${report.runId}'`)).toEqual([
    { kind: 'remap', state: 'success' },
  ])

  expect(await remap({ ...asked, dryRun: false })).toMatchObject({ touched: 0, changed: 0, effects: { planned: 0 } })
  const applied = await province.applied()
  expect(applied.every(({ appliedTwice }) => appliedTwice === 0)).toBe(true)
})

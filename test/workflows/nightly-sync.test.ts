import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applicationFailure } from '../../cli/failures.ts'
import type { NightState } from '../../workflows/details.ts'
import type { Cells } from '../support/chain.ts'
import { dossier, parcel, resident } from '../support/chain.ts'
import { startTestProvince } from '../support/province.ts'

const some = (n: number, of: (n: number) => Cells) => Array.from({ length: n }, (_, i) => of(i + 1))
const province = await startTestProvince({
  faults: {
    seed: 3,
    rules: [
      { when: { firstRequests: 1 }, fault: { kind: 'timeout-after-commit', ms: 1_500 } },
      { when: { attempt: 1, ratio: 0.3 }, fault: { kind: 'throttle', retryAfter: 'seconds', s: 1 } },
      {
        when: { service: 'population', ratio: 0.05 },
        fault: { kind: 'reject', code: 'DC-777', message: 'Không khớp' },
      },
    ],
  },
})
const first = { residence: some(60, resident), 'home-affairs': some(12, dossier), land: some(30, parcel) }

describe('a night through Temporal', () => {
  test('goes from files to receipts through a gateway that times out after committing, and adds up', async () => {
    province.drop('2026-11-21', first)
    const report = await province.night('2026-11-21')
    expect(report).toMatchObject({ state: 'success', ledgerAddsUp: true, rowsIn: 102, effects: { open: 0 } })
    expect(report.effects.accepted + report.effects.rejected).toBe(report.effects.planned)
    expect(report.effects.rejected).toBeGreaterThan(0)
    const applied = await province.applied()
    expect(applied.reduce((sum, row) => sum + row.accepted, 0)).toBe(report.effects.accepted)
    expect(applied.every(({ appliedTwice }) => appliedTwice === 0)).toBe(true)
    expect(await province.query('select count(*) as n from receipt')).toEqual([{ n: report.effects.accepted }])
    const [finding] = await province.query<{ n: number }>(
      `select count(*) as n from finding where code = 'population.DC-777'`,
    )
    expect(finding?.n).toBeGreaterThan(0)
    expect(await province.query('select count(*) as n from drift')).toEqual([{ n: 0 }])
  })

  test('the second night sends only what changed', async () => {
    await province.setFaults({})
    province.drop('2026-11-22', {
      ...first,
      residence: [...first.residence.slice(0, 59), resident(60, { dia_chi: 'Thôn Mới' })],
    })
    const report = await province.night('2026-11-22')
    expect(report).toMatchObject({ state: 'success', unchanged: 101, accepted: 1 })
    expect(report.effects.planned).toBe(2)
  })

  test('a dry run sends nothing and says what it would send; the next real run sends it', async () => {
    province.drop('2026-11-23', {
      ...first,
      residence: [...first.residence.slice(0, 59), resident(60, { dia_chi: 'Thôn Cũ' })],
    })
    const before = await province.applied()
    const report = await province.night('2026-11-23', { dryRun: true })
    expect(report).toMatchObject({ state: 'success', effects: { planned: 2, accepted: 0, open: 2 } })
    expect(await province.applied()).toEqual(before)
    const real = await province.night('2026-11-23', { startFrom: 'publish' })
    expect(real.state).toBe('success')
    expect((await province.applied()).reduce((sum, row) => sum + row.accepted, 0)).toBe(
      before.reduce((sum, row) => sum + row.accepted, 0) + 2,
    )
  })

  test('a source that cannot be read is parked with its reason, and the others go on', async () => {
    province.drop('2026-11-24', { ...first })
    writeFileSync(`${province.config.SOGOC_DROP}/land-2026-11-24.csv`, 'ma_thua,ma_xa\n1,2\n')
    const report = await province.night('2026-11-24')
    expect(report).toMatchObject({ state: 'partial', ledgerAddsUp: true, rowsIn: 72 })
    expect(report.problems.join()).toContain('land-2026-11-24.csv')
    writeFileSync(`${province.config.SOGOC_DROP}/land-2026-11-24.csv`, '')
    await province.night('2026-11-24', { sources: ['residence'] })
  })
})

describe('a wrong form', () => {
  const start = async (input: unknown) => {
    const error = await province.client.workflow
      .execute('nightlySync', {
        taskQueue: province.config.SOGOC_TASK_QUEUE,
        workflowId: `wrong-${Math.random()}`,
        args: [input],
      })
      .then(
        () => null,
        (thrown: unknown) => thrown,
      )
    const cause = applicationFailure(error)
    return cause ? { type: cause.type, message: cause.message, final: cause.nonRetryable } : null
  }

  test.each([
    [
      'an unknown field',
      { businessDate: '2026-11-21', dryrun: true },
      'dryrun: không có trường này, có phải "dryRun"?',
    ],
    ['a bad date', { businessDate: '21/11/2026' }, 'businessDate: "21/11/2026" không phải ngày có thật'],
    [
      'a date that does not exist',
      { businessDate: '2026-02-30' },
      'businessDate: "2026-02-30" không phải ngày có thật',
    ],
    ['no date', {}, 'businessDate: bắt buộc khi chạy tay'],
    ['nothing at all', undefined, 'businessDate: bắt buộc khi chạy tay'],
    [
      'an unknown domain',
      { businessDate: '2026-11-21', domains: ['persn'] },
      'domains.0: không có "persn", có phải "person"?',
    ],
    ['an unknown stage', { businessDate: '2026-11-21', startFrom: 'publsh' }, 'startFrom: "publsh" không phải bước'],
    ['text instead of an object', 'tối nay', '(input)'],
  ])('%s fails at once with a readable sentence', async (_, input, sentence) => {
    const failure = await start(input)
    expect(failure).toMatchObject({ type: 'InvalidInput', final: true })
    expect(failure?.message).toContain(sentence)
  })
})

test('a night can be paused before its next step, and says by whom', async () => {
  const id = `paused-${Math.random()}`
  const handle = await province.client.workflow.start('nightlySync', {
    taskQueue: province.config.SOGOC_TASK_QUEUE,
    workflowId: id,
    args: [{ businessDate: '2026-11-25', dryRun: true, sources: ['residence'] }],
  })
  await handle.executeUpdate('pause', { args: [{ reason: 'bảo trì', by: 'CB-017' }] })
  expect((await handle.query<NightState>('progress')).pausedBy).toBe('Tạm dừng bởi CB-017: bảo trì')
  await expect(handle.executeUpdate('pause', { args: [{ why: 'x' }] })).rejects.toThrow()
  await handle.executeUpdate('resume')
  await handle.result()
})

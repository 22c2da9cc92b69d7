import { expect, test } from 'vitest'
import { applySchedule } from '../../cli/commands/schedule.ts'
import { SCHEDULES } from '../../schedules.ts'
import { dossier, parcel, resident } from '../support/chain.ts'
import { startTestProvince } from '../support/province.ts'

const some = <T>(n: number, of: (n: number) => T) => Array.from({ length: n }, (_, i) => of(i + 1))
const province = await startTestProvince()

test('a PostgreSQL that drops every connection in the middle of a night only delays it', async () => {
  province.drop('2026-11-21', {
    residence: some(600, resident),
    'home-affairs': some(50, dossier),
    land: some(200, parcel),
  })
  let over = false
  const night = province.night('2026-11-21').finally(() => (over = true))
  let cuts = 0
  while (!over && cuts < 6) {
    await new Promise((done) => setTimeout(done, 500))
    const ended = await province
      .query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      .catch(() => [])
    cuts += Number(ended.length > 0)
  }
  expect(await night).toMatchObject({ state: 'success', ledgerAddsUp: true, rowsIn: 850 })
  expect(cuts).toBeGreaterThan(0)
  expect((await province.applied()).every(({ appliedTwice }) => appliedTwice === 0)).toBe(true)
})

test('a schedule is applied as declared, as often as one likes', async () => {
  const [declared] = SCHEDULES
  if (!declared) throw new Error('no schedule is declared')
  const own = { ...declared, id: `${province.config.SOGOC_TASK_QUEUE}-schedule` }
  expect(await applySchedule(province.client, province.config, own)).toBe('created')
  expect(await applySchedule(province.client, province.config, { ...own, at: { hour: 2, minute: 15 } })).toBe('updated')
  const handle = province.client.schedule.getHandle(own.id)
  const { spec, policies, action } = await handle.describe()
  expect(spec.timezone).toBe('Asia/Ho_Chi_Minh')
  expect(spec.calendars).toHaveLength(1)
  expect(spec.calendars?.[0]?.hour).toEqual([{ start: 2, end: 2, step: 1 }])
  expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 6 * 60 * 60 * 1000 })
  expect(action).toMatchObject({ workflowType: 'nightlySync', workflowExecutionTimeout: 20 * 60 * 60 * 1000 })
  // A triggered run takes its business date from the schedule: the input names none.
  await handle.trigger()
  const started = await expect
    .poll(async () => (await handle.describe()).info.recentActions.length, { timeout: 20_000 })
    .toBeGreaterThan(0)
    .then(async () => (await handle.describe()).info.recentActions[0])
  const id = started?.action.type === 'startWorkflow' ? started.action.workflow.workflowId : ''
  const report = (await province.client.workflow.getHandle(id).result()) as { runId: string }
  expect(report.runId).toMatch(/^\d{4}-\d{2}-\d{2}-/)
  await handle.delete()
})

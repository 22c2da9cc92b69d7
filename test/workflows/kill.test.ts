import { expect, test } from 'vitest'
import { runNight } from '../../cli/nights.ts'
import { dossier, parcel, resident } from '../support/chain.ts'
import { ended, startTestProvince, type TestProvince } from '../support/province.ts'

const some = <T>(n: number, of: (n: number) => T) => Array.from({ length: n }, (_, i) => of(i + 1))
const extracts = { residence: some(1_500, resident), 'home-affairs': some(100, dossier), land: some(600, parcel) }
/** Both provinces see the same bad day at the gateway. */
const faults = {
  seed: 5,
  rules: [{ when: { ratio: 0.05 }, fault: { kind: 'timeout-after-commit' as const, ms: 1_200 } }],
}

const calm = await startTestProvince({ faults })
const struck = await startTestProvince({ worker: false, faults })

const reached = async (province: TestProvince, stage: string) => {
  for (;;) {
    const [found] = await province.query<{ n: number }>('select count(*) as n from stage where stage = $1', [stage])
    if ((found?.n ?? 0) > 0) return
    await new Promise((done) => setTimeout(done, 20))
  }
}

test('a worker killed with SIGKILL again and again loses nothing, sends nothing twice, and ends in the same golden records', async () => {
  calm.drop('2026-11-21', extracts)
  const undisturbed = await calm.night('2026-11-21')
  expect(undisturbed.state).toBe('success')

  struck.drop('2026-11-21', extracts)
  let worker = struck.spawnWorker()
  const night = runNight(
    struck.client,
    { businessDate: '2026-11-21', dryRun: false },
    { taskQueue: struck.config.SOGOC_TASK_QUEUE, workflowId: `${struck.config.SOGOC_TASK_QUEUE}-struck` },
  )
  // After the first source has landed, after the first domain is merged, and while effects are on their way.
  for (const stage of ['pull', 'merge', 'plan']) {
    await reached(struck, stage)
    worker.kill('SIGKILL')
    await ended(worker)
    worker = struck.spawnWorker()
  }
  const report = await night
  expect(report).toMatchObject({
    state: 'success',
    ledgerAddsUp: true,
    rowsIn: 2_200,
    goldenHash: undisturbed.goldenHash,
  })
  const applied = await struck.applied()
  expect(applied.every(({ appliedTwice }) => appliedTwice === 0)).toBe(true)
  expect(applied.reduce((sum, row) => sum + row.accepted, 0)).toBe(report.effects.accepted)
  expect(report.effects.accepted).toBe(undisturbed.effects.accepted)
}, 240_000)

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dossier, parcel, resident } from '../support/chain.ts'
import { startTestProvince } from '../support/province.ts'

// Promise 9. Marked values go in at every door; nothing that leaves PostgreSQL may hold them.
const MARK = 'Zyxwvut'
const PID = '048060987654'
const province = await startTestProvince()
const marked = { ho_ten: `Nguyễn ${MARK}`, so_dinh_danh: PID, dia_chi: `Thôn ${MARK}` }

test('no personal value is in a payload, an id, a summary, a search attribute or a failure', async () => {
  province.drop('2026-11-21', {
    residence: [resident(1, marked), resident(2, { ...marked, so_dinh_danh: '048060987655' })],
    'home-affairs': [dossier(1, { ho_ten: `Nguyễn ${MARK}`, so_cccd: PID, bac: '9', he_so: '1' })],
    land: [parcel(1, { chu_su_dung: `Ông Nguyễn ${MARK}`, so_giay_to: PID })],
  })
  await province.night('2026-11-21')
  province.drop('2026-11-22', { residence: [], 'home-affairs': [] })
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(province.config.SOGOC_DROP, 'land-2026-11-22.csv'), `ma_thua,ma_xa\n"${MARK} ${PID},1\n`)
  await province.night('2026-11-22')
  const [asked] = await province.query<{ case_id: string; version: number }>(
    `select case_id, version from review_case where state = 'open'`,
  )
  if (asked) {
    await province.client.workflow.execute('decideCase', {
      taskQueue: province.config.SOGOC_TASK_QUEUE,
      workflowId: `${province.config.SOGOC_TASK_QUEUE}-decide`,
      args: [
        {
          caseId: asked.case_id,
          caseVersion: asked.version,
          decision: 'same',
          reviewer: 'CB-017',
          reason: 'đã xem thẻ',
        },
      ],
    })
  }
  let histories = 0
  for await (const { workflowId, runId, ...rest } of province.client.workflow.list({
    query: `TaskQueue = '${province.config.SOGOC_TASK_QUEUE}'`,
  })) {
    const history = await province.client.workflow.getHandle(workflowId, runId).fetchHistory()
    // Payloads are bytes in the history: look at them as text.
    const text = JSON.stringify([workflowId, rest.memo, rest.searchAttributes, history], (_, value) =>
      value instanceof Uint8Array
        ? Buffer.from(value).toString('utf8')
        : typeof value === 'bigint'
          ? String(value)
          : value,
    )
    expect(text).not.toContain(MARK)
    expect(text).not.toContain(PID)
    histories++
  }
  expect(histories).toBeGreaterThan(10)
})

test('nor in the files that a run leaves beside the database', () => {
  const left = readdirSync(province.config.SOGOC_DROP).filter(
    (name) => !/^(land|residence|home-affairs)-.*\.csv$/.test(name),
  )
  for (const name of left) expect(readFileSync(join(province.config.SOGOC_DROP, name), 'utf8')).not.toContain(MARK)
})

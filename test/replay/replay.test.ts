import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { bundleWorkflowCode, Worker } from '@temporalio/worker'
import { expect, test } from 'vitest'
import { workflowBundle } from '../../cli/local/bundle.ts'
import { dossier, parcel, resident } from '../support/chain.ts'
import { startTestProvince } from '../support/province.ts'

const HISTORIES = fileURLToPath(new URL('./histories', import.meta.url))
const RELEASE = '0.1.0'
const some = <T>(n: number, of: (n: number) => T) => Array.from({ length: n }, (_, i) => of(i + 1))

const recorded = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
const historyOf = (name: string) => JSON.parse(readFileSync(join(HISTORIES, name), 'utf8'))

test.each(recorded)("today's workflows replay %s", async (name) => {
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, historyOf(name))
})

test.each(recorded)('%s names no place of the machine that recorded it', (name) => {
  const frames = readFileSync(join(HISTORIES, name), 'utf8').matchAll(/(?:\(|at )((?:file:\/\/)?\/[^\s:)]*)/g)
  expect([...frames].map(([, place]) => place).filter((place) => !place?.startsWith('/sogoc/'))).toEqual([])
})

test('every kind of workflow has a recorded history', () => {
  const kinds = ['nightly-sync', 'nightly-sync-partial', 'sync-domain', 'publish-domain', 'decide-case', 'remap-codes']
  expect(recorded.map((name) => name.replace(/^.*\//, '').replace('.json', '')).sort()).toEqual(kinds.sort())
})

test('a workflow whose order changed is caught', async () => {
  const reordered = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./reordered-workflows.ts', import.meta.url)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  })
  const name = recorded.find((own) => own.endsWith('/sync-domain.json')) ?? ''
  await expect(Worker.runReplayHistory({ workflowBundle: reordered }, historyOf(name))).rejects.toThrow(
    'Nondeterminism',
  )
})

test('one protobufjs serves all Temporal packages: with two, histories do not replay', () => {
  const from = (name: string) => createRequire(createRequire(import.meta.url).resolve(name)).resolve('protobufjs')
  const files = ['@temporalio/common', '@temporalio/proto', '@temporalio/worker'].map(from)
  expect(new Set([...files, createRequire(import.meta.url).resolve('protobufjs')]).size).toBe(1)
})

// RECORD=1 writes the histories of this release anew; those of earlier releases stay as they are.
if (process.env.RECORD) {
  test('records', record)
}

async function record(): Promise<void> {
  const province = await startTestProvince()
  const save = async (name: string, workflowId: string) => {
    const history = historyToJSON(await province.client.workflow.getHandle(workflowId).fetchHistory())
    mkdirSync(join(HISTORIES, RELEASE), { recursive: true })
    // Stack traces name the checkout, and the one whose packages it borrows; a history must not.
    const checkouts = [dirname(realpathSync('node_modules')), process.cwd()]
    const told = checkouts.reduce((text, checkout) => text.replaceAll(checkout, '/sogoc'), history)
    writeFileSync(join(HISTORIES, RELEASE, `${name}.json`), told)
  }
  const night = async (name: string, date: string) => {
    const workflowId = `record-${name}-${process.pid}`
    const handle = await province.client.workflow.start('nightlySync', {
      taskQueue: province.config.SOGOC_TASK_QUEUE,
      workflowId,
      args: [{ businessDate: date, dryRun: false }],
    })
    const { runId } = (await handle.result()) as { runId: string }
    await save(name, workflowId)
    return runId
  }
  const twin = { ho_ten: 'Nguyễn Văn Bình', ngay_sinh: '1961-05-11', so_dinh_danh: '048061000099', so_ho_so: 'HS-1' }
  province.drop('2026-11-21', {
    residence: [resident(1), resident(2, twin)],
    'home-affairs': some(2, dossier),
    land: some(3, parcel),
  })
  const runId = await night('nightly-sync', '2026-11-21')
  await save('sync-domain', `${runId}/sync/person`)
  await save('publish-domain', `${runId}/publish/national/person`)
  const [asked] = await province.query<{ case_id: string; version: number }>(
    `select case_id, version from review_case where state = 'open'`,
  )
  await province.client.workflow.execute('decideCase', {
    taskQueue: province.config.SOGOC_TASK_QUEUE,
    workflowId: `record-decide-${process.pid}`,
    args: [
      {
        caseId: asked?.case_id,
        caseVersion: asked?.version,
        decision: 'same',
        reviewer: 'CB-017',
        reason: 'đã xem thẻ',
      },
    ],
  })
  await save('decide-case', `record-decide-${process.pid}`)
  await province.client.workflow.execute('remapCodes', {
    taskQueue: province.config.SOGOC_TASK_QUEUE,
    workflowId: `record-remap-${process.pid}`,
    args: [{ list: 'commune', to: '2026-04-30', dryRun: false }],
  })
  await save('remap-codes', `record-remap-${process.pid}`)
  writeFileSync(join(province.config.SOGOC_DROP, 'land-2026-11-22.csv'), '')
  await night('nightly-sync-partial', '2026-11-22')
}

import { mkdirSync, readFileSync } from 'node:fs'
import { chromium, type Page } from 'playwright-core'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { findChromium } from '../../cli/local/programs.mjs'
import { dossier, parcel, resident } from '../support/chain.ts'
import { startTestProvince } from '../support/province.ts'

const some = <T>(n: number, of: (n: number) => T) => Array.from({ length: n }, (_, i) => of(i + 1))
const example = readFileSync(new URL('../../docs/examples/nightly-sync.json', import.meta.url), 'utf8')
/** SCREENSHOTS=docs/images writes the pictures of the documentation anew. */
const pictures = process.env.SCREENSHOTS ?? '.sogoc/screenshots'

const executablePath = findChromium()
const ui = inject('temporalUi')
if (process.env.CI && !executablePath) throw new Error('no Chromium: install the Debian package chromium')

// What a steward does: opens the prefilled form by its link, pastes the JSON of the docs, looks at what came of it.
describe.runIf(executablePath && ui)('the Temporal Web UI', async () => {
  if (!executablePath || !ui) return
  mkdirSync(pictures, { recursive: true })
  const province = await startTestProvince()
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  afterAll(() => browser.close())
  const page: Page = await browser.newPage({ viewport: { width: 1400, height: 1100 } })

  async function start(type: string, id: string, json: string): Promise<string> {
    const form = `${ui}/namespaces/default/workflows/start-workflow`
    await page.goto(`${form}?workflowType=${type}&taskQueue=${province.config.SOGOC_TASK_QUEUE}&workflowId=${id}`)
    await page.locator('.cm-content').click()
    await page.keyboard.insertText(json)
    // The editor hands its text to the form when it loses the focus.
    await page.getByRole('heading', { name: 'Start Workflow' }).click()
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${pictures}/${id}-form.png` })
    await page.getByRole('button', { name: 'Start Workflow' }).last().click()
    const handle = province.client.workflow.getHandle(id)
    const { runId } = await expect
      .poll(() => handle.describe().catch(() => null), { timeout: 20_000 })
      .not.toBeNull()
      .then(() => handle.describe())
    return `${ui}/namespaces/default/workflows/${id}/${runId}`
  }

  test('starts a night from the example of the docs, and shows its progress as a table', async () => {
    province.drop('2026-11-22', {
      residence: some(60, resident),
      'home-affairs': some(10, dossier),
      land: some(30, parcel),
    })
    const url = await start('nightlySync', 'night', example)
    const report = await province.client.workflow.getHandle('night').result()
    expect(report).toMatchObject({ state: 'success', rowsIn: 100 })
    await page.goto(`${url}/timeline`)
    await page.getByText('User Metadata').first().click()
    // The UI renders a workflow's own Markdown in a frame of its own.
    const details = page.frameLocator('iframe').locator('body')
    await details.getByRole('table').waitFor()
    expect(await details.locator('tr').count()).toBeGreaterThan(25)
    expect(await details.innerText()).toContain('Hoàn thành, sổ cái khớp')
    await page.screenshot({ path: `${pictures}/night-progress.png` })
  })

  test('answers a wrong form at once with a sentence', async () => {
    const url = await start('nightlySync', 'wrong', '{"businessDate": "22/11/2026", "dryrun": false}')
    await page.goto(`${url}/timeline`)
    const failure = page.getByText('không phải ngày có thật').first()
    await failure.waitFor()
    const text = await page.locator('body').innerText()
    expect(text).toContain('FAILED')
    expect(text).toContain('dryrun: không có trường này')
    await page.screenshot({ path: `${pictures}/wrong-form.png` })
  })
})

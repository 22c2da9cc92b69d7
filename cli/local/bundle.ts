import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker'

const ROOT = new URL('../../', import.meta.url)
/** What the bundle is made of: any change in these makes another bundle. */
const FOLDERS = ['workflows/', 'core/']

/** The workflow bundle of this checkout. Bundling takes seconds, so it is kept by the hash of its sources. */
export async function workflowBundle(): Promise<WorkflowBundle> {
  const folder = new URL('.sogoc/bundles/', ROOT)
  const file = new URL(`${await sourceHash()}.js`, folder)
  const kept = await readFile(file, 'utf8').catch(() => null)
  if (kept !== null) return { code: kept }
  const bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('workflows/index.ts', ROOT)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.error, error: console.error },
  })
  await mkdir(folder, { recursive: true })
  const half = new URL(`${process.pid}.part`, folder)
  await writeFile(half, bundle.code)
  await rename(half, file)
  return bundle
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(new URL('package-lock.json', ROOT)))
  for (const folder of FOLDERS) {
    for (const name of (await readdir(new URL(folder, ROOT))).filter((entry) => entry.endsWith('.ts')).sort()) {
      hash.update(name).update(await readFile(new URL(folder + name, ROOT)))
    }
  }
  return hash.digest('hex').slice(0, 24)
}

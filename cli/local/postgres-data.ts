import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { copyFolder, type Place } from './postgres-place.ts'

const TEMPLATES = fileURLToPath(new URL('../../.sogoc/pg-template', import.meta.url))

/**
 * Fills an empty data folder. initdb takes 1.5 s and a copy of its result 0.3 s, so the first result is kept as a
 * template. Made beside and renamed, so that a folder with PG_VERSION is always a whole one.
 */
export async function initialise(place: Place): Promise<void> {
  const half = `${place.dataDir}.new`
  const template = `${TEMPLATES}-${place.version}`
  if (!(await isCopied(template, half))) {
    await runInitdb(place, half)
    await keepTemplate(half, template)
  }
  await rm(place.dataDir, { recursive: true, force: true })
  await rename(half, place.dataDir)
}

async function isCopied(template: string, half: string): Promise<boolean> {
  await rm(half, { recursive: true, force: true })
  if (!existsSync(template)) return false
  try {
    await copyFolder(template, half)
    return true
  } catch {
    // A template made by another user cannot be read: as if there were none.
    await rm(half, { recursive: true, force: true })
    return false
  }
}

async function runInitdb({ binDir, account }: Place, folder: string): Promise<void> {
  mkdirSync(folder, { mode: 0o700 })
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  // The C locale of libc: the same order of text on every machine, and no need for locale packages.
  const args = ['-D', folder, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await promisify(execFile)(join(binDir, 'bin/initdb'), args, { ...account, cwd: '/' })
}

async function keepTemplate(folder: string, template: string): Promise<void> {
  const half = `${template}.${process.pid}`
  await copyFolder(folder, half)
  // Lost to another start that did the same, or to a template that this user cannot read.
  await rename(half, template).catch(() => rm(half, { recursive: true, force: true }))
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { birthOf } from './leftover.ts'

export interface Addresses {
  readonly databaseUrl: string
  readonly temporalAddress: string
  /** Null when unknown: a server that was there before. */
  readonly temporalUi: string | null
  readonly namespace: string
  readonly dir: string
}

interface Owner {
  readonly pid: number
  /** Tells the owner from a later process with the same id: after a restart of a container, ids are the same again. */
  readonly born: string | null
}

const HOME = fileURLToPath(new URL('../../.sogoc', import.meta.url))
const ANNOUNCED = join(HOME, 'stack.json')

/** The stack that `npm start` or `npm run demo` keeps running now. */
export function findStack(): Addresses | null {
  return read<Addresses & Owner>(ANNOUNCED)
}

/** Lets other commands find the stack, unless they find another one already. The file never holds a password. */
export function announce({ databaseUrl, ...rest }: Addresses): void {
  if (findStack() !== null) return
  const url = new URL(databaseUrl)
  url.password = ''
  url.searchParams.delete('password')
  mkdirSync(HOME, { recursive: true })
  writeFileSync(ANNOUNCED, `${JSON.stringify({ ...me(), databaseUrl: url.href, ...rest }, null, 2)}\n`)
}

export function withdraw(): void {
  if (read<Owner>(ANNOUNCED)?.pid === process.pid) rmSync(ANNOUNCED, { force: true })
}

/** Makes this process the only one that uses the folder. Returns what gives it back. */
export function claim(dir: string): () => void {
  const lock = `${dir}.lock`
  mkdirSync(dirname(lock), { recursive: true })
  const owner = read<Owner>(lock)
  if (owner !== null)
    throw new Error(
      `${dir} is in use by process ${owner.pid}. Stop it (Ctrl-C in its terminal), or use another folder.`,
    )
  rmSync(lock, { force: true })
  // Fails when another start was quicker.
  writeFileSync(lock, JSON.stringify(me()), { flag: 'wx' })
  return () => rmSync(lock, { force: true })
}

/** The content of a file whose owner is alive. */
function read<T extends Owner>(file: string): T | null {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as T
    return content.born !== null && birthOf(content.pid) === content.born ? content : null
  } catch {
    return null
  }
}

function me(): Owner {
  return { pid: process.pid, born: birthOf(process.pid) }
}

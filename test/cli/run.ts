import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url))
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  /** The lines of stdout as objects, where `--json` was asked for. */
  readonly objects: readonly Record<string, unknown>[]
}

/** Runs a command in a process of its own, as people do. */
export function sogoc(...args: readonly string[]): Promise<Ran> {
  const node = ['--import', 'tsx', PROGRAM, ...args]
  return new Promise((done) => {
    execFile(process.execPath, node, { cwd: ROOT, maxBuffer: 1 << 28 }, (error, out, err) => {
      const code = error === null ? 0 : Number(error.code)
      const lines = args.includes('--json') ? out.split('\n').filter((line) => line !== '') : []
      done({ code, out, err, objects: lines.map((line) => JSON.parse(line)) })
    })
  })
}

/** A folder for the files of one test file, with a function that stores one and gives its path. */
export async function files(): Promise<{
  readonly folder: string
  stored(name: string, content: string | Buffer): Promise<string>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'sogoc-cli-'))
  return {
    folder,
    async stored(name, content) {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
  }
}

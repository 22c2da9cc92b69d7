import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { SourceRefused } from '../../core/source.ts'
import { badManifest } from './faults.ts'

/** What the sender states about a file, in `<file>.manifest.json` beside it. Further fields are the business of others. */
const schema = z.looseObject({
  rows: z.int().nonnegative().nullish(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .nullish(),
  complete: z.boolean().nullish(),
})
export type Manifest = z.output<typeof schema>

export const manifestOf = (path: string) => `${path}.manifest.json`

/** Null when there is none. Throws SourceRefused when there is one that cannot be understood: it may say that rows are missing. */
export async function readManifest(path: string): Promise<Manifest | null> {
  const beside = manifestOf(path)
  const refuse = (why: string) => new SourceRefused(basename(path), [badManifest(basename(beside), why)])
  let text: string
  try {
    text = await readFile(beside, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw refuse(`không đọc được: ${code} (cannot be read)`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse('không phải JSON (not JSON)')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw refuse(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
}

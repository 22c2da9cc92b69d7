import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type CsvOptions, csv } from '../../../connectors/sources/csv.ts'
import type { Delivery, ReadFault } from '../../../core/source.ts'
import { pagesOf, refusalOf } from '../../contracts/source.ts'

const made: string[] = []
afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true })
})

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sogoc-csv-'))
  made.push(folder)
  return folder
}

/** Writes a file into a new folder; Latin-1 text stands for the bytes of a legacy encoding. */
export async function fileWith(content: string | Buffer, name = 'sample.csv', encoding: BufferEncoding = 'utf8') {
  const path = join(await newFolder(), name)
  await writeFile(path, typeof content === 'string' ? Buffer.from(content, encoding) : content)
  return path
}

export interface Read {
  readonly delivery: Delivery
  readonly rows: readonly (readonly string[])[]
  readonly lines: readonly number[]
  readonly faults: readonly ReadFault[]
  readonly delivered: readonly (readonly string[])[]
}

export async function readFile(path: string, options: Partial<CsvOptions> = {}): Promise<Read> {
  const delivery = await csv({ files: '*', ...options }).open(path)
  const pages = await pagesOf(delivery)
  return {
    delivery,
    rows: pages.flatMap((page) => page.rows),
    lines: pages.flatMap((page) => page.lines),
    faults: pages.flatMap((page) => page.faults),
    delivered: pages.flatMap((page) => page.delivered ?? []),
  }
}

export const readText = async (content: string | Buffer, options: Partial<CsvOptions> = {}) =>
  readFile(await fileWith(content), options)

/** The faults for which the file is refused. */
export async function refusedFor(
  content: string | Buffer,
  options: Partial<CsvOptions> = {},
): Promise<readonly ReadFault[]> {
  return (await refusalOf(csv({ files: '*', ...options }), await fileWith(content))).faults
}

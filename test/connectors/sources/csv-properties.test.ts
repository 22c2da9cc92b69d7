import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csv } from '../../../connectors/sources/csv.ts'
import { SourceRefused } from '../../../core/source.ts'
import { pagesOf } from '../../contracts/source.ts'
import { newFolder } from './folder.ts'

const folder = newFolder()
let count = 0
async function stored(content: string | Buffer): Promise<string> {
  const path = join(await folder, `${count++}.csv`)
  await writeFile(path, content)
  return path
}

/** Reads to the end; null when the file is refused. Anything else that is thrown fails the test. */
async function readOrRefused(path: string, options: { encoding?: string; delimiter?: string } = {}) {
  try {
    const delivery = await csv({ files: '*', ...options }).open(path)
    return { delivery, pages: await pagesOf(delivery) }
  } catch (error) {
    if (error instanceof SourceRefused) return null
    throw error
  }
}

const hard = fc.constantFrom(
  '"',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r',
  '\r\n',
  ' ',
  'ễ',
  'đ',
  'e\u0302',
  '\ufeff',
  '=',
  "'",
  'a',
  '0',
  '😀',
)
const cell = fc.oneof(
  fc.array(hard, { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replaceAll('\0', '')),
)
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 12 }))

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

test('any table of strings written as CSV reads back equal, whatever the dialect and the block of the file', async () => {
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    newline: fc.constantFrom('\n', '\r\n'),
    always: fc.boolean(),
    ends: fc.boolean(),
    charset: fc.constantFrom('utf8', 'utf16le'),
  })
  await fc.assert(
    fc.asyncProperty(table, dialect, async (rows, { delimiter, newline, always, ends, charset }) => {
      const needs = (text: string) => always || text === '' || /["\r\n\x1a]/.test(text) || text.includes(delimiter)
      const write = (row: readonly string[]) => row.map((text) => (needs(text) ? quoted(text) : text)).join(delimiter)
      const header = (rows[0] ?? ['']).map((_, i) => `c${i}`)
      const text = [header, ...rows].map(write).join(newline) + (ends ? newline : '')
      const path = await stored(Buffer.from(`\ufeff${text}`, charset as BufferEncoding))
      const read = await readOrRefused(path, { encoding: charset === 'utf8' ? 'utf-8' : 'utf-16le', delimiter })
      expect(read?.pages.flatMap((page) => page.faults)).toEqual([])
      expect(read?.pages.flatMap((page) => page.rows)).toEqual(rows)
      expect(read?.delivery.columns).toEqual(header)
    }),
    { numRuns: 300 },
  )
})

test('where csv-parse reads a text, we read the same cells', async () => {
  const line = fc.array(fc.constantFrom('"', '""', ',', 'a', 'ê', '\n', '"x"', '"\n"', ',"', '",'), { maxLength: 24 })
  await fc.assert(
    fc.asyncProperty(line, async (parts) => {
      const text = `a,b\n${parts.join('')}`
      let expected: string[][] | null = null
      try {
        expected = parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' }).slice(1)
      } catch {}
      const read = await readOrRefused(await stored(text), { delimiter: ',' })
      if (expected === null) {
        expect(read === null || read.pages.some((page) => page.faults.length > 0)).toBe(true)
        return
      }
      // A quote that swallowed whole rows is refused, though it is closed in the end.
      if (read === null) {
        expect(parts.join('')).toContain('\n')
        return
      }
      const faults = read.pages.flatMap((page) => page.faults)
      expect(read.pages.flatMap((page) => page.rows)).toEqual(expected.filter((row) => row.length === 2))
      expect(faults).toHaveLength(expected.filter((row) => row.length !== 2).length)
    }),
    { numRuns: 1_000 },
  )
})

test('every line of a file is in a row, in a fault, or blank', async () => {
  const part = fc.constantFrom('1,2', '3', '4,5,6', '"x\ny",z', 'a"b,c', '', '"say ""no""",1', ' , ', '\0,1')
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 30 }), async (records) => {
      const read = await readOrRefused(await stored(['a,b', ...records].join('\n')), { delimiter: ',' })
      const lines = read!.pages.flatMap((page) => [...page.lines, ...page.faults.map((fault) => fault.line!)])
      const expected: number[] = []
      let line = 2
      for (const record of records) {
        if (record !== '') expected.push(line)
        line += record.split('\n').length
      }
      expect(lines.sort((a, b) => a - b)).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

test('random bytes are read or refused, never anything else', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.array(fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0x00, 0xff, 0xfe, 0xad, 0xe1, 0xbb, 0x41, 0x3b), {
      maxLength: 200,
    }),
  )
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.option(fc.constantFrom('tcvn3', 'vni-windows', 'utf-16le', 'viqr', 'viscii')),
      async (content, encoding) => {
        const path = await stored(Buffer.from(content))
        await readOrRefused(path, encoding === null ? {} : { encoding })
      },
    ),
    { numRuns: 1_000 },
  )
})

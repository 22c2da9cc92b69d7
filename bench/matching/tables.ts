import { closeSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { ColumnEncoder } from '../../engine/matching/encode.ts'
import type { Table } from '../../engine/matching/intake.ts'

const CACHE = fileURLToPath(new URL('../.cache/', import.meta.url))

export const specPath = (name: string): string => fileURLToPath(new URL(`./${name}.json`, import.meta.url))

export function cacheFile(name: string): string {
  mkdirSync(CACHE, { recursive: true })
  return join(CACHE, name)
}

/** A CSV file as a table held in memory. */
export function tableOf(file: string): Table {
  const [columns = [], ...rows]: string[][] = parse(readFileSync(file), { trim: true })
  return { name: basename(file), columns, rows }
}

/** A CSV file without quotes, read line by line: what `writePersons` writes. */
export function linesOf(file: string): Table {
  const lines = { [Symbol.iterator]: () => cut(file) }
  const [columns = []] = lines
  return { name: basename(file), columns, rows: { [Symbol.iterator]: () => bodyOf(file) } }
}

function* bodyOf(file: string): Generator<readonly string[]> {
  let header = true
  for (const row of cut(file)) {
    if (!header) yield row
    header = false
  }
}

const BYTES = 1 << 20

function* cut(file: string): Generator<readonly string[]> {
  const descriptor = openSync(file, 'r')
  const bytes = Buffer.alloc(BYTES)
  try {
    let kept = 0
    for (;;) {
      const read = readSync(descriptor, bytes, kept, BYTES - kept, null)
      if (read === 0) return
      const end = bytes.lastIndexOf(10, kept + read - 1) + 1
      for (const line of bytes.toString('utf8', 0, end - 1).split('\n')) yield line.split(',')
      bytes.copy(bytes, 0, end, kept + read)
      kept = kept + read - end
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Numbers of what a column says, over the rows of all tables in their order. */
export function textColumn(tables: readonly Table[], column: string, entity: (cell: string) => string): Int32Array {
  const encoder = new ColumnEncoder()
  for (const { columns, rows } of tables) {
    const at = columns.findIndex((name) => name.trim() === column)
    for (const row of rows) encoder.add(entity(row[at]?.trim() ?? ''))
  }
  return encoder.done().ids
}

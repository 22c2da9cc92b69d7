import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll } from 'vitest'
import { tcvn3 } from '../../bench/province/tcvn3.ts'
import type { SourceName } from '../../bench/province/truth.ts'

// Reads what the generator wrote, as tests of it want it.

export type Row = Readonly<Record<string, string>>

const folders: string[] = []
/** A new folder, removed after the tests of the file. */
export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'province-'))
  folders.push(path)
  return path
}
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true })
})

export const KEY: Readonly<Record<SourceName, string>> = {
  'home-affairs': 'ma_ho_so',
  residence: 'ma_nhan_khau',
  land: 'ma_thua',
}
const DELIMITER: Readonly<Record<SourceName, string>> = { 'home-affairs': ';', residence: ',', land: '\t' }

/** Bytes of the land extract as Latin-1: one character a byte, so rows can be compared without decoding. */
export const rowsOf = (path: string, source: SourceName): readonly Row[] =>
  parse(readFileSync(path, source === 'land' ? 'latin1' : 'utf8'), {
    columns: true,
    bom: true,
    delimiter: DELIMITER[source],
    quote: source === 'land' ? null : '"',
  })
const tables = new Map<string, readonly Row[]>()
/** A table of the answer sheet, parsed once. */
export function tableOf(out: string, name: string): readonly Row[] {
  const path = join(out, 'truth', `${name}.csv`)
  const known = tables.get(path) ?? (parse(readFileSync(path), { columns: true }) as readonly Row[])
  tables.set(path, known)
  return known
}
export const pathOf = (out: string, source: SourceName, date: string): string =>
  join(out, date, `${source}-${date}.csv`)

const asLatin1 = (text: string): string => {
  const bytes = Buffer.alloc(text.length)
  return bytes.toString('latin1', 0, tcvn3(text, bytes, 0))
}
export const written = (source: SourceName, text: string): string => (source === 'land' ? asLatin1(text) : text)

export function groupedBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

export const hashOf = (out: string): string => {
  const hash = createHash('sha256')
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  for (const name of files)
    if (statSync(join(out, name)).isFile()) hash.update(name).update(readFileSync(join(out, name)))
  return hash.digest('hex')
}

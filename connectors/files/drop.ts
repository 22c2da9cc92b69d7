import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { SourceRefused } from '../../core/source.ts'
import { fileUnreadable, folderMissing } from './faults.ts'

/**
 * A folder into which an agency drops its files. A file whose name ends in `.part` is still being copied. A date in its
 * name (`…-2026-11-22.csv`, `…_20261122.csv`) is its business date; a file without one is always the current delivery.
 */

/** `*` any run of characters, `?` any one, `{source}` the name of the source; a pattern names files of the folder itself. */
function matcher(pattern: string, source: string): RegExp {
  const literal = (text: string) => text.replace(/[\\^$.+()[\]{}|]/g, '\\$&')
  const body = pattern
    .replaceAll('{source}', source)
    .split(/([*?])/)
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : literal(part)))
  return new RegExp(`^${body.join('')}$`, 'su')
}

const dates = /(?<!\d)(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)/g

/** The last date of the calendar in a file name as `yyyy-mm-dd`; null when there is none. */
export function businessDateOf(name: string): string | null {
  const found = [...name.matchAll(dates)].map(([, year, , month, day]) => `${year}-${month}-${day}`)
  return found.findLast((date) => isDate(date)) ?? null
}

function isDate(date: string): boolean {
  const time = Date.parse(date)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

/** Paths of the files not later than the date, newest first; undated ones come last. Throws SourceRefused without a folder. */
export async function findInDrop(
  pattern: string,
  { folder, source, businessDate }: { readonly folder: string; readonly source: string; readonly businessDate: string },
): Promise<readonly string[]> {
  const matches = matcher(pattern, source)
  const names = await namesIn(folder)
  const found = names
    .filter((name) => matches.test(name.normalize('NFC')) && !/\.part$|\.manifest\.json$/.test(name))
    .map((name) => ({ name, date: businessDateOf(name) }))
    .filter(({ date }) => date === null || date <= businessDate)
  const order = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0)
  return found
    .sort((a, b) => order(a.date ?? '', b.date ?? '') || order(a.name, b.name))
    .map(({ name }) => join(folder, name))
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const fault = code === 'ENOENT' || code === 'ENOTDIR' ? folderMissing(basename(folder)) : fileUnreadable(code)
    throw new SourceRefused(basename(folder), [fault])
  }
}

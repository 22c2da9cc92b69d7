import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../core/errors.ts'
import { AGENCIES } from './agencies.ts'
import { openBindery, type WrittenFile } from './bindery.ts'
import { blocksOf } from './blocks.ts'
import { makeBlocks } from './crew.ts'
import { csvCell } from './files.ts'
import { MOST_NIGHTS } from './nights.ts'
import { addDays } from './notation.ts'
import type { ProvinceSettings } from './offices.ts'
import { organisationTree } from './organisation-tree.ts'
import { LAND_ORGANISATIONS } from './parcels.ts'
import { type Profile, type RateOverrides, ratesFor } from './rates.ts'
import { SOURCES, type SourceName } from './truth.ts'
import { MOST_ROWS, writeWorkbook } from './workbook.ts'

export interface ProvinceOptions {
  /** Residents of the first night. */
  readonly persons: number
  /** Default: 15 % of the residents. */
  readonly civilServants?: number
  /** Default: 0.6 per resident. */
  readonly parcels?: number
  /** Same seed and counts, same bytes. */
  readonly seed: number
  /** Folder for `<date>/<source>-<date>.csv`, `reference/` and `truth/`. */
  readonly out: string
  /** ISO date of the first night; default 2026-11-21. */
  readonly firstDate?: string
  /** Default 1. */
  readonly nights?: number
  /** Share of the rows that change each night; default 0.01. */
  readonly changeRate?: number
  /** How far the land campaign has come; default `raw`. */
  readonly profile?: Profile
  /** Error rates in percent that replace the published ones. */
  readonly rates?: RateOverrides
  /** Write each night's staff extract as `home-affairs-<date>.xlsx` as well. */
  readonly xlsx?: boolean
  /** Threads that make the province, this one included; default: one per processor, at most 4. The bytes are the same. */
  readonly threads?: number
  readonly onProgress?: (persons: number) => void
}

export interface Province {
  readonly persons: number
  readonly households: number
  readonly civilServants: number
  readonly parcels: number
  readonly nights: readonly Night[]
}
export interface Night {
  readonly date: string
  readonly files: readonly { readonly source: SourceName; readonly path: string; readonly rows: number }[]
}

const FIRST_DATE = '2026-11-21'
const CIVIL_SERVANTS_PER_PERSON = 0.15
const PARCELS_PER_PERSON = 0.6
const CHANGE_RATE = 0.01
/** Leaves room for the header and for those on two payrolls. */
const SHEET_ROWS = Math.floor(MOST_ROWS * 0.9)
/** More would wait for the one that writes. */
const MOST_THREADS = 4

/**
 * Writes a synthetic province with known truth: three extracts per night, each with a manifest, the folder `truth`, and
 * `reference/organisation-tree.csv`.
 * Made block by block by several threads, in constant memory. No real person is in it.
 */
export async function generateProvince(options: ProvinceOptions): Promise<Province> {
  const settings = settle(options)
  const { out, threads = Math.min(MOST_THREADS, availableParallelism()), onProgress } = options
  const { persons, dates } = settings
  for (const folder of ['truth', 'reference', ...dates]) await mkdir(join(out, folder), { recursive: true })
  writeFileSync(join(out, 'truth', 'organisations.csv'), organisations())
  writeFileSync(join(out, 'reference', 'organisation-tree.csv'), organisationTree())
  const bindery = openBindery(out, dates)
  const blocks = blocksOf(settings.seed, persons)
  await makeBlocks(settings, blocks, threads, (bytes, { personsEnd }) => {
    bindery.add(bytes)
    onProgress?.(personsEnd)
  })
  const written = bindery.close()
  const workbooks: WrittenFile[] = []
  if (options.xlsx) for (const extract of written['home-affairs']) workbooks.push(await writeWorkbook(extract))
  return {
    persons,
    households: blocks.at(-1)!.end,
    civilServants: settings.civilServants,
    parcels: settings.parcels,
    nights: dates.map((date, night) => ({
      date,
      files: [
        ...SOURCES.map((source) => ({ source, ...written[source][night]! })),
        ...workbooks.slice(night, night + 1).map((file) => ({ source: 'home-affairs' as const, ...file })),
      ],
    })),
  }
}

function organisations(): string {
  const agencies = AGENCIES.map(({ entity, code, name }) => [entity, code, name, 'agency'])
  const holders = LAND_ORGANISATIONS.map(({ entity, taxCode, name }) => [entity, taxCode, name, 'land-holder'])
  const rows = [['entity', 'code', 'name', 'kind'], ...agencies, ...holders]
  return rows.map((row) => `${row.map((cell) => csvCell(cell, ',')).join(',')}\n`).join('')
}

function settle(options: ProvinceOptions): ProvinceSettings {
  const { persons, nights = 1, changeRate = CHANGE_RATE, firstDate = FIRST_DATE } = options
  const civilServants = options.civilServants ?? Math.round(persons * CIVIL_SERVANTS_PER_PERSON)
  const problems = [
    Number.isInteger(persons) && persons >= 1 ? '' : `persons ${persons}: expected a whole number from 1`,
    Number.isSafeInteger(options.seed) ? '' : `seed ${options.seed}: expected a whole number`,
    Number.isInteger(nights) && nights >= 1 && nights <= MOST_NIGHTS
      ? ''
      : `nights ${nights}: expected 1 to ${MOST_NIGHTS}`,
    changeRate >= 0 && changeRate <= 0.5 ? '' : `changeRate ${changeRate}: expected 0 to 0.5`,
    /^\d{4}-\d\d-\d\d$/.test(firstDate) && !Number.isNaN(Date.parse(firstDate))
      ? ''
      : `firstDate ${firstDate}: expected a date such as ${FIRST_DATE}`,
    options.xlsx && civilServants > SHEET_ROWS
      ? `xlsx with civilServants ${civilServants}: a sheet holds ${SHEET_ROWS} of them; ask for fewer or leave xlsx out`
      : '',
  ].filter((problem) => problem !== '')
  if (problems.length > 0) throw new Failure('InvalidInput', { problems: problems.join('; ') })
  return {
    persons,
    seed: options.seed,
    changeRate,
    civilServants,
    parcels: options.parcels ?? Math.round(persons * PARCELS_PER_PERSON),
    dates: Array.from({ length: nights }, (_, night) => addDays(firstDate, night)),
    rates: ratesFor(options.profile ?? 'raw', options.rates),
  }
}

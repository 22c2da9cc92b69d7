import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Context } from '../../activities/context.ts'
import { createActivities } from '../../activities/index.ts'
import type { NightReport } from '../../activities/night.ts'
import { runNight } from '../../bench/faults/chain.ts'
import { type Catalog, loadCatalog } from '../../core/catalog.ts'
import { systemClock } from '../../core/clock.ts'
import { type Config, readConfig } from '../../core/config.ts'
import { homeAffairs } from '../../schemas/sources/home-affairs.ts'
import { land } from '../../schemas/sources/land.ts'
import { residence } from '../../schemas/sources/residence.ts'
import { openStore, rows, type Store } from '../../store/sql.ts'
import { createViews } from '../../store/views.ts'
import { testDatabase } from './database.ts'

export const loadSchemas = (): Promise<Catalog> => loadCatalog(new URL('../../schemas/', import.meta.url))

export type Cells = Readonly<Record<string, string>>

/** Rows of one extract: what matters is given, everything else is blank. */
export type Extracts = Readonly<Partial<Record<'residence' | 'home-affairs' | 'land', readonly Cells[]>>>

/** The whole chain on a real database, without Temporal: activities called in the order of a night. */
export interface Chain {
  readonly url: string
  readonly store: Store
  readonly context: Context
  readonly activities: ReturnType<typeof createActivities>
  /** Writes full extracts into the drop folder. */
  drop(date: string, extracts: Extracts): void
  night(date: string, options?: { readonly dryRun?: boolean; readonly runId?: string }): Promise<NightReport>
  /** Rows of any query, for assertions. */
  query<R extends object>(sql: string, values?: readonly (string | number)[]): Promise<readonly R[]>
}

/** For the test that calls it. */
export async function startChain(config: Partial<Config> = {}): Promise<Chain> {
  const url = await testDatabase()
  const catalog = await loadSchemas()
  const store = openStore(url)
  // Registered after the database, so closed before it is dropped.
  onTestFinished(() => store.close())
  await store.transaction((tx) => createViews(tx, catalog.domains.values()))
  const folder = mkdtempSync(join(tmpdir(), 'sogoc-drop-'))
  const context: Context = {
    store,
    catalog,
    config: { ...readConfig({}), SOGOC_DROP: folder, ...config },
    clock: systemClock,
  }
  const activities = createActivities(context, () => ({ beat() {}, stopping: false }))
  let runs = 0
  return {
    url,
    store,
    context,
    activities,
    drop: (date, extracts) => writeExtracts(folder, date, extracts),
    night: (date, { dryRun = true, runId = `run-${++runs}` } = {}) => runNight(activities, { runId, date, dryRun }),
    query: (sql, values = []) => store.read((tx) => rows(tx, sql, values)),
  }
}

const SOURCES = { residence, 'home-affairs': homeAffairs, land }

/** Writes full extracts, as the agencies drop them. */
export function writeExtracts(folder: string, date: string, extracts: Extracts): void {
  for (const [source, cells] of Object.entries(extracts)) {
    const { columns } = SOURCES[source as keyof typeof SOURCES]
    writeFileSync(join(folder, `${source}-${date}.csv`), csvOf(columns, cells ?? []))
  }
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

const csvOf = (columns: readonly string[], cells: readonly Cells[]): string =>
  [columns, ...cells.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((row) => row.map(quoted).join(','))
    .join('\n') + '\n'

/** A member of a household; the number picks identity and place, `more` overrides any cell. */
export const resident = (n: number, more: Cells = {}): Cells => ({
  ma_nhan_khau: `NK${String(n).padStart(7, '0')}`,
  so_ho_so: `HS-${n}`,
  ho_ten: `Nguyễn Văn ${NAMES[n % NAMES.length]}`,
  ngay_sinh: `19${60 + (n % 30)}-05-${String(10 + (n % 18))}`,
  gioi_tinh: 'Nam',
  so_dinh_danh: `0480${60 + (n % 30)}${String(n).padStart(6, '0')}`,
  quan_he_chu_ho: 'Chủ hộ',
  dia_chi: `Thôn ${n}`,
  ma_xa: '20194',
  tinh_trang: 'Thường trú',
  ...more,
})

/** A dossier of the resident of the same number. */
export const dossier = (n: number, more: Cells = {}): Cells => {
  const person = resident(n)
  return {
    ma_ho_so: `HS${n}`,
    so_hieu: `CB${n}`,
    so_cccd: person.so_dinh_danh ?? '',
    ho_ten: person.ho_ten ?? '',
    gioi_tinh: 'Nam',
    ngay_sinh: (person.ngay_sinh ?? '').split('-').reverse().join('/'),
    ma_don_vi: 'H17.01.02',
    ten_don_vi: 'Phòng Nội vụ',
    ma_ngach: '01.003',
    bac: '1',
    he_so: '2,34',
    ngay_tuyen_dung: '01/03/2015',
    trang_thai: 'Đang làm việc',
    ...more,
  }
}

/** A parcel held by the resident of the same number. */
export const parcel = (n: number, more: Cells = {}): Cells => {
  const person = resident(n)
  return {
    ma_thua: `TD${n}`,
    ma_xa: '20194',
    so_to: '5',
    so_thua: String(n),
    dien_tich: '120,5',
    loai_dat: 'ONT',
    chu_su_dung: `Ông ${person.ho_ten}`,
    so_giay_to: person.so_dinh_danh ?? '',
    nam_sinh: (person.ngay_sinh ?? '').slice(0, 4),
    so_phat_hanh: `BĐ ${String(100_000 + n)}`,
    ngay_cap: '12/06/2015',
    ...more,
  }
}

const NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Em', 'Giang', 'Hải', 'Khánh', 'Long', 'Minh', 'Nam', 'Phong']

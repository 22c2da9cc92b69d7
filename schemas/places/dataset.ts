import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type CommuneType, communeName, type DistrictType, districtName } from './names.ts'

/** How a commune of 30 June 2025 went on. Only `whole` names its successor for everybody. */
export type SuccessionKind = 'whole' | 'split' | 'population' | 'disagreement' | 'low-trust'

export interface Commune {
  readonly code: string
  /** As the catalogue writes it, with its type: 'Phường Bàn Thạch'. */
  readonly title: string
  readonly type: CommuneType | null
  /** Without its type, as this and as other lists write it. */
  readonly names: readonly string[]
  readonly province: string
}
export interface OldCommune extends Commune {
  readonly district: string
  readonly how: SuccessionKind
  /** Codes of 1 July 2025; where `how` is `population` the first took all people. */
  readonly to: readonly string[]
  readonly authority: string
}
export interface District {
  readonly code: string
  readonly title: string
  readonly type: DistrictType | null
  readonly names: readonly string[]
  readonly province: string
}
/** A commune that vanished before 30 June 2025, known by name only. Its district is that of June 2025. */
export interface FormerCommune {
  readonly title: string
  readonly type: CommuneType | null
  readonly names: readonly string[]
  readonly district: string
  readonly province: string
  readonly to: readonly string[]
}
/** Land and people that left a commune before the reform while its name went on. */
export interface Transfer {
  readonly effectiveFrom: string
  readonly to: string
  readonly note: string
}

export interface Places {
  readonly old: ReadonlyMap<string, OldCommune>
  readonly now: ReadonlyMap<string, Commune>
  /** As of 30 April 2026: the same codes, some of another type. */
  readonly latest: ReadonlyMap<string, Commune>
  readonly former: readonly FormerCommune[]
  readonly districts: ReadonlyMap<string, District>
  /** Of another type since: code -> the patch that says so. */
  readonly retyped: ReadonlyMap<string, Pick<Patch, 'effectiveFrom' | 'authority'>>
  /** Districts without communes -> their special zone. */
  readonly islands: ReadonlyMap<string, string>
  readonly codeAliases: ReadonlyMap<string, string>
  readonly transfers: ReadonlyMap<string, Transfer>
  /** Today's provinces for which every list agrees on every commune: only there is 'merged' more than the base says. */
  readonly complete: ReadonlySet<string>
  /** Today's communes that also took in what was no commune. */
  readonly mixed: ReadonlySet<string>
}

const patch = z.object({
  effectiveFrom: z.iso.date(),
  op: z.enum(['rename', 'retype', 'recode', 'redirect', 'addEdge', 'alias', 'partialTransfer']),
  from: z.string().optional(),
  to: z.string().optional(),
  code: z.string().optional(),
  codes: z.array(z.string()).optional(),
  name: z.string().optional(),
  district: z.string().optional(),
  province: z.string().optional(),
  type: z.string().optional(),
  authority: z.string(),
  note: z.string(),
})
export type Patch = z.output<typeof patch>

/** The texts of `data/`, by file name without its end. */
export type PlaceFiles = Readonly<
  Record<
    | 'communes-2025-07-01'
    | 'communes-2025-06-30'
    | 'districts-2025-06-30'
    | 'former-communes'
    | 'register'
    | 'aliases'
    | 'patches',
    string
  >
>

const RESOLUTIONS = 'bảng chuyển đổi theo các nghị quyết năm 2025 của UBTVQH'

function rows(text: string): readonly (readonly string[])[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
}

function commune(code: string, title: string, province: string, aliases: readonly string[] = []): Commune {
  const { type, name } = communeName(title)
  return { code, title, type, names: [name, ...aliases], province }
}

function aliasNames(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const [code = '', catalogue = '', title = ''] of rows(text)) {
    const key = `${code}@${catalogue}`
    found.set(key, [...(found.get(key) ?? []), communeName(title).name])
  }
  return found
}

/** The catalogue of 1 July 2025, put right, and of 30 April 2026. */
function currentLists(files: PlaceFiles, patches: readonly Patch[], aliases: ReadonlyMap<string, readonly string[]>) {
  const recoded = new Map(patches.flatMap((one) => (one.op === 'recode' ? [[one.from, one.to]] : [])))
  const now = new Map<string, Commune>()
  for (const [listed = '', title = '', province = ''] of rows(files['communes-2025-07-01'])) {
    const code = recoded.get(listed) ?? listed
    now.set(code, commune(code, title, province, aliases.get(`${code}@2025-07-01`)))
  }
  const latest = new Map(now)
  for (const { op, codes = [], type = '' } of patches) {
    if (op !== 'retype') continue
    for (const code of codes) {
      const before = now.get(code)!
      latest.set(code, { ...before, ...pickType(`${type} ${communeName(before.title).name}`) })
    }
  }
  return { now, latest }
}

const pickType = (title: string): Pick<Commune, 'title' | 'type'> => ({ title, type: communeName(title).type })

function readDistricts(files: PlaceFiles, patches: readonly Patch[]): ReadonlyMap<string, District> {
  const found = new Map<string, District>()
  for (const [code = '', title = '', province = ''] of rows(files['districts-2025-06-30'])) {
    const { type, name } = districtName(title)
    const others = patches
      .filter((one) => one.op === 'alias' && one.to === title && one.province === province)
      .map((one) => districtName(one.from ?? '').name)
    found.set(code, { code, title, type, names: [name, ...others], province })
  }
  return found
}

function oldList(
  files: PlaceFiles,
  patches: readonly Patch[],
  aliases: ReadonlyMap<string, readonly string[]>,
  districts: ReadonlyMap<string, District>,
) {
  const register = new Map(
    rows(files.register).map(([code = '', kind = '', to = '']) => [
      code,
      { kind: kind as SuccessionKind, to: to.split('|') },
    ]),
  )
  const redirects = new Map(patches.flatMap((one) => (one.op === 'redirect' ? [[one.from ?? '', one] as const] : [])))
  const found = new Map<string, OldCommune>()
  for (const [code = '', title = '', district = '', base = ''] of rows(files['communes-2025-06-30'])) {
    const entry = register.get(code)
    const redirect = redirects.get(code)
    found.set(code, {
      ...commune(code, title, districts.get(district)!.province, aliases.get(`${code}@2025-06-30`)),
      district,
      how: entry?.kind ?? 'whole',
      to: entry?.to ?? [redirect?.to ?? base],
      authority: redirect?.authority ?? RESOLUTIONS,
    })
  }
  for (const { op, from = '', to = '', name = '', district, province = '', authority } of patches) {
    if (op !== 'addEdge' || district === undefined) continue
    const home = [...districts.values()].find((one) => one.title === district && one.province === province)!
    found.set(from, { ...commune(from, name, province), district: home.code, how: 'whole', to: [to], authority })
  }
  return found
}

/** Builds the data set from the texts of its files. Pure: the same texts give the same places. */
export function parsePlaces(files: PlaceFiles): Places {
  const patches = z.array(patch).parse(JSON.parse(files.patches))
  const aliases = aliasNames(files.aliases)
  const { now, latest } = currentLists(files, patches, aliases)
  const districts = readDistricts(files, patches)
  const old = oldList(files, patches, aliases, districts)
  const isAgreed = (one: OldCommune): boolean => one.how !== 'disagreement' && one.how !== 'low-trust'
  const doubtful = new Set(
    [...old.values()].filter((one) => !isAgreed(one)).flatMap((one) => one.to.map((code) => now.get(code)!.province)),
  )
  const districtEdges = patches.filter((one) => one.op === 'addEdge' && one.district === undefined)
  const hasCommunes = new Set([...old.values()].map((one) => one.district))
  return {
    old,
    now,
    latest,
    districts,
    retyped: new Map(
      patches.flatMap((one) => (one.op === 'retype' ? one.codes!.map((code) => [code, one] as const) : [])),
    ),
    former: rows(files['former-communes']).map(([title = '', district = '', province = '', to = '']) => {
      const { type, name } = communeName(title)
      return { title, type, names: [name], district, province, to: to.split('|') }
    }),
    islands: new Map(districtEdges.filter((one) => !hasCommunes.has(one.from!)).map((one) => [one.from!, one.to!])),
    mixed: new Set(districtEdges.filter((one) => hasCommunes.has(one.from!)).map((one) => one.to!)),
    codeAliases: new Map(
      patches.flatMap((one) =>
        one.op === 'alias' && /^\d{5}$/.test(one.from ?? '') ? [[one.from!, one.to!] as const] : [],
      ),
    ),
    transfers: new Map(
      patches.flatMap((one) =>
        one.op === 'partialTransfer'
          ? [[one.from!, { effectiveFrom: one.effectiveFrom, to: one.to!, note: one.note }] as const]
          : [],
      ),
    ),
    complete: new Set(
      [...new Set([...now.values()].map((one) => one.province))].filter((province) => !doubtful.has(province)),
    ),
  }
}

let loaded: Places | null = null

/** The data set of this folder, read once, at first use. */
export function loadPlaces(): Places {
  const text = (name: string): string => readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')
  loaded ??= parsePlaces({
    'communes-2025-07-01': text('communes-2025-07-01.csv'),
    'communes-2025-06-30': text('communes-2025-06-30.csv'),
    'districts-2025-06-30': text('districts-2025-06-30.csv'),
    'former-communes': text('former-communes.csv'),
    register: text('register.csv'),
    aliases: text('aliases.csv'),
    patches: text('patches.json'),
  })
  return loaded
}

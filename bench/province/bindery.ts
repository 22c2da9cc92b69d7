import { createHash } from 'node:crypto'
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Encode, type NightlyBytes, utf8 } from './files.ts'
import type { Register } from './register.ts'
import { HOME_AFFAIRS_REGISTER } from './registers/home-affairs.ts'
import { landRegister } from './registers/land.ts'
import { RESIDENCE_REGISTER } from './registers/residence.ts'
import { SOURCES, type SourceName, truthFiles } from './truth.ts'
import type { BlockBytes } from './workshop.ts'

/** Bytes put together before they are written at once. */
const SHEET = 1 << 20

export interface WrittenFile {
  readonly path: string
  /** Data rows, without the header. */
  readonly rows: number
}

/** Puts the blocks together into the files of the province. */
export interface Bindery {
  /** Blocks in order. */
  readonly add: (block: BlockBytes) => void
  /** Ends the files and writes `<file>.manifest.json` beside each extract, last. */
  readonly close: () => Readonly<Record<SourceName, readonly WrittenFile[]>>
}

interface Volume {
  readonly write: (bytes: Uint8Array) => void
  readonly close: () => void
}

function openVolume(path: string, header: Uint8Array): Volume {
  const file = openSync(path, 'w')
  const write = (bytes: Uint8Array): void => {
    for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from)
  }
  write(header)
  return { write, close: () => closeSync(file) }
}

interface Extract {
  readonly add: (bytes: NightlyBytes, night: number) => void
  readonly close: () => WrittenFile
}

function openExtract(path: string, header: Uint8Array): Extract {
  const manifest = `${path}.manifest.json`
  // A manifest says that its file is whole: an older one must not speak for the file to come.
  rmSync(manifest, { force: true })
  const hash = createHash('sha256').update(header)
  const volume = openVolume(path, header)
  const sheet = new Uint8Array(SHEET)
  let used = 0
  let rows = 0
  const flush = (): void => {
    hash.update(sheet.subarray(0, used))
    volume.write(sheet.subarray(0, used))
    used = 0
  }
  const put = (bytes: Uint8Array): void => {
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + SHEET - used)
      sheet.set(part, used)
      used += part.length
      from += part.length
      if (used === SHEET) flush()
    }
  }
  return {
    add({ shared, own, seams, rows: added }, night) {
      let [common, mine] = [0, 0]
      for (let i = 0; i < seams.length; i += own.length + 1) {
        put(shared.subarray(common, (common = seams[i]!)))
        put(own[night]!.subarray(mine, (mine = seams[i + 1 + night]!)))
      }
      put(shared.subarray(common))
      rows += added[night]!
    },
    close() {
      flush()
      volume.close()
      writeFileSync(manifest, `${JSON.stringify({ rows, sha256: hash.digest('hex'), complete: true })}\n`)
      return { path, rows }
    },
  }
}

const encoded = (text: string, encode: Encode): Uint8Array => {
  const bytes = Buffer.alloc(3 * text.length)
  return bytes.subarray(0, encode(text, bytes, 0))
}
const headerOf = <S>({ lead, columns, delimiter, encode }: Register<S>): Uint8Array =>
  encoded(`${lead + columns.join(delimiter)}\n`, encode)

const HEADERS: Readonly<Record<SourceName, Uint8Array>> = {
  'home-affairs': headerOf(HOME_AFFAIRS_REGISTER),
  residence: headerOf(RESIDENCE_REGISTER),
  land: headerOf(landRegister([])),
}

/** Opens `<date>/<source>-<date>.csv` for every night and the files of the folder `truth`. The folders are there. */
export function openBindery(out: string, dates: readonly string[]): Bindery {
  const extracts = SOURCES.map((source) => ({
    source,
    nights: dates.map((date) => openExtract(join(out, date, `${source}-${date}.csv`), HEADERS[source])),
  }))
  const truth = [...truthFiles(dates)].map(([name, header]) =>
    openVolume(join(out, 'truth', `${name}.csv`), encoded(`${header}\n`, utf8)),
  )
  return {
    add(block) {
      for (const { source, nights } of extracts) {
        for (let night = 0; night < nights.length; night++) nights[night]!.add(block.extracts[source], night)
      }
      for (let i = 0; i < truth.length; i++) truth[i]!.write(block.truth[i]!)
    },
    close() {
      for (const volume of truth) volume.close()
      const written = (of: SourceName): readonly WrittenFile[] =>
        extracts.find(({ source }) => source === of)!.nights.map((night) => night.close())
      return { 'home-affairs': written('home-affairs'), residence: written('residence'), land: written('land') }
    },
  }
}

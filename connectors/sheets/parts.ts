import { notAWorkbook, tooLarge } from './faults.ts'
import { readXml } from './xml.ts'
import { type Archive, Unusable } from './zip.ts'

export interface Sheet {
  readonly name: string
  readonly path: string
  readonly isHidden: boolean
}

/** How a number is shown: as a day, as a time, padded with zeros to a width, or as it is. */
export type NumberStyle = 'date' | 'time' | number | null

/** Everything of a workbook but its cells. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  /** Days count from 1904 (old Mac workbooks), not from 1900. */
  readonly from1904: boolean
  readonly styles: readonly NumberStyle[]
  readonly strings: readonly string[]
}

const MOST_STRING_CHARACTERS = 400_000_000

/** Throws `Unusable` where the archive is no workbook. */
export async function readParts(archive: Archive): Promise<Workbook> {
  const names = new Map(archive.names.map((name) => [name.toLowerCase(), name]))
  const part = (path: string) => names.get(path.toLowerCase())
  if (part('xl/workbook.bin')) throw new Unusable(notAWorkbook('dạng nhị phân .xlsb'))
  const main = part('xl/workbook.xml')
  if (main === undefined) throw new Unusable(notAWorkbook('tệp ZIP không chứa sổ tính'))
  const targets = await relations(archive, part('xl/_rels/workbook.xml.rels'))
  const found: { name: string; id: string; isHidden: boolean }[] = []
  let from1904 = false
  await readXml(archive.read(main), main, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (name === 'sheet')
        found.push({
          name: attributes.name ?? '',
          id: attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '',
          isHidden: /hidden/i.test(attributes.state ?? ''),
        })
    },
  })
  const sheets = found.flatMap(({ name, id, isHidden }) => {
    const path = part(targets.get(id) ?? '')
    return path === undefined ? [] : [{ name, path, isHidden }]
  })
  return {
    sheets,
    from1904,
    styles: await stylesOf(archive, part('xl/styles.xml')),
    strings: await stringsOf(archive, part('xl/sharedStrings.xml')),
  }
}

async function relations(archive: Archive, path: string | undefined): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  if (path === undefined) return targets
  await readXml(archive.read(path), path, {
    open(name, { Id = '', Target = '' }) {
      if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  return targets
}

/** Formats that need no declaration (ECMA-376 part 1, 18.8.30). */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47])

async function stylesOf(archive: Archive, path: string | undefined): Promise<readonly NumberStyle[]> {
  const formats = new Map<number, string>()
  const styles: NumberStyle[] = []
  let inCells = false
  if (path === undefined) return styles
  await readXml(archive.read(path), path, {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) styles.push(styleOf(Number(attributes.numFmtId ?? 0), formats))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

function styleOf(id: number, formats: ReadonlyMap<number, string>): NumberStyle {
  const format = formats.get(id)
  if (format === undefined) return BUILT_IN_DATES.has(id) ? 'date' : BUILT_IN_TIMES.has(id) ? 'time' : null
  const plain = (format.split(';')[0] ?? '').replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]/gi, '')
  if (/^0{2,}$/.test(plain)) return plain.length
  if (/[yd]|m{3,}/i.test(plain.replace(/general/i, ''))) return 'date'
  return /[hs]/i.test(plain) ? 'time' : null
}

/** Rich text is several runs of one string; phonetic runs (`rPh`) are no part of it. */
async function stringsOf(archive: Archive, path: string | undefined): Promise<readonly string[]> {
  const strings: string[] = []
  if (path === undefined) return strings
  let text = ''
  let isText = false
  let isPhonetic = false
  let characters = 0
  await readXml(archive.read(path), path, {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isPhonetic = true
      isText = name === 't' && !isPhonetic
    },
    text(piece) {
      if (isText) text += piece
    },
    close(name) {
      if (name === 'rPh') isPhonetic = false
      if (name === 't') isText = false
      if (name !== 'si') return
      characters += text.length
      if (characters > MOST_STRING_CHARACTERS) throw new Unusable(tooLarge(path, '400 triệu ký tự'))
      strings.push(text)
    },
  })
  return strings
}

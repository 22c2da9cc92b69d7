import { deflateRawSync } from 'node:zlib'

/** An archive as spreadsheet programs write it; checksums are left at zero, which readers of ours do not ask. */
export function zipOf(
  files: Readonly<Record<string, string | Buffer>>,
  claim: { readonly size?: number } = {},
): Buffer {
  const locals: Buffer[] = []
  const listed: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const head = (signature: number, extra: number) => {
      const buffer = Buffer.alloc(30 + extra)
      buffer.writeUInt32LE(signature, 0)
      const at = extra === 0 ? 4 : 6
      buffer.writeUInt16LE(20, at)
      buffer.writeUInt16LE(8, at + 4)
      buffer.writeUInt32LE(packed.length, at + 14)
      buffer.writeUInt32LE(claim.size ?? bytes.length, at + 18)
      buffer.writeUInt16LE(Buffer.byteLength(name), at + 22)
      if (extra > 0) buffer.writeUInt32LE(offset, 42)
      return buffer
    }
    const local = Buffer.concat([head(0x04034b50, 0), Buffer.from(name), packed])
    listed.push(Buffer.concat([head(0x02014b50, 16), Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const listing = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(listed.length, 8)
  end.writeUInt16LE(listed.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listing, end])
}

export interface DraftSheet {
  readonly name: string
  readonly state?: string
  /** XML of the rows. */
  readonly rows: string
  readonly behind?: string
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

/** A workbook with styles 1 = day, 2 = twelve zeros, 3 = day and time, 4 = a day of its own format. */
export function workbookOf(sheets: readonly DraftSheet[], strings: readonly string[] = [], settings = ''): Buffer {
  const sheetFiles = sheets.map(({ rows, behind = '' }, i) => [
    `xl/worksheets/sheet${i + 1}.xml`,
    `<?xml version="1.0"?><worksheet ${MAIN}><sheetData>${rows}</sheetData>${behind}</worksheet>`,
  ])
  const list = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"${state ? ` state="${state}"` : ''}/>`,
  )
  const relations = sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`)
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="r">${settings}<sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="000000000000"/><numFmt numFmtId="165" formatCode="dd\\/mm\\/yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst ${MAIN}>${strings.map((text) => `<si>${text.startsWith('<') ? text : `<t>${text}</t>`}</si>`).join('')}</sst>`,
    ...Object.fromEntries(sheetFiles),
  })
}

/** A row of inline strings. */
export const textRow = (line: number, cells: readonly string[]): string =>
  `<row r="${line}">${cells.map((cell, i) => `<c r="${String.fromCharCode(65 + i)}${line}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`

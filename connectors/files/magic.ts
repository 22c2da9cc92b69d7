import type { ReadFault } from '../../core/source.ts'
import { binaryFile } from './faults.ts'

const exportAsCsv = 'Mở tệp và lưu dưới dạng "CSV UTF-8". (Open it and save as "CSV UTF-8".)'
const unpack = 'Giải nén rồi gửi tệp bên trong. (Unpack it and send the file inside.)'

/** First bytes of files that people send in the place of a text file. Source: the formats' own specifications. */
const kinds: readonly (readonly [kind: string, hex: string, todo: string])[] = [
  ['ZIP', '504b0304', unpack],
  ['ZIP', '504b0506', unpack],
  ['gzip', '1f8b', unpack],
  ['bzip2', '425a68', unpack],
  ['xz', 'fd377a585a00', unpack],
  ['zstd', '28b52ffd', unpack],
  ['7z', '377abcaf271c', unpack],
  ['RAR', '526172211a07', unpack],
  ['XLS (Excel 97-2003)', 'd0cf11e0a1b11ae1', exportAsCsv],
  ['PDF', '255044462d', exportAsCsv],
  ['SQLite', '53514c69746520666f726d61742033', exportAsCsv],
  ['Parquet', '50415231', exportAsCsv],
  ['PNG', '89504e470d0a1a0a', exportAsCsv],
  ['JPEG', 'ffd8ff', exportAsCsv],
]

/** Names the binary format that the first bytes belong to; null when they may be text. */
export function binaryFault(head: Buffer): ReadFault | null {
  const found = kinds.find(([, hex]) => head.subarray(0, hex.length / 2).toString('hex') === hex)
  if (found === undefined) return null
  const [kind, , todo] = found
  // An XLSX workbook is a ZIP whose first entries are these (ECMA-376 part 2).
  const isWorkbook = kind === 'ZIP' && /\[Content_Types\]\.xml|xl\/|_rels\//.test(head.toString('latin1'))
  return isWorkbook ? binaryFile('XLSX (Excel)', exportAsCsv) : binaryFile(kind, todo)
}

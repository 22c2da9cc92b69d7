import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { nearest } from '../../core/nearest.ts'
import { type Delivery, type Page, type ReadFault, type SourceKind, SourceRefused } from '../../core/source.ts'
import { describeColumns } from '../delimited/columns.ts'
import type { Shape } from '../delimited/decode.ts'
import { type Dialect, dialectOf, separatorLine } from '../delimited/dialect.ts'
import { type Header, headerFaults, readHeader } from '../delimited/header.ts'
import { PageBuilder } from '../delimited/pages.ts'
import { RecordCutter } from '../delimited/records.ts'
import { findInDrop } from '../files/drop.ts'
import { fileChanged, rowsMismatch, sha256Mismatch } from '../files/faults.ts'
import { declaredEncoding, findEncoding } from '../files/file-encoding.ts'
import { readManifest } from '../files/manifest.ts'
import { sampleOf } from '../files/sample.ts'
import { BLOCK, refusedBy, type Survey, survey } from '../files/survey.ts'
import { type Charset, decoderOf } from '../text/charset.ts'
import { encodingNames } from '../text/encodings.ts'

export interface CsvOptions {
  /** Names of the files in the folder: `*`, `?`, and `{source}` for the name of the source. */
  readonly files: string
  /** Found when not declared; one of `encodingNames`. */
  readonly encoding?: string
  /** One character; found when not declared. */
  readonly delimiter?: string
  /** Columns without which the file is refused. */
  readonly requiredColumns?: readonly string[]
  /** Each file holds everything; default false. A manifest beside the file has the last word. */
  readonly complete?: boolean
}

/**
 * Delimited text (RFC 4180 as the provinces write it) from a drop folder. A manifest beside the file is binding: a wrong
 * checksum refuses the file when it is opened, a wrong row count when the last page has been read.
 */
export function csv(options: CsvOptions): SourceKind {
  const { encoding, delimiter } = options
  if (encoding !== undefined && !encodingNames.includes(encoding)) {
    const near = nearest(encoding, encodingNames)
    throw new RangeError(
      `csv: unknown encoding ${encoding}. ${near === null ? encodingNames.join(', ') : `Did you mean ${near}?`}`,
    )
  }
  if (delimiter !== undefined && !/^[^"\r\n]$/.test(delimiter)) {
    throw new RangeError(
      `csv: a delimiter is one character other than a quote or a line break, not ${JSON.stringify(delimiter)}`,
    )
  }
  return {
    kind: 'csv',
    find: (request) => findInDrop(options.files, request),
    async open(path) {
      try {
        return await openFile(path, options)
      } catch (error) {
        throw refusedBy(path, error)
      }
    },
  }
}

/** Everything that must hold still between opening and reading. */
interface Opened {
  readonly path: string
  readonly seen: Survey
  readonly charset: Charset
  readonly header: Header
  readonly shape: Shape
  readonly declaredRows: number | null
}

async function openFile(path: string, options: CsvOptions): Promise<Delivery> {
  const file = basename(path)
  const refuse = (faults: readonly ReadFault[]) => new SourceRefused(file, faults)
  const seen = await survey(path)
  const manifest = await readManifest(path)
  const sha256 = manifest?.sha256?.toLowerCase()
  if (sha256 != null && sha256 !== seen.sha256) throw refuse([sha256Mismatch(seen.sha256, sha256)])

  const encoding =
    options.encoding === undefined
      ? await findEncoding(path, seen)
      : await declaredEncoding(path, seen, options.encoding)
  const sample = await sampleOf(path, seen.bytes, encoding.charset)
  const dialect: Dialect = dialectOf(sample.head, options.delimiter ?? separatorLine(sample.head)?.delimiter)
  const header = readHeader(sample.head, dialect, sample.isWhole)
  if ('fault' in header) throw refuse([header])

  const described = describeColumns(sample, dialect, header, encoding.cells)
  const { columns, encodings, confidence } = described
  const faults = [...described.faults, ...headerFaults(columns, header.line, options.requiredColumns ?? [])]
  if (faults.length > 0) throw refuse(faults)
  const declaredRows = manifest?.rows ?? null
  const opened = { path, seen, charset: encoding.charset, header, shape: { dialect, columns, encodings }, declaredRows }
  return {
    file,
    path,
    bytes: seen.bytes,
    sha256: seen.sha256,
    encoding: encoding.name,
    confidence: Math.min(encoding.confidence, confidence),
    delimiter: dialect.delimiter,
    columns,
    ...(described.pasted === null ? {} : { columnEncodings: described.pasted }),
    declaredRows,
    complete: manifest?.complete ?? options.complete ?? false,
    pages: () => pagesOf(opened),
  }
}

async function* pagesOf(opened: Opened): AsyncGenerator<Page> {
  const { path, seen, charset, header, shape, declaredRows } = opened
  const refuse = (fault: ReadFault) => new SourceRefused(basename(path), [fault])
  const builder = new PageBuilder(shape)
  const cutter = new RecordCutter(shape.dialect, builder, header.nextLine)
  let records = 0
  function* taken(fault: ReadFault | null) {
    if (fault !== null) builder.flush()
    for (const page of builder.full.splice(0)) {
      records += page.rows.length + page.faults.length
      yield page
    }
    const refusal = builder.refusal ?? fault
    if (refusal !== null) throw refuse(refusal)
  }
  for await (const text of textOf(path, seen, charset, header.length)) {
    builder.mayHoldNul ||= text.includes('\0')
    yield* taken(cutter.feed(text))
  }
  const fault = cutter.end()
  builder.flush()
  yield* taken(fault)
  if (declaredRows !== null && records !== declaredRows) throw refuse(rowsMismatch(records, declaredRows))
}

/** The decoded text after the header, block by block. Throws SourceRefused when the file is not the one that was opened. */
async function* textOf(path: string, seen: Survey, charset: Charset, skipped: number): AsyncGenerator<string> {
  const refuse = (fault: ReadFault) => new SourceRefused(basename(path), [fault])
  const decoder = decoderOf(charset)
  let bytes = 0
  let skip = skipped
  try {
    const { size, mtimeMs } = await stat(path)
    if (size !== seen.bytes || mtimeMs !== seen.modifiedMs) throw refuse(fileChanged())
    for await (const block of createReadStream(path, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
      bytes += block.length
      const text = decoder.write(block)
      yield skip === 0 ? text : text.slice(skip)
      skip = Math.max(0, skip - text.length)
    }
  } catch (error) {
    throw refusedBy(path, error)
  }
  const last = decoder.end() ?? ''
  if (last !== '') yield last.slice(skip)
  if (bytes !== seen.bytes) throw refuse(fileChanged())
}

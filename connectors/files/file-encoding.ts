import { basename } from 'node:path'
import { type ReadFault, SourceRefused } from '../../core/source.ts'
import type { Charset } from '../text/charset.ts'
import { encodingOfFile, type Verdict } from '../text/detect.ts'
import type { TextEncoding } from '../text/encoding.ts'
import { textEncodings } from '../text/encodings.ts'
import { touchedWords } from '../text/evidence.ts'
import { windows1258 } from '../text/windows-1258.ts'
import { encodingMismatch, undecodableBytes, unknownEncoding } from './faults.ts'
import { sampleOf } from './sample.ts'
import { bytesUsed, firstOutside, type Survey } from './survey.ts'

/** How the bytes of one file are read. */
export interface FileEncoding {
  readonly name: string
  readonly charset: Charset
  /** Decodes every cell of the file; null where the charset says it all. */
  readonly cells: TextEncoding | null
  readonly confidence: number
}

const refusal = (path: string, fault: ReadFault) => new SourceRefused(basename(path), [fault])
const scores = ({ tried }: Verdict) =>
  tried
    .slice(0, 5)
    .map(({ encoding, after }) => `${encoding.name} ${after.toFixed(2)}`)
    .join(', ') || 'không có ứng viên (none)'

/** Throws SourceRefused when the bytes are no text, or text that nothing or too much explains. */
export async function findEncoding(path: string, survey: Survey): Promise<FileEncoding> {
  const { charset, bad } = survey
  if (charset !== 'latin1') {
    if (bad !== null) throw refusal(path, unknownEncoding(bad, `${charset} 0.00`))
    return { name: charset, charset, cells: null, confidence: 1 }
  }
  const verdict = await judgeFile(path, survey)
  if (verdict.encoding === null) throw refusal(path, unknownEncoding(bad!, scores(verdict)))
  return { name: verdict.encoding.name, charset, cells: verdict.encoding, confidence: verdict.confidence }
}

/** The same for an encoding that the source declares: believed unless the bytes contradict it. */
export async function declaredEncoding(path: string, survey: Survey, name: string): Promise<FileEncoding> {
  const { charset, bad, isAscii } = survey
  const cells = textEncodings.find((encoding) => encoding.name === name) ?? null
  const wanted = cells === null ? name : cells.ofFiles ? 'latin1' : 'utf-8'
  if (wanted === charset && bad !== null && cells === null) throw refusal(path, undecodableBytes(name, bad))
  if (isAscii) return { name, charset: 'utf-8', cells, confidence: 1 }
  if (wanted === 'utf-8' && charset === 'latin1') throw refusal(path, undecodableBytes(name, bad!))
  if (wanted !== charset) {
    throw refusal(path, encodingMismatch(name, charset === 'latin1' ? 'văn bản 8 bit (8-bit text)' : charset))
  }
  if (cells === null || charset !== 'latin1') return { name, charset, cells, confidence: 1 }
  const outside = await firstOutside(path, cells.bytes)
  if (outside !== null) throw refusal(path, undecodableBytes(name, outside))
  const verdict = await judgeFile(path, survey)
  const declared = verdict.tried.find(({ encoding }) => encoding === cells)
  const share = declared?.after ?? 0
  const isOther = verdict.encoding !== null && verdict.encoding.family !== cells.family
  if (isOther && share < verdict.confidence / 2) throw refusal(path, encodingMismatch(name, verdict.encoding!.name))
  return { name, charset, cells, confidence: share }
}

/** Encodings to which a byte of the file means nothing are out before any word is looked at. */
async function judgeFile(path: string, { bytes }: Survey): Promise<Verdict> {
  const used = await bytesUsed(path)
  const { head, others } = await sampleOf(path, bytes, 'latin1')
  // A stretch starts and ends inside a word. All encodings of files look at the same words, so they are cut once.
  const inner = others.map((text) => text.slice(text.indexOf('\n') + 1, text.lastIndexOf('\n') + 1))
  const words = [...touchedWords(windows1258, `${head}\n${inner.join('\n')}`.split('\n'))]
  return encodingOfFile(words, (encoding) => [...used].some((byte) => !encoding.bytes.has(byte)))
}

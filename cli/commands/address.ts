import type { Command } from 'commander'
import { Failure } from '../../core/errors.ts'
import type { Page } from '../../core/source.ts'
import type { Located } from '../../schemas/places/answer.ts'
import { loadPlaces } from '../../schemas/places/dataset.ts'
import { locatorOf, type PlaceStatement } from '../../schemas/places/locate.ts'
import { dateWritten } from '../../schemas/places/period.ts'
import type { Subject } from '../../schemas/places/resolution.ts'
import { faultSentence, known, openExtract, orRefusal, printable } from '../extract.ts'
import { Outlet } from '../outlet.ts'

const SUBJECTS: readonly Subject[] = ['person', 'parcel', 'organisation']
const COLUMNS = ['code', 'text', 'as_of'] as const

const EXAMPLE = `
Ví dụ (examples):
  sogoc address "phường Hòa Thuận, TP. Tam Kỳ, Quảng Nam" --as-of 2023-01-01
  sogoc address 20335 --as-of 30/06/2025
  sogoc address "20335 Phường Bàn Thạch" --json
  sogoc address --file dia-chi.csv --json > ket-qua.jsonl

TEXT là địa chỉ ba cấp cũ, hai cấp mới, một tên xã hay tỉnh, một mã 5 chữ số, hoặc mã kèm tên.
Tệp có ba cột ${COLUMNS.join(', ')}; ô nào cũng có thể trống. Ngày ghi 2025-06-30, 30/06/2025, 06/2025 hoặc 2025.
Với --json, mỗi dòng một đối tượng { status, units: [{ code, name, provinceCode }], why }; status là
  unchanged            vẫn địa giới cũ, có khi đổi tên hoặc loại
  merged               nằm trọn trong đơn vị mới
  split-by-population  bị chia, nhưng toàn bộ dân về một đơn vị (chỉ đúng với người: --subject person)
  ambiguous            nhiều khả năng, units là tất cả: không đoán
  unknown              không xác định được, units rỗng
Mã thoát: 0 đã trả lời; 1 có dòng hoặc tệp không đọc được; 2 lệnh sai.
(Exit code: 0 answered, 1 a row or the file could not be read, 2 wrong request.)`

interface Options {
  readonly file?: string
  readonly asOf?: string
  readonly subject: string
  readonly json?: boolean
}

export const address = (program: Command): void => {
  program
    .command('address')
    .description('tên hoặc mã nơi chốn → đơn vị hành chính hôm nay (a place name or code → the unit of today)')
    .argument('[text]', 'địa chỉ, tên hoặc mã (an address, a name or a code)')
    .option('--file <csv>', `tệp có các cột ${COLUMNS.join(', ')} (a file of places)`)
    .option('--as-of <date>', 'ngày mà tên hoặc mã còn dùng (the day at which it held)')
    .option('--subject <kind>', `hỏi cho ai: ${SUBJECTS.join(' | ')}`, 'person')
    .option('--json', 'mỗi dòng một đối tượng JSON (one object per row)')
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run(text: string | undefined, options: Options): Promise<void> {
  const subject = known('Đối tượng', options.subject, SUBJECTS) as Subject
  const asOf = options.asOf === undefined ? null : dateOf(options.asOf)
  if ((text === undefined) === (options.file === undefined))
    throw wrong('cần hoặc TEXT, hoặc --file, không cả hai (give either TEXT or --file)')
  const out = new Outlet()
  const locate = locatorOf(loadPlaces())
  const show = options.json ? jsonLine : paragraph
  if (text !== undefined) return out.put([show(text, locate({ code: '', text, asOf, subject }))])
  const file = options.file!
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const delivery = await openExtract(file)
      const at = columnsOf(delivery.columns)
      for await (const page of delivery.pages()) {
        if (page.faults.length > 0) process.exitCode = 1
        await out.put(answers(page, at, { asOf, subject }, locate, show))
        if (!out.isOpen) return
      }
    },
  )
}

type Places = { readonly [K in (typeof COLUMNS)[number]]: number }

function columnsOf(columns: readonly string[]): Places {
  const names = columns.map((name) => name.toLowerCase())
  const missing = COLUMNS.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw wrong(
      `tệp thiếu cột ${missing.join(', ')}; tệp có: ${columns.join(', ')}. Thêm cột, để trống cũng được. (Missing columns.)`,
    )
  return { code: names.indexOf('code'), text: names.indexOf('text'), as_of: names.indexOf('as_of') }
}

type Locate = (statement: PlaceStatement) => Located
type Show = (said: string, located: Located) => string

/** One answer for every record in the order of the file; a record that cannot be read is an unknown place. */
function answers(
  page: Page,
  at: Places,
  given: Pick<PlaceStatement, 'asOf' | 'subject'>,
  locate: Locate,
  show: Show,
): readonly string[] {
  const found = page.rows.map((row, i) => {
    const [code = '', text = '', stated = ''] = [row[at.code], row[at.text], row[at.as_of]]
    const asOf = stated.trim() === '' ? given.asOf : dateWritten(stated)
    const said = [code, text, stated].filter((cell) => cell.trim() !== '').join(' · ')
    const answer: Located =
      asOf === null && stated.trim() !== ''
        ? { status: 'unknown', units: [], why: `Không xác định được: "${printable(stated)}" không phải ngày có thật.` }
        : locate({ code, text, asOf, subject: given.subject })
    return { line: page.lines[i]!, shown: show(said, answer) }
  })
  const unread = page.faults.map((fault) => ({
    line: fault.line!,
    shown: show(`dòng ${fault.line}`, { status: 'unknown', units: [], why: faultSentence('')(fault) }),
  }))
  return [...found, ...unread].sort((a, b) => a.line - b.line).map(({ shown }) => shown)
}

const jsonLine: Show = (_said, { status, units, why }) => JSON.stringify({ status, units, why })

const LABELS: Readonly<Record<Located['status'], string>> = {
  unchanged: 'không đổi (unchanged)',
  merged: 'nhập vào (merged)',
  'split-by-population': 'bị chia, dân về một nơi (split-by-population)',
  ambiguous: 'chưa rõ, nhiều khả năng (ambiguous)',
  unknown: 'không xác định được (unknown)',
}

const paragraph: Show = (said, { status, units, why }) =>
  [
    printable(said),
    `  ${LABELS[status]}${units.length === 0 ? '' : ':'}`,
    ...units.map(({ code, name, provinceCode }) => `    ${code}  ${name}  (tỉnh ${provinceCode})`),
    `  ${printable(why)}`,
    '',
  ].join('\n')

function dateOf(given: string): string {
  const date = dateWritten(given)
  if (date === null)
    throw wrong(`--as-of ${given}: không phải ngày có thật; ghi 2025-06-30, 30/06/2025, 06/2025 hoặc 2025 (not a date)`)
  return date
}

const wrong = (problems: string): Failure => new Failure('InvalidInput', { problems })

import { type Command, InvalidArgumentError, Option } from 'commander'
import { generateProvince, type Province } from '../../bench/province/generate.ts'
import { PROFILES, type Profile } from '../../bench/province/rates.ts'
import { readRates } from '../../bench/province/rates-file.ts'
import { grouped, put, say, table } from '../print.ts'

/** Milliseconds. */
const SECOND = 1000

interface Options {
  readonly persons: number
  readonly seed: number
  readonly out: string
  readonly nights: number
  readonly date?: string
  readonly profile: Profile
  readonly rates?: string
  readonly civilServants?: number
  readonly parcels?: number
  readonly changeRate?: number
  readonly xlsx?: boolean
  readonly json?: boolean
}

const EXAMPLE = `
Ví dụ: sogoc generate --persons 20000 --seed 7 --out .sogoc/tinh-mau --nights 2

Mỗi đêm một thư mục theo ngày với ba tệp trích xuất đầy đủ (home-affairs, residence, land), mỗi tệp kèm
<tệp>.manifest.json { rows, sha256, complete }; đáp án nằm riêng trong truth/ (ai là ai, giá trị thật, lỗi đã gieo, việc
xảy ra giữa hai đêm), cây tổ chức quốc gia trong reference/organisation-tree.csv. Cùng --seed và số lượng thì từng byte giống nhau. Mọi dữ liệu đều là tổng hợp.
(Synthetic registers of one province with known truth. Same seed, same bytes.)`

export const generate = (program: Command): void => {
  program
    .command('generate')
    .description('tỉnh tổng hợp với đáp án biết trước (a synthetic province with known truth)')
    .requiredOption('--persons <n>', 'số người cư trú', wholeNumber)
    .option('--seed <s>', 'hạt giống ngẫu nhiên', wholeNumber, 1)
    .requiredOption('--out <dir>', 'thư mục ghi ra')
    .option('--nights <n>', 'số đêm, mỗi đêm khoảng 1 % số dòng thay đổi', wholeNumber, 1)
    .option('--date <yyyy-mm-dd>', 'ngày của đêm đầu (mặc định 2026-11-21)')
    .addOption(new Option('--profile <name>', 'mức làm sạch đất đai').choices(Object.keys(PROFILES)).default('raw'))
    .option('--rates <file>', 'tỷ lệ lỗi riêng, JSON theo phần trăm: {"land":{"E1":5}}')
    .option('--civil-servants <n>', 'số cán bộ (mặc định 15 % số người)', wholeNumber)
    .option('--parcels <n>', 'số thửa (mặc định 0,6 thửa mỗi người)', wholeNumber)
    .option('--change-rate <share>', 'phần số dòng thay đổi mỗi đêm (mặc định 0.01)', share)
    .option('--xlsx', 'ghi thêm home-affairs-<ngày>.xlsx: ô ngày kiểu bảng tính, số mất số 0 đầu')
    .option('--json', 'mỗi tệp một đối tượng JSON, cuối cùng là tổng')
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run({ rates, date, json, ...options }: Options): Promise<void> {
  const started = performance.now()
  const province = await generateProvince({
    ...options,
    ...(date !== undefined && { firstDate: date }),
    ...(rates !== undefined && { rates: await readRates(rates) }),
    ...(process.stderr.isTTY && { onProgress: progress(options.persons, started) }),
  })
  const seconds = (performance.now() - started) / SECOND
  if (json) report(province, seconds)
  else show(province, seconds)
}

function report({ nights, ...counts }: Province, seconds: number): void {
  for (const { date, files } of nights) for (const file of files) put(JSON.stringify({ date, ...file }))
  put(JSON.stringify({ ...counts, nights: nights.length, seconds: Number(seconds.toFixed(3)) }))
}

function show({ nights, persons, households, civilServants, parcels }: Province, seconds: number): void {
  const files = nights.flatMap(({ date, files }) => files.map(({ source, rows, path }) => [date, source, rows, path]))
  put(table(['đêm', 'nguồn', 'số dòng', 'tệp'], files))
  const counts = [
    `${grouped(persons)} người`,
    `${grouped(households)} hộ`,
    `${grouped(civilServants)} cán bộ`,
    `${grouped(parcels)} thửa`,
  ]
  say(`${counts.join(', ')} trong ${seconds.toFixed(1)} giây`)
}

/** One line that rewrites itself, with rate and time left. */
function progress(persons: number, started: number): (done: number) => void {
  let shown = 0
  return (done) => {
    const now = performance.now()
    if (done < persons && now - shown < SECOND / 4) return
    shown = now
    const rate = done / ((now - started) / SECOND)
    const left = Math.ceil((persons - done) / rate)
    process.stderr.write(
      `\r${grouped(done)} / ${grouped(persons)} người, ${grouped(Math.round(rate))}/giây, còn ${left} giây  `,
    )
    if (done >= persons) process.stderr.write('\n')
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(`${text} không phải số nguyên không âm.`)
  return Number(text)
}

function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 0.5))
    throw new InvalidArgumentError(`${text} không nằm trong khoảng 0 đến 0.5.`)
  return value
}

import { type BlockReport, type LargeKey, reportBlocks } from '../../engine/matching/block-report.ts'
import { blocksOf } from '../../engine/matching/blocking.ts'
import { rulesOf } from '../../engine/matching/intake.ts'
import { keyTexts } from '../../engine/matching/part-keys.ts'
import { readSpec } from '../../engine/matching/spec.ts'
import { orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped, table } from '../print.ts'
import { readJson } from './folder.ts'
import { type Loaded, load, Names, truthOf } from './load.ts'
import { progressOn } from './progress.ts'

export interface BlocksOptions {
  readonly spec: string
  readonly truth?: string
  /** Only pairs across the files. */
  readonly link?: boolean
  readonly budget: number
  readonly json?: boolean
}

/** `sogoc match blocks`: what each block rule costs and brings, before anything is scored. Refuses nothing. */
export async function blocks(files: readonly string[], options: BlocksOptions): Promise<void> {
  const out = new Outlet()
  const spec = readSpec(readJson(options.spec, 'Khai báo (spec)'))
  const progress = progressOn(process.stderr)
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const loaded = await load(spec, files, {
        isLink: options.link === true,
        truth: options.truth,
        progress,
      })
      const { records } = loaded.taken
      progress.stage('Đếm cặp (counting pairs)', 'cặp')
      const truth = options.truth === undefined ? null : truthOf(loaded, options.truth).ids
      const report = reportBlocks(records, blocksOf(records.blocks, records.size), truth)
      progress.end()
      const shown = withKeys(loaded, report)
      if (options.json) await out.put([JSON.stringify({ name: spec.name, records: records.size, ...shown })])
      else await out.put(text(shown, records.size, options.budget))
    },
  )
}

interface KeyShown {
  readonly key: readonly string[]
  readonly records: number
  readonly isHot: boolean
  readonly example: string
}

type Shown = Omit<BlockReport, 'rules'> & {
  readonly rules: readonly (Omit<BlockReport['rules'][number], 'largest'> & { readonly largest: readonly KeyShown[] })[]
}

/** Keys as people read them. */
function withKeys(loaded: Loaded, report: BlockReport): Shown {
  const { spec, taken } = loaded
  const names = new Names(loaded)
  const rules = rulesOf(spec)
  const shown = (r: number, { example, entry, records, isHot }: LargeKey): KeyShown => {
    const texts = keyTexts(rules[r]!.parts, (name) => taken.columns.get(name)!, spec.lists, example)
    return { key: texts[entry] ?? [], records, isHot, example: names.key(example) }
  }
  return {
    ...report,
    rules: report.rules.map((rule, r) => ({ ...rule, largest: rule.largest.map((key) => shown(r, key)) })),
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

function text({ rules, pairs, unreached, truth }: Shown, records: number, budget: number): readonly string[] {
  const header = [
    'quy tắc (rule)',
    'cặp (pairs)',
    'cặp mới (new)',
    'không khóa (no key)',
    ...(truth ? ['đúng mới (new recall)', 'đúng cộng dồn (recall so far)', 'chỉ nhờ nó (alone)'] : []),
    'khóa lớn nhất (largest key)',
  ]
  const rows = rules.map(({ name, largest, truth: own, ...rule }) => [
    name,
    rule.pairs,
    `${rule.isEstimate ? '≈ ' : ''}${grouped(rule.fresh)}`,
    percent(rule.keylessShare),
    ...(own ? [percent(own.fresh), percent(own.sofar), percent(own.alone)] : []),
    largest[0]
      ? `${largest[0].key.join(' + ')}: ${grouped(largest[0].records)}${largest[0].isHot ? ' (bỏ, set aside)' : ''}`
      : '',
  ])
  const total = rules.reduce((sum, rule) => sum + rule.pairs, 0)
  return [
    table(header, rows),
    '',
    `${grouped(pairs)} cặp khác nhau trên ${grouped(records)} bản ghi; ${grouped(unreached)} bản ghi không gặp ai (distinct pairs; records that meet nobody)`,
    ...(truth
      ? [
          `Cặp đúng gặp nhau: ${percent(truth.recall)} của ${grouped(truth.pairs)}; bắc cầu được: ${percent(truth.ceiling)} (recall of the blocks, and its ceiling after closure)`,
        ]
      : []),
    ...(total > budget
      ? [
          `Vượt ngân sách ${grouped(budget)} cặp: sogoc match dedupe sẽ từ chối (over the budget: a run would be refused)`,
        ]
      : []),
  ]
}

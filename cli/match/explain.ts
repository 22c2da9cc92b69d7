import { writeFileSync } from 'node:fs'
import { waterfall } from '../../engine/matching/charts.ts'
import { howOf } from '../../engine/matching/cluster.ts'
import { createExplainer } from '../../engine/matching/explain.ts'
import { FATE, fateName } from '../../engine/matching/fates.ts'
import { type Meeting, meetingsOf } from '../../engine/matching/meetings.ts'
import { bits } from '../../engine/matching/model.ts'
import { membersOf, type Why, whyOf } from '../../engine/matching/why.ts'
import { orRefusal, printable } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped, say, table } from '../print.ts'
import { FATES_SAID } from './fates-said.ts'
import { refuse } from './folder.ts'
import { cellOf, Names } from './load.ts'
import { progressOn } from './progress.ts'
import { clusterOptionsOf, type Run } from './run.ts'
import { reopen } from './saved.ts'

export interface ExplainOptions {
  readonly out: string
  readonly svg?: string
  readonly workers: number
  readonly json?: boolean
}

/** `sogoc match explain A B`: why two records of a finished run are together or apart. */
export async function explain(left: string, right: string, options: ExplainOptions): Promise<void> {
  const out = new Outlet()
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const run = await reopen(options.out, { progress: progressOn(process.stderr), workers: options.workers })
      const names = new Names(run)
      const [a, b] = [names.number(left), names.number(right)]
      if (a === b)
        refuse(`"${left}" và "${right}" là một bản ghi; nêu hai bản ghi khác nhau. (Both are one record; name two.)`)
      const told = story(run, names, a, b)
      if (options.svg !== undefined) {
        writeFileSync(options.svg, waterfall(told))
        say(`Đã vẽ ${options.svg} (drawn)`)
      }
      await out.put(options.json ? [JSON.stringify(told)] : text(told))
    },
  )
}

type Story = ReturnType<typeof story>

/** Everything there is to say of a pair: facts, levels, weights, keys, decision, and how the clusters came to be. */
function story(run: Run, names: Names, a: number, b: number) {
  const { taken, model, resolution, spec, blocks, comparisons } = run
  const { clusterOf } = resolution.clustering
  const explained = createExplainer(taken.records.names, model, resolution)(a, b)
  const clusters = clusterOf[a] === clusterOf[b] ? [a] : [a, b]
  return {
    ...explained,
    why: whyOf(model, resolution, a, b),
    facts: comparisons.map(({ name }, c) => ({
      comparison: name,
      left: cellOf(taken.records.columns[c]!, a),
      right: cellOf(taken.records.columns[c]!, b),
    })),
    keys: meetingsOf(spec, taken, { layout: resolution.layout, hot: blocks.hot }, a, b),
    how: clusters.map((record) => how(run, names, record)),
  }
}

/** How a cluster came about: its joins and the meetings that were denied it, in their order. */
interface How {
  readonly cluster: string
  readonly records: number
  readonly steps: readonly Step[]
}

interface Step {
  /** Records of the two groups. */
  readonly left: readonly string[]
  readonly right: readonly string[]
  /** Mean weight of all pairs between them, in bits. */
  readonly mean: number
  /** `joined`, or what kept them apart at that point. */
  readonly fate: string
}

function how(run: Run, names: Names, record: number): How {
  const { clustering, edges } = run.resolution
  const groups = new Map<number, readonly number[]>()
  const groupOf = (smallest: number): readonly number[] => groups.get(smallest) ?? [smallest]
  const steps = howOf(record, run.taken.records.size, edges, clusterOptionsOf(run)).map(
    ({ left, right, mean, fate }): Step => {
      const [xs, ys] = [groupOf(left), groupOf(right)]
      if (fate === FATE.joined)
        groups.set(
          Math.min(left, right),
          [...xs, ...ys].sort((a, b) => a - b),
        )
      const told = (group: readonly number[]) => group.map((own) => names.full(own))
      return { left: told(xs), right: told(ys), mean: bits(mean), fate: fateName(fate) }
    },
  )
  return {
    cluster: names.full(clustering.clusterOf[record]!),
    records: membersOf(clustering.clusterOf, record).length,
    steps,
  }
}

const signed = (bits: number): string => `${bits < 0 ? '' : '+'}${bits.toFixed(2)}`
const SHOWN = 40
const cut = (text: string): string => printable(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

function text(told: Story): readonly string[] {
  const { left, right, decision, total, probability, bars, facts, keys, prior } = told
  const rows = bars.map(({ comparison, level, label, bits, terms }, c) => [
    comparison,
    cut(facts[c]!.left),
    cut(facts[c]!.right),
    level,
    label,
    signed(bits),
    terms === 0 ? '' : signed(terms),
  ])
  return [
    `${left} – ${right}: ${decision === 'together' ? 'CÙNG MỘT CỤM (together)' : 'KHÁC CỤM (apart)'}, ${signed(total)} bit, xác suất ${probability.toFixed(6)}`,
    sentence(told.why),
    '',
    table(
      ['so sánh', 'bên trái (left)', 'bên phải (right)', 'mức (level)', '', 'bit', 'tần suất (tf)'],
      [['trước khi so (prior)', '', '', '', '', signed(prior), ''], ...rows],
    ),
    '',
    table(
      ['quy tắc khối (block rule)', 'kết quả', 'khóa (key)'],
      keys.map((own) => [own.rule, meetingText(own), cut((own.key ?? []).join(' + '))]),
    ),
    ...told.how.flatMap(howText),
  ]
}

function sentence(why: Why): string {
  switch (why.code) {
    case 'joined':
      return 'Cặp này đủ mạnh và cả cụm đồng ý. (The pair is strong enough, and the cluster agrees.)'
    case 'joined-by-others':
      return 'Cặp này không tự ghép được; các bản ghi khác trong cụm nối hai bên. (Other records of the cluster join the two.)'
    case 'never-met':
      return `Chưa từng được so: không có khóa chung nào. Nếu so thì được ${signed(why.wouldWeigh)} bit. (Never met in a block.)`
    case 'too-weak':
      return `Chưa đủ ngưỡng; nặng nhất là ${why.comparison} ở mức "${why.level}": ${signed(why.bits)} bit. (Under the threshold; the level that sank it is named.)`
    case 'refused':
      return `Bị giữ tách: ${FATES_SAID[why.fate] ?? why.fate}. (Kept apart: ${why.fate}.)`
    case 'outvoted':
      return `Cặp đủ mạnh, nhưng hai cụm (${why.sizes.join(' và ')} bản ghi) trung bình chỉ ${signed(why.mean)} bit: mỗi bên đã ghép nơi khác. (Joined elsewhere: the clusters as a whole do not say "the same".)`
  }
}

function meetingText({ outcome, records, left, right }: Meeting): string {
  const count = grouped(records ?? 0)
  switch (outcome) {
    case 'shared':
      return `gặp nhau, ${count} bản ghi cùng khóa (met)`
    case 'hot':
      return `cùng khóa nhưng quá đông: ${count} bản ghi (key set aside)`
    case 'idle':
      return 'khóa dài thêm, không cần tới (longer key, not needed)'
    case 'differ':
      return `khóa khác nhau (keys differ): ${cut((left[0] ?? []).join(' + '))} / ${cut((right[0] ?? []).join(' + '))}`
    case 'no key':
      return `${left.length === 0 ? 'bên trái' : 'bên phải'} không có khóa (no key)`
  }
}

function howText({ cluster, records, steps }: How): readonly string[] {
  const title = `Cụm ${cluster}, ${grouped(records)} bản ghi (how it joined):`
  if (steps.length === 0) return ['', `${title} chưa ghép với ai (alone)`]
  const group = (names: readonly string[]): string =>
    names.length > 4 ? `${names.slice(0, 3).join(', ')} … (${names.length})` : names.join(', ')
  return [
    '',
    title,
    ...steps.map(
      ({ left, right, mean, fate }, n) =>
        `${String(n + 1).padStart(4)}. [${group(left)}] + [${group(right)}]: trung bình ${signed(mean)} bit${fate === 'joined' ? '' : `, KHÔNG ghép (${FATES_SAID[fate] ?? fate})`}`,
    ),
  ]
}

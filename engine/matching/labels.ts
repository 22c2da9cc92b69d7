import { Failure } from '../../core/errors.ts'

/** Why a pair was shown to whoever labelled it: `review` is a doubtful pair, near the threshold; `random` is drawn by chance. */
export type Reason = 'review' | 'random' | 'given'

/** What a person, or another system, says of two records. */
export interface Label {
  readonly left: Named
  readonly right: Named
  /** How sure it is that they are the same: 1 same, 0 different. */
  readonly share: number
  readonly reason: Reason
  /** Who said so and when, as the file has it. */
  readonly who: string
  readonly when: string
}

/** A record by its key, with the table it stands in where the label says so. */
export interface Named {
  readonly key: string
  readonly source: string
}

export interface Labels {
  readonly pairs: readonly Label[]
  /** Whole entities: the keys of their records. */
  readonly clusters: readonly (readonly string[])[]
}

const WORDS: Readonly<Record<string, number>> = { same: 1, different: 0, true: 1, false: 0, giống: 1, khác: 0 }
const FAULTS_SHOWN = 5

/**
 * Reads labels from a table, by its header: pairs (`left, right, label` and, where they are, `reason, who, when`), whole
 * partitions (`record, cluster`), or Splink's labels (`unique_id_l, unique_id_r, clerical_match_score` with
 * `source_dataset_l, source_dataset_r`). A label is 1, 0, a share between, `same` or `different`.
 *
 * Throws InvalidInput for another header, and for cells that are no label, with their lines.
 */
export function readLabels(header: readonly string[], rows: Iterable<readonly string[]>): Labels {
  const at = new Map(header.map((name, c) => [name.trim().toLowerCase(), c]))
  const has = (...names: readonly string[]): boolean => names.every((name) => at.has(name))
  if (has('record', 'cluster'))
    return { pairs: [], clusters: readClusters(rows, at.get('record')!, at.get('cluster')!) }
  const splink = has('unique_id_l', 'unique_id_r')
  const judged = ['label', 'clerical_match_score', 'score', 'match'].find((name) => at.has(name))
  if (!judged || !(splink || has('left', 'right')))
    throw new Failure('InvalidInput', {
      problems: `Tệp nhãn có các cột ${header.join(', ')}. Cần left, right, label; hoặc record, cluster; hoặc unique_id_l, unique_id_r, clerical_match_score như Splink. (These columns are no labels.)`,
    })
  const cell = (row: readonly string[], name: string): string => row[at.get(name) ?? -1]?.trim() ?? ''
  const [left, right] = splink ? ['unique_id_l', 'unique_id_r'] : ['left', 'right']
  const faults: string[] = []
  const pairs: Label[] = []
  let line = 1
  for (const row of rows) {
    line++
    const share = shareOf(cell(row, judged))
    const own = { left: cell(row, left!), right: cell(row, right!) }
    if (share === null || own.left === '' || own.right === '') faults.push(`${line}`)
    else
      pairs.push({
        left: { key: own.left, source: cell(row, 'source_dataset_l') },
        right: { key: own.right, source: cell(row, 'source_dataset_r') },
        share,
        reason: reasonOf(cell(row, 'reason')),
        who: cell(row, 'who'),
        when: cell(row, 'when'),
      })
  }
  if (faults.length > 0)
    throw new Failure('InvalidInput', {
      problems: `Tệp nhãn: ${faults.length} dòng không đọc được (dòng ${faults.slice(0, FAULTS_SHOWN).join(', ')}${faults.length > FAULTS_SHOWN ? ', …' : ''}). Cột ${judged} cần 1, 0, số ở giữa, same hoặc different, và hai khóa không trống. (Lines without two keys and a label.)`,
    })
  return { pairs, clusters: [] }
}

function shareOf(text: string): number | null {
  const word = WORDS[text.toLowerCase()]
  if (word !== undefined) return word
  const share = text === '' ? Number.NaN : Number(text)
  return share >= 0 && share <= 1 ? share : null
}

const reasonOf = (text: string): Reason => (text === 'review' || text === 'random' ? text : 'given')

/** Records without a cluster are not labelled. */
function readClusters(rows: Iterable<readonly string[]>, record: number, cluster: number): string[][] {
  const found = new Map<string, string[]>()
  for (const row of rows) {
    const [key, of] = [row[record]?.trim() ?? '', row[cluster]?.trim() ?? '']
    if (key === '' || of === '') continue
    const members = found.get(of)
    if (members) members.push(key)
    else found.set(of, [key])
  }
  return [...found.values()]
}

/** What reviewers decided: records of one group are one entity, groups of one decision are different ones. */
export interface Decided {
  readonly kind: string
  readonly groups: readonly (readonly string[])[]
  readonly actor?: string
  readonly when?: string
}

/** Decisions as labels. They were asked because they were doubtful, so they are no random sample: the reason says so. */
export function labelsOfDecisions(decisions: Iterable<Decided>): Label[] {
  const labels: Label[] = []
  for (const { kind, groups, actor = '', when = '' } of decisions) {
    if (kind !== 'same' && kind !== 'different') continue
    const members = groups.flatMap((group, g) => group.map((key) => ({ key, g })))
    members.forEach((a, i) => {
      for (const b of members.slice(i + 1))
        labels.push({
          left: { key: a.key, source: '' },
          right: { key: b.key, source: '' },
          share: a.g === b.g ? 1 : 0,
          reason: 'review',
          who: actor,
          when,
        })
    })
  }
  return labels
}

/** A label on record numbers. */
export interface PlacedLabel {
  readonly left: number
  readonly right: number
  readonly share: number
  readonly reason: Reason
}

/** Largest entity of which every pair counts; of a larger one this many records, those with the smallest keys. */
const MEMBERS_MOST = 200

/**
 * Labels on the records of a run, by name. Of two tables names are `table:key`, as Splink's source columns give them.
 * `unknown` counts what names no record, or one record twice.
 */
export function placeLabels(
  { pairs, clusters }: Labels,
  names: Iterable<string>,
): { readonly pairs: readonly PlacedLabel[]; readonly unknown: number } {
  const numbers = new Map<string, number>()
  let record = 0
  for (const name of names) numbers.set(name, record++)
  const find = ({ key, source }: Named): number =>
    numbers.get(source ? `${source}:${key}` : key) ?? numbers.get(key) ?? -1
  const placed: PlacedLabel[] = []
  let unknown = 0
  for (const { left, right, share, reason } of pairs) {
    const [a, b] = [find(left), find(right)]
    if (a < 0 || b < 0 || a === b) unknown++
    else placed.push({ left: a, right: b, share, reason })
  }
  for (const keys of clusters) {
    const members = [...new Set(keys.map((key) => numbers.get(key) ?? -1))].filter((record) => record >= 0)
    unknown += keys.length - members.length
    const kept = members.sort((a, b) => a - b).slice(0, MEMBERS_MOST)
    kept.forEach((left, i) => {
      for (const right of kept.slice(i + 1)) placed.push({ left, right, share: 1, reason: 'given' })
    })
  }
  return { pairs: placed, unknown }
}

import { grouped } from './components.ts'

/** Precision, recall and their harmonic mean, 0 to 1. Nothing found or nothing to find counts as 1. */
export interface Quality {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Counts of pairs behind a quality: those found that are true, all found, all true. */
export interface PairQuality extends Quality {
  readonly found: number
  readonly predicted: number
  readonly true: number
}

export interface Evaluation {
  /** Records whose truth is known; no other counts. */
  readonly records: number
  /** Over pairs of records, from the contingency table of predicted and true clusters. */
  readonly pairwise: PairQuality
  /** Mean over records (Bagga and Baldwin 1998). */
  readonly bcubed: Quality
  /** Clusters made, single records included, and entities that there are. */
  readonly clusters: number
  readonly entities: number
  /** Share of the entities that are one cluster and nothing else. */
  readonly exactClusters: number
  /** Clusters that hold records of several entities, and entities whose records lie in several clusters. */
  readonly overMerged: number
  readonly split: number
  readonly largest: number
}

const choose2 = (n: number): number => (n * (n - 1)) / 2
const harmonic = (p: number, r: number): number => (p + r ? (2 * p * r) / (p + r) : 0)

export function pairQuality(found: number, predicted: number, real: number): PairQuality {
  const precision = predicted ? found / predicted : 1
  const recall = real ? found / real : 1
  return { precision, recall, f1: harmonic(precision, recall), found, predicted, true: real }
}

/**
 * Compares a partition with the truth: numbers from 0 by record, -1 in `truth` leaves the record out. With `sources` only
 * pairs of different sources count as pairs. Time and memory grow with the records alone: a few columns of numbers.
 */
export function evaluate(
  predicted: ArrayLike<number>,
  truth: ArrayLike<number>,
  sources: ArrayLike<number> | null = null,
): Evaluation {
  const kept = Int32Array.from({ length: truth.length }, (_, record) => record).filter((record) => truth[record]! >= 0)
  const ours = numbered(kept, predicted)
  const theirs = numbered(kept, truth)
  const entities = theirs.sizes.length
  const seen = { found: 0, p: 0, r: 0, exact: 0, overMerged: 0, largest: 0 }
  const parts = new Int32Array(entities)
  eachCell(ours, theirs, (n, cluster, entity, cells) => {
    const [size, real] = [ours.sizes[cluster]!, theirs.sizes[entity]!]
    seen.found += choose2(n)
    seen.p += (n * n) / size
    seen.r += (n * n) / real
    parts[entity]!++
    if (n === size && n === real) seen.exact++
    if (cells === 2) seen.overMerged++
    if (size > seen.largest) seen.largest = size
  })
  const records = kept.length
  const within = sources ? withinSources(kept, ours, theirs, sources) : { found: 0, predicted: 0, true: 0 }
  const mean = (sum: number): number => (records ? sum / records : 1)
  return {
    records,
    pairwise: pairQuality(seen.found - within.found, pairsOf(ours) - within.predicted, pairsOf(theirs) - within.true),
    bcubed: { precision: mean(seen.p), recall: mean(seen.r), f1: harmonic(mean(seen.p), mean(seen.r)) },
    clusters: ours.sizes.length,
    entities,
    exactClusters: entities ? seen.exact / entities : 1,
    overMerged: seen.overMerged,
    split: parts.reduce((sum, n) => (n > 1 ? sum + 1 : sum), 0),
    largest: seen.largest,
  }
}

/** Groups of records numbered from 0 without gaps, and how many each has. */
interface Numbered {
  readonly of: Int32Array
  readonly sizes: Int32Array
}

function numbered(kept: Int32Array, by: ArrayLike<number>): Numbered {
  let most = -1
  for (const record of kept) if (by[record]! > most) most = by[record]!
  const number = new Int32Array(most + 1).fill(-1)
  let count = 0
  const of = kept.map((record) => {
    const own = by[record]!
    if (number[own] === -1) number[own] = count++
    return number[own]!
  })
  return { of, sizes: sizesOf(of, count) }
}

function sizesOf(of: Int32Array, count: number): Int32Array {
  const sizes = new Int32Array(count)
  for (const group of of) sizes[group]!++
  return sizes
}

const pairsOf = ({ sizes }: Numbered): number => sizes.reduce((sum, n) => sum + choose2(n), 0)

/** Visits the cells of the table of two partitions that hold a record; `cells` counts those of the cluster so far. */
function eachCell(
  ours: Numbered,
  theirs: Numbered,
  visit: (n: number, ours: number, theirs: number, cells: number) => void,
): void {
  const { start, items } = grouped(ours.of, ours.sizes.length)
  const counts = new Int32Array(theirs.sizes.length)
  for (let group = 0; group + 1 < start.length; group++) {
    for (let i = start[group]!; i < start[group + 1]!; i++) counts[theirs.of[items[i]!]!]!++
    let cells = 0
    for (let i = start[group]!; i < start[group + 1]!; i++) {
      const other = theirs.of[items[i]!]!
      if (counts[other] === 0) continue
      visit(counts[other]!, group, other, ++cells)
      counts[other] = 0
    }
  }
}

/** Pairs within one source, of those that a partition, the truth, and both make. */
function withinSources(kept: Int32Array, ours: Numbered, theirs: Numbered, sources: ArrayLike<number>) {
  const source = numbered(kept, sources)
  const span = source.sizes.length
  const refined = (own: Numbered): Numbered => {
    const by = own.of.map((group, i) => group * span + source.of[i]!)
    return numbered(Int32Array.from(by.keys()), by)
  }
  const entity = refined(theirs)
  let found = 0
  eachCell(ours, entity, (n) => {
    found += choose2(n)
  })
  return { found, predicted: pairsOf(refined(ours)), true: pairsOf(entity) }
}

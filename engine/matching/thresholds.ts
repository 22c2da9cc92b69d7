import { type Evaluation, evaluate, type PairQuality, pairQuality } from './evaluate.ts'
import { microbits } from './model.ts'
import type { Edges } from './predict.ts'

/** A partition measured against the truth. */
export type Measured = Pick<Evaluation, 'pairwise' | 'bcubed' | 'largest' | 'exactClusters'>

/** What a weight threshold does, measured with the truth. */
export interface AtThreshold {
  readonly bits: number
  /** The pairs themselves, before any closure. */
  readonly pairs: PairQuality
  /** Everything that these pairs connect: what a tool that takes connected components would give. */
  readonly connected: Measured
  /** Clusters of this engine that join from here on; null where they were not made. */
  readonly clusters: Measured | null
  /** Pairs under the threshold that are still kept, and pairs that the clustering leaves to a person. */
  readonly under: number
  readonly asked: number | null
}

/** Clusters that join from a weight on, in micro-bits, and the pairs that are left to a person. */
export type Partition = (link: number) => { readonly clusterOf: Int32Array; readonly asked: number }

/** Edges over which thresholds are laid, and what is true. */
export interface Known {
  readonly edges: Pick<Edges, 'left' | 'right' | 'weight'>
  readonly truth: Int32Array
  /** Given where only pairs of different sources are made. */
  readonly sources: Int32Array | null
}

/** Quality by threshold, for thresholds in bits that ascend. */
export function atThresholds(
  { edges, truth, sources }: Known,
  at: readonly number[],
  partition: Partition | null,
): AtThreshold[] {
  const { left, right, weight } = edges
  const bounds = at.map(microbits)
  const bands = bandsOf(weight, bounds)
  const root = Int32Array.from(truth.keys())
  const real = evaluate(truth, truth, sources).pairwise.true
  let kept = 0
  let found = 0
  const out: AtThreshold[] = []
  for (let n = at.length - 1; n >= 0; n--) {
    for (let i = bands.start[n]!; i < bands.start[n + 1]!; i++) {
      const edge = bands.items[i]!
      const [a, b] = [left[edge]!, right[edge]!]
      unite(root, a, b)
      if (truth[a]! < 0 || truth[b]! < 0) continue
      kept++
      if (truth[a] === truth[b]) found++
    }
    const made = partition?.(bounds[n]!) ?? null
    out.push({
      bits: at[n]!,
      pairs: pairQuality(found, kept, real),
      connected: measured(evaluate(flattened(root), truth, sources)),
      clusters: made && measured(evaluate(made.clusterOf, truth, sources)),
      under: bands.start[n]!,
      asked: made?.asked ?? null,
    })
  }
  return out.reverse()
}

const measured = ({ pairwise, bcubed, largest, exactClusters }: Evaluation): Measured => ({
  pairwise,
  bcubed,
  largest,
  exactClusters,
})

/** Positions of weights by the highest bound that they reach; band 0 holds those that reach none or the first. */
function bandsOf(weight: Int32Array, bounds: readonly number[]): { start: Int32Array; items: Int32Array } {
  const start = new Int32Array(bounds.length + 1)
  const band = Uint8Array.from(weight, (own) => {
    let n = bounds.length - 1
    while (n > 0 && bounds[n]! > own) n--
    return own >= bounds[n]! ? n : 255
  })
  for (const n of band) if (n < 255) start[n + 1]!++
  for (let n = 0; n < bounds.length; n++) start[n + 1]! += start[n]!
  const next = start.slice()
  const items = new Int32Array(start[bounds.length]!)
  band.forEach((n, edge) => {
    if (n < 255) items[next[n]!++] = edge
  })
  return { start, items }
}

function find(root: Int32Array, record: number): number {
  let at = record
  while (root[at] !== at) at = root[at] = root[root[at]!]!
  return at
}

function unite(root: Int32Array, a: number, b: number): void {
  const [x, y] = [find(root, a), find(root, b)]
  if (x < y) root[y] = x
  else root[x] = y
}

const flattened = (root: Int32Array): Int32Array => root.map((_, record) => find(root, record))

/** Thresholds every other bit from the lowest on, where decisions fall; at most `most`, none over the highest weight. */
export function thresholdsOver(weight: Int32Array, lowest: number, most = 16): number[] {
  const highest = weight.reduce((top, own) => Math.max(top, own), microbits(lowest)) / 1e6
  const step = highest - lowest < most ? 1 : 2
  const from = Math.ceil(lowest)
  const count = Math.max(1, Math.min(most, Math.floor((highest - from) / step) + 1))
  return Array.from({ length: count }, (_, n) => from + n * step)
}

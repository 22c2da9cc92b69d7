import { ascending, componentsOf, grouped, rootIn, unite } from './components.ts'
import type { Edges } from './predict.ts'

/** Whole components, so that a batch can be clustered by itself; records ascending, edges by their place in the list. */
export interface Batch {
  readonly records: Int32Array
  readonly edges: Int32Array
}

const NONE = -1

/**
 * Cuts records into batches of about `aim`, components in order of their smallest record. `ties` bind records that share no
 * edge. A record that is tied to nobody comes by itself where `alone` says so, and not at all otherwise.
 */
export function* batchesOf(
  records: number,
  edges: Pick<Edges, 'left' | 'right'>,
  ties: Iterable<readonly [number, number]>,
  alone: (record: number) => boolean,
  aim: number,
): Generator<Batch> {
  const bound = ascending(records)
  for (const [a, b] of ties) unite(bound, a, b)
  for (let record = 0; record < records; record++) bound[record] = rootIn(bound, record)
  const { count, start, members } = componentsOf(records, edges, bound)
  const componentOf = new Int32Array(records).fill(NONE)
  for (let c = 0; c < count; c++) for (let m = start[c]!; m < start[c + 1]!; m++) componentOf[members[m]!] = c
  const batchOf = new Int32Array(records).fill(NONE)
  let batch = 0
  let size = 0
  for (let record = 0; record < records; record++) {
    if (batchOf[record] !== NONE) continue
    const c = componentOf[record]!
    if (c === NONE && !alone(record)) continue
    if (size >= aim) {
      batch++
      size = 0
    }
    if (c === NONE) {
      batchOf[record] = batch
      size++
      continue
    }
    for (let m = start[c]!; m < start[c + 1]!; m++) batchOf[members[m]!] = batch
    size += start[c + 1]! - start[c]!
  }
  const own = grouped(batchOf, batch + 1)
  const between = grouped(
    edges.left.map((record) => batchOf[record]!),
    batch + 1,
  )
  for (let n = 0; n <= batch; n++) {
    const mine = own.items.slice(own.start[n], own.start[n + 1])
    if (mine.length > 0) yield { records: mine, edges: between.items.slice(between.start[n], between.start[n + 1]) }
  }
}

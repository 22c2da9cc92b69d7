import { ascending, componentsOf, rootIn, unite } from './components.ts'
import type { Edges } from './predict.ts'

/** Whole components, so that a batch can be clustered by itself; records ascending, edges by their place in the list. */
export interface Batch {
  readonly records: Int32Array
  readonly edges: Int32Array
}

const ALONE = -1
const TIED = -2

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
  const { count, start, members, edgeStart, edges: order } = componentsOf(records, edges, bound)
  const componentAt = new Int32Array(records).fill(ALONE)
  for (const record of members) componentAt[record] = TIED
  for (let c = 0; c < count; c++) componentAt[members[start[c]!]!] = c
  let own: number[] = []
  let ownEdges: number[] = []
  for (let record = 0; record < records; record++) {
    const c = componentAt[record]!
    if (c >= 0) {
      for (let m = start[c]!; m < start[c + 1]!; m++) own.push(members[m]!)
      for (let e = edgeStart[c]!; e < edgeStart[c + 1]!; e++) ownEdges.push(order[e]!)
    } else if (c === ALONE && alone(record)) own.push(record)
    if (own.length < aim && record + 1 < records) continue
    if (own.length > 0) yield { records: Int32Array.from(own).sort(), edges: Int32Array.from(ownEdges) }
    own = []
    ownEdges = []
  }
}

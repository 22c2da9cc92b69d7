import { columnsOf, type Edges } from '../../engine/matching/predict.ts'
import { foundEdges } from '../../store/pairing.ts'
import type { Tx } from '../../store/sql.ts'

/** Numbers of an edge in bytes: left, right, weight, rule. */
const CELLS = 4

/** The edges of a chunk as bytes for the store. */
export function bytesOf({ left, right, weight, rule }: Omit<Edges, 'scored'>): Buffer {
  const cells = new Int32Array(CELLS * left.length)
  for (let e = 0, at = 0; e < left.length; e++) {
    cells[at++] = left[e]!
    cells[at++] = right[e]!
    cells[at++] = weight[e]!
    cells[at++] = rule[e]!
  }
  return Buffer.from(cells.buffer)
}

/** What all chunks of a pairing found, by record: whoever scored them, and in whatever order. */
export async function edgesFound(tx: Tx, domain: string): Promise<Edges> {
  const parts: Int32Array[] = []
  for await (const bytes of foundEdges(tx, domain)) {
    const cells = new Int32Array(bytes.length / Int32Array.BYTES_PER_ELEMENT)
    bytes.copy(Buffer.from(cells.buffer))
    parts.push(cells)
  }
  return columnsOf(parts, 0)
}

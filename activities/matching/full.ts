import { batchesOf } from '../../engine/matching/batches.ts'
import type { DecisionRow } from '../../store/decisions.ts'
import { crosswalkOf } from '../../store/identity.ts'
import type { Tx } from '../../store/sql.ts'
import { edgesFound } from './found.ts'
import { BATCH, decidedTies, tiesOf, type Work } from './groups.ts'

/**
 * All records of a domain. Those that are tied to nobody are their own clusters: unless they never had a golden id, or may
 * revive one, nothing is to be done for them.
 */
export async function allWork(
  tx: Tx,
  domain: string,
  ids: Float64Array,
  { isFirst, decisions }: { readonly isFirst: boolean; readonly decisions: readonly DecisionRow[] },
): Promise<Work> {
  const edges = await edgesFound(tx, domain)
  const pairs = { ...edges, isOldFrom: edges.left.length }
  const decided = await decidedTies(tx, domain, decisions)
  if (isFirst && decided.length === 0)
    return { ids, pairs, batches: batchesOf(ids.length, pairs, [], () => false, BATCH) }
  const numbers = numbersOf(ids)
  const { isKnown, ties } = isFirst ? NOBODY : await knownMembers(tx, domain, numbers)
  const alone = (record: number) => !isFirst && isKnown[record] !== 1
  return { ids, pairs, batches: batchesOf(ids.length, pairs, [...tiesOf(decided, numbers), ...ties], alone, BATCH) }
}

function numbersOf(ids: Float64Array): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>()
  for (let n = 0; n < ids.length; n++) numbers.set(ids[n]!, n)
  return numbers
}

interface Members {
  readonly isKnown: Uint8Array
  readonly ties: readonly (readonly [number, number])[]
}

const NOBODY: Members = { isKnown: new Uint8Array(0), ties: [] }

/** Which records have a golden id, and the ties between those that share one. */
async function knownMembers(tx: Tx, domain: string, numbers: ReadonlyMap<number, number>): Promise<Members> {
  const isKnown = new Uint8Array(numbers.size)
  const firstOf = new Map<string, number>()
  const ties: (readonly [number, number])[] = []
  await crosswalkOf(tx, domain, (id, golden) => {
    const record = numbers.get(id)
    if (record === undefined) return
    isKnown[record] = 1
    const first = firstOf.get(golden)
    if (first === undefined) firstOf.set(golden, record)
    else ties.push([first, record])
  })
  return { isKnown, ties }
}

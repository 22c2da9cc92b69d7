import type { AnyDomain } from '../core/domain.ts'
import { groupingOf, judgesAlone } from '../engine/quality/together.ts'
import type { ComparedIndex } from '../store/standing.ts'

/** Groups that are judged together, with the records that stand in them. */
export interface Slice {
  readonly keys: ReadonlySet<number>
  readonly ids: readonly number[]
}

/** Records of a domain for which one more slice is made: what is held at once does not grow with the domain. */
const SLICE = 150_000
/** Below the hash of a group key stands its grouping (core/keys.ts). */
const GROUPINGS = 64

/**
 * The groups of a whole domain in slices: those of two and more, and those of one where a rule judges records that stand
 * alone. Most groups are of one, and no slice holds them.
 */
export function* slices(domain: AnyDomain, index: ComparedIndex): Generator<Slice> {
  const many = Math.max(1, Math.ceil(index.size / SLICE))
  const sliceOf = (key: number): number => Math.floor(key / GROUPINGS) % many
  const isAlone = Array.from({ length: GROUPINGS }, (_, grouping) => judgesAlone(domain, grouping))
  for (let slice = 0; slice < many; slice++) {
    const keys = sharedKeys(index.keys.filter((key) => sliceOf(key) === slice))
    const ids: number[] = []
    for (let record = 0; record < index.size; record++) {
      let stands = false
      for (let i = index.starts[record] as number; i < (index.starts[record + 1] as number); i++) {
        const key = index.keys[i] as number
        if (sliceOf(key) !== slice) continue
        if (isAlone[groupingOf(key)]) keys.add(key)
        else if (!keys.has(key)) continue
        stands = true
      }
      if (stands) ids.push(index.ids[record] as number)
    }
    yield { keys, ids }
  }
}

/** Keys that come twice or more. Sorts what it is given: a million numbers take a tenth of a second. */
function sharedKeys(keys: Float64Array): Set<number> {
  keys.sort()
  const shared = new Set<number>()
  for (let i = 1; i < keys.length; i++) if (keys[i] === keys[i - 1]) shared.add(keys[i] as number)
  return shared
}

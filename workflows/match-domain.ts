import { ApplicationFailure } from '@temporalio/workflow'
import type { MatchCounts } from '../activities/match.ts'
import type { ChunkCounts } from '../activities/pairs.ts'
import { call } from './calls.ts'

/** Chunks under way at once: enough for as many workers to have one each. */
const WIDTH = 16
/** Plans that may come to nothing because records changed beside them. */
const MOST_PLANS = 5

/**
 * Matches a domain: plan the pairs, score them chunk by chunk on any number of workers, cluster. Where the records change
 * beside it, or another run held the domain, it plans again. History: one activity per chunk of some million pairs.
 */
export async function matchDomain(input: { readonly runId: string; readonly domain: string }): Promise<MatchCounts> {
  const { domain } = input
  for (let plans = 0; plans < MOST_PLANS; plans++) {
    const { chunks } = await call('turn', `lập lưới cặp ${domain}`).planPairs({ ...input, again: plans > 0 })
    const isStale = await scoreAll(input, chunks)
    if (isStale) continue
    const counts = await call('stage', `gom cụm ${domain}`).matchDomain(input)
    if (counts) return counts
  }
  throw ApplicationFailure.nonRetryable(
    `Domain ${domain}: bản ghi đổi liên tục trong khi đối sánh (${MOST_PLANS} lần lập lại lưới). Chờ lượt chạy khác xong rồi chạy lại từ bước match.`,
    'DomainBusy',
  )
}

/** Scores chunks side by side; tells whether some found other records than were planned. */
async function scoreAll(
  input: { readonly runId: string; readonly domain: string },
  chunks: readonly number[],
): Promise<boolean> {
  let isStale = false
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < chunks.length && !isStale) {
      const chunk = chunks[next++] as number
      const summary = `so cặp ${input.domain} ${chunk + 1}/${chunks.length}`
      const counts: ChunkCounts = await call('stage', summary).scorePairs({ ...input, chunk })
      isStale ||= counts.isStale
    }
  }
  await Promise.all(Array.from({ length: Math.min(WIDTH, chunks.length) }, lane))
  return isStale
}

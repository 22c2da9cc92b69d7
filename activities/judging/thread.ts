import { parentPort, workerData } from 'node:worker_threads'
import { loadCatalog } from '../../core/catalog.ts'
import { type ChunkJudge, compileChunkJudge } from './chunk.ts'
import type { ThreadJob, ThreadReply } from './pool.ts'

// A judging thread: it loads the catalog once, then answers jobs in their order until it is ended.
const { schemas } = workerData as { readonly schemas: string }
const { domains: known } = await loadCatalog(new URL(schemas))

/** Batches whose plans are kept: those under way, and no memory of the others. */
const MOST_BATCHES = 4
const judges = new Map<number, ChunkJudge>()

function judgeOf({ batch, domains, spec }: ThreadJob): ChunkJudge {
  const before = judges.get(batch)
  if (before) return before
  for (const oldest of [...judges.keys()].slice(0, Math.max(0, judges.size + 1 - MOST_BATCHES))) judges.delete(oldest)
  const judge = compileChunkJudge(
    domains.map((name) => {
      const domain = known.get(name)
      if (!domain) throw new TypeError(`${schemas} has no domain ${name}`)
      return domain
    }),
    spec,
  )
  judges.set(batch, judge)
  return judge
}

parentPort?.on('message', (asked: ThreadJob) => {
  const judged = judgeOf(asked)(asked.job)
  const moved = judged.flatMap(({ accepted, quarantined, findings, reasons }) =>
    [accepted, quarantined, findings, reasons].map(({ buffer }) => buffer as ArrayBuffer),
  )
  parentPort?.postMessage(judged satisfies ThreadReply, moved)
})

import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Block } from './blocks.ts'
import type { ProvinceSettings } from './offices.ts'
import { type BlockBytes, openWorkshop } from './workshop.ts'

/** Blocks that wait for their turn to be written, per thread. */
const AHEAD = 3
/** Blocks below which a second thread is ready when all is done. */
const WORTH_A_THREAD = 4

type Made = { readonly index: number; readonly bytes: BlockBytes } | null

/**
 * Has the blocks made by this thread and up to `threads - 1` others, and gives them to `bind` in order. Memory stays
 * flat: no thread runs far ahead of the writing.
 */
export async function makeBlocks(
  settings: ProvinceSettings,
  blocks: readonly Block[],
  threads: number,
  bind: (bytes: BlockBytes, block: Block) => void,
): Promise<void> {
  const helpers = Math.min(threads - 1, Math.floor(blocks.length / WORTH_A_THREAD))
  const waiting = new Map<number, BlockBytes>()
  const idle: Worker[] = []
  let given = 0
  let bound = 0
  let wake = (): void => undefined
  let failed: Error | null = null
  const mayGive = (): boolean => given < blocks.length && given - bound < AHEAD * (helpers + 1)
  const work = openWorkshop(settings)
  const crew = Array.from({ length: helpers }, () => hire(settings))
  for (const hand of crew) {
    hand.on('message', (made: Made) => {
      if (made) waiting.set(made.index, made.bytes)
      // At once rather than in the next round: this thread may be busy for a whole block.
      if (mayGive()) hand.postMessage(blocks[given++])
      else idle.push(hand)
      wake()
    })
    hand.on('error', (error) => {
      failed = error as Error
      wake()
    })
  }
  try {
    while (bound < blocks.length) {
      for (let bytes = waiting.get(bound); bytes; bytes = waiting.get(bound)) {
        bind(bytes, blocks[bound]!)
        waiting.delete(bound++)
      }
      while (idle.length > 0 && mayGive()) idle.pop()!.postMessage(blocks[given++])
      if (failed) throw failed
      if (mayGive()) {
        const block = blocks[given++]!
        waiting.set(block.index, work(block))
        await breathe()
      } else if (bound < blocks.length && !waiting.has(bound)) {
        await new Promise<void>((resolve) => (wake = resolve))
      }
    }
  } finally {
    await Promise.all(crew.map((hand) => hand.terminate()))
  }
}

const hire = (settings: ProvinceSettings): Worker =>
  new Worker(new URL('./hand.mjs', import.meta.url), {
    workerData: settings,
    execArgv: [],
    // A block's strings live for moments: a wide nursery lets nearly all of them die there.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })

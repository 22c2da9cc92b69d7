import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Block } from './blocks.ts'
import { recycle } from './files.ts'
import type { Task } from './hand.ts'
import type { ProvinceSettings } from './offices.ts'
import { type BlockBytes, openWorkshop, storesOf } from './workshop.ts'

/** Blocks made or in the making that are not written yet, per thread. */
const AHEAD = 4
/** Blocks below which all is done before another thread has started. */
const WORTH_A_THREAD = 12

/** What a thread says: a block that it has made; null at its start. */
type Made = { readonly index: number; readonly bytes: BlockBytes } | null

/**
 * Has the blocks made by this thread and up to `threads - 1` others, and gives them to `bind` in order. Memory stays
 * flat: no thread runs far ahead of the writing, and the stores of written bytes are filled again.
 */
export async function makeBlocks(
  settings: ProvinceSettings,
  blocks: readonly Block[],
  threads: number,
  bind: (bytes: BlockBytes, block: Block) => void,
): Promise<void> {
  const helpers = Math.min(threads - 1, Math.floor(blocks.length / WORTH_A_THREAD))
  const waiting = new Map<number, BlockBytes>()
  const spent: ArrayBuffer[][] = []
  const idle: Worker[] = []
  let given = 0
  let bound = 0
  let wake = (): void => undefined
  let failed: unknown
  const mayGive = (): boolean => given < blocks.length && given - bound < AHEAD * (helpers + 1)
  const give = (hand: Worker): void => {
    const stores = spent.pop() ?? []
    hand.postMessage({ block: blocks[given++]!, spent: stores } satisfies Task, stores)
  }
  const work = openWorkshop(settings)
  const crew = Array.from({ length: helpers }, () => hire(settings))
  for (const hand of crew) {
    hand.on('message', (made: Made) => {
      if (made) waiting.set(made.index, made.bytes)
      if (mayGive()) give(hand)
      else idle.push(hand)
      wake()
    })
    hand.on('error', (error) => {
      failed = error
      wake()
    })
  }
  try {
    while (bound < blocks.length) {
      for (let bytes = waiting.get(bound); bytes; bytes = waiting.get(bound)) {
        bind(bytes, blocks[bound]!)
        spent.push(storesOf(bytes))
        waiting.delete(bound++)
      }
      while (idle.length > 0 && mayGive()) give(idle.pop()!)
      if (failed !== undefined) throw failed
      if (mayGive()) {
        recycle(spent.pop() ?? [])
        const block = blocks[given++]!
        waiting.set(block.index, work(block))
        await breathe()
      } else if (bound < blocks.length && !waiting.has(bound)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
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
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
  })

import { parentPort, workerData } from 'node:worker_threads'
import type { Block } from './blocks.ts'
import { recycle } from './files.ts'
import type { ProvinceSettings } from './offices.ts'
import { openWorkshop, storesOf } from './workshop.ts'

/** What a thread is given: the next block, and the stores of an earlier one that are written. */
export interface Task {
  readonly block: Block
  readonly spent: readonly ArrayBuffer[]
}

// A thread of the crew: asks for a block by saying that it is ready, makes it, hands it over.
const work = openWorkshop(workerData as ProvinceSettings)
parentPort!.on('message', ({ block, spent }: Task) => {
  recycle(spent)
  const bytes = work(block)
  parentPort!.postMessage({ index: block.index, bytes }, storesOf(bytes))
})
parentPort!.postMessage(null)

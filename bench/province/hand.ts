import { parentPort, workerData } from 'node:worker_threads'
import type { Block } from './blocks.ts'
import type { ProvinceSettings } from './offices.ts'
import { openWorkshop, storesOf } from './workshop.ts'

// A thread of the crew: asks for a block by saying that it is ready, makes it, hands it over.
const work = openWorkshop(workerData as ProvinceSettings)
parentPort!.on('message', (block: Block) => {
  const bytes = work(block)
  parentPort!.postMessage({ index: block.index, bytes }, storesOf(bytes))
})
parentPort!.postMessage(null)

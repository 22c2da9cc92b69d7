import { open } from 'node:fs/promises'
import { type Charset, decoderOf } from '../text/charset.ts'

/** Text from all over a file, so that what is pasted into its last third is seen too. */
export interface Sample {
  /** From the first character on. */
  readonly head: string
  /** The head is the whole file. */
  readonly isWhole: boolean
  /** Stretches of the rest; they begin and end in the middle of a line. */
  readonly others: readonly string[]
}

const HEAD = 262_144
const STRETCHES = 16
const STRETCH = 65_536

export async function sampleOf(path: string, bytes: number, charset: Charset): Promise<Sample> {
  const handle = await open(path)
  const read = async (from: number, length: number) => {
    const block = Buffer.alloc(Math.min(length, bytes - from))
    const { bytesRead } = await handle.read(block, 0, block.length, from)
    return decoderOf(charset).write(block.subarray(0, bytesRead))
  }
  try {
    const isWhole = bytes <= HEAD + STRETCHES * STRETCH
    const head = await read(0, isWhole ? bytes : HEAD)
    const others: string[] = []
    for (let i = 0; !isWhole && i < STRETCHES; i++) {
      // Even, so that two-byte characters stay whole.
      const from = HEAD + 2 * Math.floor(((bytes - HEAD - STRETCH) * i) / (STRETCHES - 1) / 2)
      others.push(await read(from, STRETCH))
    }
    return { head, isWhole, others }
  } finally {
    await handle.close()
  }
}

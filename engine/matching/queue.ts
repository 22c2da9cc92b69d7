/** A join that could be made: two groups by their smallest member, the mean weight between them, and its stamp. */
export interface Offer {
  readonly mean: number
  readonly a: number
  readonly b: number
  readonly stamp: number
}

/** Greater mean first; equal means go by the smaller members, which stand for source keys. */
const before = (x: Offer, y: Offer): boolean => (x.mean !== y.mean ? x.mean > y.mean : x.a !== y.a ? x.a < y.a : x.b < y.b)

/** A binary heap of offers. */
export function createQueue() {
  const heap: Offer[] = []
  return {
    push(offer: Offer): void {
      let i = heap.push(offer) - 1
      while (i > 0) {
        const up = (i - 1) >> 1
        if (!before(offer, heap[up]!)) break
        heap[i] = heap[up]!
        i = up
      }
      heap[i] = offer
    },
    pop(): Offer | undefined {
      const top = heap[0]
      const last = heap.pop()
      if (heap.length === 0 || !last) return top
      let i = 0
      for (let child = 1; child < heap.length; child = 2 * i + 1) {
        if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
        if (!before(heap[child]!, last)) break
        heap[i] = heap[child]!
        i = child
      }
      heap[i] = last
      return top
    },
  }
}

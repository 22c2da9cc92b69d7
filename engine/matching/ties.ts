/** Sums of weights between the groups of one component, and when each was last changed. Groups are local numbers. */
export interface Ties {
  /** Stamp of the tie between two groups, 0 where there is none. */
  readonly stamp: (a: number, b: number) => number
  readonly sum: (a: number, b: number) => number
  readonly set: (a: number, b: number, sum: number, stamp: number) => void
  readonly drop: (a: number, b: number) => void
  /** Groups tied to either of two, ascending, without the two. */
  readonly near: (a: number, b: number) => readonly number[]
}

/** Largest component that is kept as a square: 512² sums are 2 MB. */
const SQUARE_MOST = 512
const squareSums = new Float64Array(SQUARE_MOST * SQUARE_MOST)
const squareStamps = new Int32Array(SQUARE_MOST * SQUARE_MOST)

/** Ties of a component of `size` records, none yet. Small ones share one square, so use one at a time. */
export function tiesFor(size: number): Ties {
  if (size > SQUARE_MOST) return sparseTies(size)
  squareStamps.fill(0, 0, size * size)
  side = size
  return square
}

let side = 0
const near: number[] = []

/** Made once for all components: most have two or three records, and making functions would cost more than using them. */
const square: Ties = {
  stamp: (a, b) => squareStamps[a * side + b]!,
  sum: (a, b) => squareSums[a * side + b]!,
  set: (a, b, sum, stamp) => {
    squareSums[a * side + b] = squareSums[b * side + a] = sum
    squareStamps[a * side + b] = squareStamps[b * side + a] = stamp
  },
  drop: (a, b) => {
    squareStamps[a * side + b] = squareStamps[b * side + a] = 0
  },
  near: (a, b) => {
    near.length = 0
    for (let c = 0; c < side; c++) {
      if (c !== a && c !== b && (squareStamps[a * side + c] !== 0 || squareStamps[b * side + c] !== 0)) near.push(c)
    }
    return near
  },
}

/** Open addressing over (smaller, larger) group, with a list of neighbours per group that is cleaned when it is walked. */
function sparseTies(size: number): Ties {
  let room = 1 << 16
  let keys = new Float64Array(room).fill(-1)
  let sums = new Float64Array(room)
  let stamps = new Int32Array(room)
  let used = 0
  const lists: number[][] = Array.from({ length: size }, () => [])
  const seen = new Int32Array(size)
  let walk = 0
  const slotOf = (a: number, b: number): number => {
    const key = a < b ? a * size + b : b * size + a
    let slot = (Math.imul(Math.min(a, b), 0x9e3779b1) ^ Math.imul(Math.max(a, b), 0x85ebca6b)) & (room - 1)
    while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & (room - 1)
    return slot
  }
  const grow = (): void => {
    const [oldKeys, oldSums, oldStamps] = [keys, sums, stamps]
    room *= 2
    keys = new Float64Array(room).fill(-1)
    sums = new Float64Array(room)
    stamps = new Int32Array(room)
    used = 0
    for (let n = 0; n < oldKeys.length; n++) {
      if (oldStamps[n] === 0) continue
      const a = Math.floor(oldKeys[n]! / size)
      const slot = slotOf(a, oldKeys[n]! - a * size)
      keys[slot] = oldKeys[n]!
      sums[slot] = oldSums[n]!
      stamps[slot] = oldStamps[n]!
      used++
    }
  }
  return {
    stamp: (a, b) => stamps[slotOf(a, b)]!,
    sum: (a, b) => sums[slotOf(a, b)]!,
    set: (a, b, sum, stamp) => {
      if (2 * used >= room) grow()
      const slot = slotOf(a, b)
      if (keys[slot] === -1) {
        keys[slot] = a < b ? a * size + b : b * size + a
        used++
      }
      if (stamps[slot] === 0) {
        lists[a]!.push(b)
        lists[b]!.push(a)
      }
      sums[slot] = sum
      stamps[slot] = stamp
    },
    drop: (a, b) => {
      stamps[slotOf(a, b)] = 0
    },
    near: (a, b) => {
      walk++
      const near: number[] = []
      for (const group of [a, b]) {
        const list = lists[group]!
        let kept = 0
        for (let n = 0; n < list.length; n++) {
          const c = list[n]!
          if (seen[c] === walk) continue
          if (stamps[slotOf(group, c)] === 0) continue
          list[kept++] = c
          if (c === a || c === b) continue
          seen[c] = walk
          near.push(c)
        }
        list.length = kept
      }
      return near.sort((x, y) => x - y)
    },
  }
}

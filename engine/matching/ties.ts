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

/** Ties of a component of `size` records; small ones share one square, so use one at a time. */
export const createTies = (size: number): Ties => (size <= SQUARE_MOST ? squareTies(size) : sparseTies(size))

function squareTies(size: number): Ties {
  squareStamps.fill(0, 0, size * size)
  const alive = Array.from({ length: size }, (_, i) => i)
  const near: number[] = []
  return {
    stamp: (a, b) => squareStamps[a * size + b]!,
    sum: (a, b) => squareSums[a * size + b]!,
    set: (a, b, sum, stamp) => {
      squareSums[a * size + b] = squareSums[b * size + a] = sum
      squareStamps[a * size + b] = squareStamps[b * size + a] = stamp
    },
    drop: (a, b) => {
      squareStamps[a * size + b] = squareStamps[b * size + a] = 0
    },
    near: (a, b) => {
      near.length = 0
      for (const c of alive) if (c !== a && c !== b && (squareStamps[a * size + c] || squareStamps[b * size + c])) near.push(c)
      return near
    },
  }
}

function sparseTies(size: number): Ties {
  const of: Map<number, { sum: number; stamp: number }>[] = Array.from({ length: size }, () => new Map())
  return {
    stamp: (a, b) => of[a]!.get(b)?.stamp ?? 0,
    sum: (a, b) => of[a]!.get(b)?.sum ?? 0,
    set: (a, b, sum, stamp) => {
      const tie = { sum, stamp }
      of[a]!.set(b, tie)
      of[b]!.set(a, tie)
    },
    drop: (a, b) => {
      of[a]!.delete(b)
      of[b]!.delete(a)
    },
    near: (a, b) => {
      const both = new Set([...of[a]!.keys(), ...of[b]!.keys()])
      both.delete(a)
      both.delete(b)
      return [...both].sort((x, y) => x - y)
    },
  }
}

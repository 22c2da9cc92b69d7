/** Joins that could be made: two groups by number, the mean weight between them, and the stamp of their tie. */
export interface Queue {
  readonly push: (mean: number, a: number, b: number, stamp: number) => void
  /** Takes the best offer off; false when there is none. Its parts stand in `mean`, `a`, `b` and `stamp`. */
  readonly pop: () => boolean
  readonly mean: () => number
  readonly a: () => number
  readonly b: () => number
  readonly stamp: () => number
  readonly clear: () => void
}

/** A binary heap over plain arrays of numbers: offers are many and short-lived, and objects would cost as much as the work. */
export function createQueue(): Queue {
  let means = new Float64Array(1024)
  let parts = new Int32Array(3 * 1024)
  let size = 0
  let mean = 0
  let a = 0
  let b = 0
  let stamp = 0
  /** Greater mean first; equal means go by the smaller members, which stand for source keys. */
  const before = (m: number, x: number, y: number, at: number): boolean => {
    if (m !== means[at]) return m > means[at]!
    return x !== parts[3 * at] ? x < parts[3 * at]! : y < parts[3 * at + 1]!
  }
  const put = (at: number, m: number, x: number, y: number, s: number): void => {
    means[at] = m
    parts[3 * at] = x
    parts[3 * at + 1] = y
    parts[3 * at + 2] = s
  }
  const move = (from: number, to: number): void =>
    put(to, means[from]!, parts[3 * from]!, parts[3 * from + 1]!, parts[3 * from + 2]!)
  const grow = (): void => {
    const wider = new Float64Array(2 * means.length)
    wider.set(means)
    means = wider
    const widerParts = new Int32Array(3 * means.length)
    widerParts.set(parts)
    parts = widerParts
  }
  return {
    push(m, x, y, s) {
      if (size === means.length) grow()
      let i = size++
      for (let up = (i - 1) >> 1; i > 0 && before(m, x, y, up); up = (i - 1) >> 1) {
        move(up, i)
        i = up
      }
      put(i, m, x, y, s)
    },
    pop() {
      if (size === 0) return false
      mean = means[0]!
      a = parts[0]!
      b = parts[1]!
      stamp = parts[2]!
      const last = --size
      const m = means[last]!
      const x = parts[3 * last]!
      const y = parts[3 * last + 1]!
      const s = parts[3 * last + 2]!
      let i = 0
      for (let child = 1; child < size; child = 2 * i + 1) {
        if (child + 1 < size && before(means[child + 1]!, parts[3 * child + 3]!, parts[3 * child + 4]!, child)) child++
        if (before(m, x, y, child)) break
        move(child, i)
        i = child
      }
      put(i, m, x, y, s)
      return true
    },
    mean: () => mean,
    a: () => a,
    b: () => b,
    stamp: () => stamp,
    clear: () => {
      size = 0
    },
  }
}

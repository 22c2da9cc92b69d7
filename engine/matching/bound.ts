import type { DigitKernel } from '../../core/comparison.ts'
import { DoubtFirst } from './doubt.ts'
import { type Lane, type Scored, UNJUDGED, UNPACKED } from './lane.ts'
import type { Layout } from './layout.ts'

/** What stands for the weight of a pair that cannot reach the threshold. */
export const PRUNED = -0x7fffffff

/** Total weight of two rows by position, in micro-bits, or `PRUNED` as soon as it cannot reach `atLeast`. */
export type Bounded = (p: number, q: number, atLeast: number) => number

/** What a closer look at likeness costs, in looks at packed digits: where sketches settle most, and where not. */
const SKETCH_COST = 2
const LIKENESS_COST = 8

/** One comparison as a row holds it: two words of packed digits, or the number of a value. */
interface Slot {
  readonly lane: Lane
  readonly at: number
  readonly isDigits: boolean
  /** By value; empty where the comparison has none. */
  readonly folds: Uint32Array
  /** Two words by value, where the comparison has a sketch. */
  readonly sketches: Int32Array | null
  readonly ids: Int32Array
  readonly kernel: DigitKernel['level'] | undefined
}

/**
 * Weighs a pair first by which of its values are equal, with the most that the others could add, and only while that reaches
 * the threshold takes a closer look, lane by lane. The function is compiled for the comparisons at hand: words, weights and
 * kernels stand in it as constants, each at a place of its own, which halves what a pair costs.
 */
export function boundBy(scored: readonly Scored[], lanes: readonly Lane[], layout: Layout, prior: number): Bounded {
  const slots = scored.map(
    ({ comparison, column }, c): Slot => ({
      lane: lanes[c]!,
      at: layout.places[c]!.at,
      isDigits: layout.places[c]!.digits,
      folds: layout.places[c]!.folds ?? new Uint32Array(0),
      sketches: layout.places[c]!.sketches,
      ids: column.ids,
      kernel: comparison.digits?.level,
    }),
  )
  const order = new DoubtFirst(slots.map(costOf))
  const given = slots.flatMap((slot, s) => Object.entries(namesIn(slot)).map(([name, own]) => [name + s, own] as const))
  const names = ['words', 'recordAt', 'order', ...given.map(([name]) => name)]
  const make = compiled(names, textOf(slots, layout.width, prior))
  return make(layout.words, layout.recordAt, order, ...given.map(([, own]) => own))
}

type Make = (...given: readonly unknown[]) => Bounded

/** The functions that were compiled last: one that is made again is warm. */
const made = new Map<string, Make>()
const MADE_MOST = 16

function compiled(names: readonly string[], text: string): Make {
  const known = made.get(text)
  if (known) return known
  const make = new Function(...names, text) as Make
  for (const oldest of made.keys()) if (made.size >= MADE_MOST) made.delete(oldest)
  made.set(text, make)
  return make
}

/** What the text calls by name, with the number of the slot behind it. */
const namesIn = ({ lane, folds, sketches, ids, kernel }: Slot): Readonly<Record<string, unknown>> => ({
  lane,
  self: lane.self,
  weights: lane.weights,
  folds,
  sketches,
  sketched: lane.comparison.sketch?.level,
  ids,
  kernel,
})

const costOf = ({ isDigits, sketches }: Slot): number => (isDigits ? 1 : sketches ? SKETCH_COST : LIKENESS_COST)

const textOf = (slots: readonly Slot[], width: number, prior: number): string => `
return (p, q, atLeast) => {
  const left = p * ${width}
  const right = q * ${width}
  let total = ${prior}
  let pending = 0
  ${slots.map(glance).join('')}
  // the order may change under way: this pair keeps the one that it began with
  const slots = order.slots
  for (let n = 0; total >= atLeast && pending !== 0; n++) {
    const slot = slots[n]
    if ((pending & (1 << slot)) === 0) continue
    pending ^= 1 << slot
    let fall = 0
    switch (slot) {${slots
      .map(
        (slot, s) => `
      case ${s}: {${closer(slot, s)}
        break
      }`,
      )
      .join('')}
    }
    total -= fall
    order.note(slot, fall)
  }
  return total >= atLeast ? total : ${PRUNED}
}`

/** Adds what equal values weigh, or the most that different ones could. */
function glance(slot: Slot, s: number): string {
  const { lane, at } = slot
  const words = `const x${s} = words[left + ${at}], y${s} = words[right + ${at}]`
  const most = `{ total += ${lane.best}; pending |= ${1 << s} }`
  if (slot.isDigits)
    return `
  ${words}, u${s} = words[left + ${at + 1}], v${s} = words[right + ${at + 1}]
  if (x${s} !== 0 && y${s} !== 0) {
    if (x${s} === y${s} && u${s} === v${s} && x${s} !== ${UNPACKED}) ${equalDigits(slot, s)}
    else ${most}
  }`
  return `
  ${words}
  ${slot.folds.length > 0 ? `let b${s} = ${lane.best}` : ''}
  if (x${s} === y${s}) {
    if (x${s} >= 0) { const w = self${s}[x${s}]; total += w !== ${UNJUDGED} ? w : lane${s}.weighSelf(x${s}) }
  } else if (x${s} >= 0 && y${s} >= 0) ${slot.folds.length > 0 ? unlike(slot, s) : most}`
}

/** Equal digits also weigh by how frequent they are, where the comparison says so. */
const equalDigits = ({ lane }: Slot, s: number): string =>
  lane.comparison.levels[0]?.tf
    ? `{ const id = ids${s}[recordAt[p]], w = self${s}[id]; total += w !== ${UNJUDGED} ? w : lane${s}.weighSelf(id) }`
    : `total += ${lane.weights[1]!}`

/** Values of different folds reach only the levels after the first few; where these are all, nothing needs a closer look. */
function unlike({ lane }: Slot, s: number): string {
  const { fold, levels } = lane.comparison
  const isSettled = fold?.levels === levels.length
  return `{
    const f = folds${s}[x${s}], g = folds${s}[y${s}]
    if (f !== g && f !== 0 && g !== 0) { b${s} = ${lane.unlike}${isSettled ? '' : `; pending |= ${1 << s}`} }
    else pending |= ${1 << s}
    total += b${s}
  }`
}

/** How far what a pair weighs lies under its bound. */
function closer({ lane, isDigits, folds, sketches }: Slot, s: number): string {
  const bound = folds.length > 0 ? `b${s}` : lane.best
  if (sketches)
    return `
        const i = 2 * x${s}, j = 2 * y${s}, f = sketches${s}[i], g = sketches${s}[j]
        const level = f !== 0 && g !== 0 ? sketched${s}(f, sketches${s}[i + 1], g, sketches${s}[j + 1]) : 0
        fall = ${bound} - (level !== 0 ? weights${s}[level] : lane${s}.weigh(x${s}, y${s}))`
  if (!isDigits)
    return `
        fall = ${bound} - lane${s}.weigh(x${s}, y${s})`
  return `
        fall = ${lane.best} - (x${s} !== ${UNPACKED} && y${s} !== ${UNPACKED}
          ? weights${s}[kernel${s}(x${s}, u${s}, y${s}, v${s})]
          : lane${s}.weighAny(ids${s}[recordAt[p]], ids${s}[recordAt[q]]))`
}

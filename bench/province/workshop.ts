import type { Block } from './blocks.ts'
import type { NightlyBytes } from './files.ts'
import { households } from './household.ts'
import { createRegistry } from './identifiers.ts'
import { dayOf } from './notation.ts'
import { openOffices, type ProvinceSettings, risksOf } from './offices.ts'
import { openTruth, SOURCES, type SourceName } from './truth.ts'

/** All bytes that one block adds to the files of the province. */
export interface BlockBytes {
  readonly extracts: Readonly<Record<SourceName, NightlyBytes>>
  /** In the order of `truthFiles`. */
  readonly truth: readonly Uint8Array<ArrayBuffer>[]
}

/** Makes blocks of the province: what comes out depends on the settings and the block alone. */
export function openWorkshop(settings: ProvinceSettings): (block: Block) => BlockBytes {
  const { seed, persons, dates } = settings
  const today = dayOf(dates[0]!)
  const truth = openTruth(dates)
  const registry = createRegistry(seed)
  const offices = openOffices({ ...settings, today, registry, truth, risks: risksOf(settings) })
  const houses = households({ seed, persons, today, registry, truth })
  return (block) => {
    for (const one of [registry, offices, houses]) one.enter(block)
    for (let home = houses.next(); home; home = houses.next()) {
      offices.visit(home)
      for (let i = 0; i < home.size; i++) truth.person(home.members[i]!, home)
      truth.household(home)
    }
    return { extracts: offices.take(), truth: truth.take() }
  }
}

/** The stores of a block's bytes, to be handed over to another thread rather than copied, and back to be filled again. */
export const storesOf = ({ extracts, truth }: BlockBytes): ArrayBuffer[] => [
  ...truth.map(({ buffer }) => buffer),
  ...SOURCES.flatMap((source) => {
    const { shared, own } = extracts[source]
    return [shared.buffer, ...own.map(({ buffer }) => buffer)]
  }),
]

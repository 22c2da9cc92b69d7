import { sizeOf } from './composition.ts'
import { HOUSEHOLDS_PER_HAMLET } from './places.ts'
import { Dice } from './random.ts'

/** Before the first block. */
export const NO_BLOCK: Block = { index: 0, of: 1, first: 0, end: 0, personsBefore: 0, personsEnd: 0 }

/** About 3,200 persons: so few that their bytes stay near the processor, enough to be worth handing to another thread. */
const HAMLETS_PER_BLOCK = 40

/**
 * Whole hamlets that are made on their own, by any thread and in any order. What would be a running number in one pass is
 * either known beforehand (persons, dossiers, parcels) or taken in turns: block 2 of 10 counts 2, 12, 22…
 */
export interface Block {
  readonly index: number
  /** How many blocks the province has. */
  readonly of: number
  /** Households `first` to `end - 1`, from 0. */
  readonly first: number
  readonly end: number
  /** Persons in the blocks before this one, and up to its end. */
  readonly personsBefore: number
  readonly personsEnd: number
}

/** Cuts the province into blocks; the number of threads plays no part in it. */
export function blocksOf(seed: number, persons: number): readonly Block[] {
  const dice = householdDice(seed)
  const ends: number[] = []
  let total = 0
  let homes = 0
  for (; total < persons; homes++) {
    total += sizeOf(dice.at(homes))
    if ((homes + 1) % HOUSEHOLDS_PER_HAMLET === 0) ends.push(total)
  }
  const hamlets = Math.ceil(homes / HOUSEHOLDS_PER_HAMLET)
  const of = Math.max(1, Math.round(hamlets / HAMLETS_PER_BLOCK))
  const hamletAt = (index: number): number => Math.floor((index * hamlets) / of)
  const personsAt = (hamlet: number): number => (hamlet === 0 ? 0 : Math.min(persons, ends[hamlet - 1] ?? persons))
  return Array.from({ length: of }, (_, index) => ({
    index,
    of,
    first: hamletAt(index) * HOUSEHOLDS_PER_HAMLET,
    end: Math.min(homes, hamletAt(index + 1) * HOUSEHOLDS_PER_HAMLET),
    personsBefore: personsAt(hamletAt(index)),
    personsEnd: personsAt(hamletAt(index + 1)),
  }))
}

/** The draws of the households; the first of each is its size. */
export const householdDice = (seed: number): Dice => new Dice(seed, 'household')

/** The part of a provincial total that falls to the block: numbers `before` to `before + count - 1`, from 0. */
export function shareOf(
  total: number,
  persons: number,
  block: Block,
): { readonly before: number; readonly count: number } {
  const upTo = (people: number): number => Math.floor((total * people) / persons)
  const before = upTo(block.personsBefore)
  return { before, count: upTo(block.personsEnd) - before }
}

/**
 * Something that holds running numbers. It is told of the next block rather than opened anew: functions that are made once
 * run a quarter faster than those made for every block.
 */
export interface Blockwise {
  readonly enter: (block: Block) => void
}

/** Numbers that no other block takes: the count-th of this block, from 0. */
export const inTurns = (block: Block, count: number): number => block.index + block.of * count

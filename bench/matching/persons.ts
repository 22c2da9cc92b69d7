import { open } from 'node:fs/promises'
import { givenName } from '../../core/values.ts'
import type { Table } from '../../engine/matching/intake.ts'
import { six, two } from '../province/notation.ts'
import { Dice } from '../province/random.ts'
import { communeShares, population } from './people.ts'
import { COLUMNS, registrar } from './registers.ts'

/** A seeded source of chance (mulberry32), the same on every machine. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Rows that stand shuffled among each other: as many as stay near the processor. */
const PART = 16_384
/** Measured: most grown people stand in two or three registers. */
const ROWS_PER_PERSON = 2.27
/** Shares no divisor with the 10^8 numbers it scatters. */
const FACTOR = 38_233_709
const NUMBERS = 1e8
/** Bytes of a line, about twice the mean. */
const LINE = 256
const ID = 0
const NAME = 2
const GIVEN = 3

const givenNames = new Map<string, string>()
/** The bare given name; few are distinct. */
function given(name: string): string {
  const word = name.slice(name.lastIndexOf(' ') + 1)
  let own = givenNames.get(word)
  if (own === undefined) givenNames.set(word, (own = givenName(word)))
  return own
}

/** Takes the rows of one part, each with its place in it, and hands over what it made of them. */
interface Sink<T> {
  readonly open: (rows: number) => void
  readonly put: (place: number, cells: readonly string[]) => void
  readonly close: () => T
}

/** The places of a part in an order drawn for it. */
function shuffled(rows: number, dice: Dice): Int32Array {
  const places = new Int32Array(rows)
  for (let i = 0; i < rows; i++) {
    const j = dice.below(i + 1)
    places[i] = places[j]!
    places[j] = i
  }
  return places
}

function* inParts<T>(rows: number, seed: number, sink: Sink<T>): Generator<T> {
  const shares = communeShares(seed, rows / ROWS_PER_PERSON)
  const house = population(seed, shares)
  const dice = new Dice(seed, 'order')
  const ready: T[] = []
  let written = 0
  let filled = 0
  let places: Int32Array = new Int32Array(0)
  const begin = (): void => {
    filled = 0
    places = shuffled(Math.min(PART, rows - written), dice.at(written))
    sink.open(places.length)
  }
  const write = registrar(seed, shares, (cells, source) => {
    if (written === rows) return
    const number = (written * FACTOR + seed) % NUMBERS
    cells[ID] = source[0]! + two((number / 1e6) | 0) + six(number % 1e6)
    cells[GIVEN] = given(cells[NAME]!)
    sink.put(places[filled++]!, cells)
    written++
    if (filled < places.length) return
    ready.push(sink.close())
    if (written < rows) begin()
  })
  if (rows > 0) begin()
  while (written < rows) {
    write(house())
    yield* ready.splice(0)
  }
}

function rowsInMemory(): Sink<readonly (readonly string[])[]> {
  let rows: (readonly string[])[] = []
  return {
    open: (size) => {
      rows = new Array(size)
    },
    put: (place, cells) => {
      rows[place] = cells.slice()
    },
    close: () => rows,
  }
}

/** Lines as bytes: strings kept until their part is whole cost more to collect than to make. */
function linesInBytes(): Sink<Uint8Array> {
  const met = Buffer.allocUnsafe(PART * LINE)
  const out = new Uint8Array(PART * LINE)
  let ends = new Int32Array(0)
  let order = new Int32Array(0)
  let count = 0
  return {
    open: (rows) => {
      ends = new Int32Array(rows + 1)
      order = new Int32Array(rows)
      count = 0
    },
    put: (place, cells) => {
      order[place] = count
      const at = ends[count]!
      ends[++count] = at + met.write(`${cells.join(',')}\n`, at)
    },
    close: () => {
      let at = 0
      for (const line of order) {
        // Lines are so short that making a view of each costs more than this.
        const end = ends[line + 1]!
        for (let i = ends[line]!; i < end; i++) out[at++] = met[i]!
      }
      return out.slice(0, at)
    },
  }
}

/**
 * Rows of three registers (residence, home affairs, land) about the same people, at the published error rates, with what
 * makes people hard to tell apart: namesakes next door, twins, sons of one name with the father, numbers missing, shared
 * or issued anew, marks lost or moved, communes merged. `truth` names the person. Parts of `PART` rows are shuffled within;
 * the rows are the same for the same count and seed, and memory does not grow with the count.
 */
export function* personRows(rows: number, seed: number): Generator<readonly string[]> {
  for (const part of inParts(rows, seed, rowsInMemory())) yield* part
}

/** The same rows as a table that is read as it is made. */
export const personTable = (rows: number, seed: number): Table => ({
  name: `persons-${rows}`,
  columns: COLUMNS,
  rows: { [Symbol.iterator]: () => personRows(rows, seed) },
})

/** The same rows as columns, for sizes that memory holds. */
export function persons(
  rows: number,
  seed: number,
): { readonly name: string; readonly columns: Record<string, string[]>; readonly rows: number } {
  const all = [...personRows(rows, seed)]
  const columns = COLUMNS.map((column, c) => [column, all.map((row) => row[c]!)] as const)
  return { name: `persons-${rows}`, rows, columns: Object.fromEntries(columns) }
}

/** The same rows as CSV with a header, UTF-8; no cell needs quotes. */
export async function writePersons(path: string, rows: number, seed: number): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.write(`${COLUMNS.join(',')}\n`)
    for (const part of inParts(rows, seed, linesInBytes())) await file.write(part)
  } finally {
    await file.close()
  }
}

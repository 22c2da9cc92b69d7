import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { communeShares, population } from '../../../bench/matching/people.ts'
import { personRows, persons, writePersons } from '../../../bench/matching/persons.ts'
import { COLUMNS, registrar } from '../../../bench/matching/registers.ts'
import { DEFAULT_RATES } from '../../../bench/province/rates.ts'
import { SOURCES } from '../../../bench/province/truth.ts'
import { bare } from '../../../core/values.ts'

const ROWS = 70_000
type Column = (typeof COLUMNS)[number]
type Row = Readonly<Record<Column, string>>
const asRow = (cells: readonly string[]): Row => Object.fromEntries(COLUMNS.map((name, c) => [name, cells[c]!])) as Row
const rows: readonly Row[] = [...personRows(ROWS, 7)].map(asRow)
/** Rows by a key of theirs; blank keys are left out. */
function by(key: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const own = key(row)
    const group = groups.get(own)
    if (group) group.push(row)
    else if (own !== '') groups.set(own, [row])
  }
  return [...groups.values()]
}
const personsIn = (group: readonly Row[]): number => new Set(group.map(({ truth }) => truth)).size
const share = (test: (row: Row) => boolean, among: readonly Row[] = rows): number =>
  among.filter(test).length / among.length

describe('rows', () => {
  test('there are as many as asked for, each with an id of its own, and any number will do', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(ROWS)
    for (const count of [0, 1, 16_385]) expect([...personRows(count, 3)]).toHaveLength(count)
  })

  test('the same count and seed give the same rows, as columns and as CSV too', async () => {
    const columns = persons(3000, 5).columns
    const folder = mkdtempSync(join(tmpdir(), 'persons-'))
    try {
      await writePersons(join(folder, 'a.csv'), 3000, 5)
      const [header, ...lines] = readFileSync(join(folder, 'a.csv'), 'utf8').trimEnd().split('\n')
      expect(header).toBe(COLUMNS.join(','))
      expect(lines).toEqual([...personRows(3000, 5)].map((cells) => cells.join(',')))
      expect(COLUMNS.map((name) => columns[name]![17]).join(',')).toBe(lines[17])
    } finally {
      rmSync(folder, { recursive: true })
    }
    const hash = (seed: number) =>
      createHash('sha256')
        .update(JSON.stringify([...personRows(500, seed)]))
        .digest('hex')
    expect(hash(5)).toBe(hash(5))
    expect(hash(6)).not.toBe(hash(5))
  })

  test('the order of the file tells nothing: rows of one person stand far apart', () => {
    const neighbours = rows.filter(({ truth }, at) => at > 0 && rows[at - 1]!.truth === truth)
    expect(neighbours.length / ROWS).toBeLessThan(0.001)
  })

  test('communes have ten to fifteen thousand people, so that their number grows and their size does not', () => {
    for (const people of [100_000, 2_000_000]) {
      const shares = communeShares(7, people)
      for (const one of shares) expect(one * people).toBeGreaterThan(9000)
      for (const one of shares) expect(one * people).toBeLessThan(16_000)
      expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10)
    }
  })
})

describe('what the registers get wrong', () => {
  const seed = 7
  const shares = communeShares(seed, 300_000)
  const counts = Object.fromEntries(SOURCES.map((source) => [source, { rows: 0, E1: 0, E2: 0, E3: 0, E4: 0, E5: 0 }]))
  const spoilt = new Map<string, number[]>()
  let written = 0
  const write = registrar(seed, shares, (cells, source, faults) => {
    written++
    const own = counts[source]!
    own.rows++
    for (const family of new Set(faults.map((fault) => fault.family))) own[family as 'E1']++
    const dayless = !/^\d{4}-(?!01-01)/.test(cells[4]!) && faults.every(({ family }) => family !== 'E4')
    if (dayless && cells[4] !== '' && cells[4]!.slice(0, 4) < '1960') own.E4++
    if (source === 'land') {
      const commune = spoilt.get(cells[6]!) ?? spoilt.set(cells[6]!, [0, 0]).get(cells[6]!)!
      commune[0]!++
      if (faults.length > 0) commune[1]!++
    }
  })
  const house = population(seed, shares)
  while (written < 200_000) write(house())

  test.each(SOURCES)('%s: the published share of every family', (source) => {
    const { rows: all, ...families } = counts[source]!
    for (const [family, count] of Object.entries(families)) {
      const published = DEFAULT_RATES[source][family as 'E1']!
      expect(Math.abs((100 * count) / all - published), family).toBeLessThan(0.15 * published + 0.5)
    }
  })

  test('some communes hardly err and others in most rows', () => {
    const big = [...spoilt.values()].filter(([all]) => all! > 500).map(([all, bad]) => bad! / all!)
    expect(Math.min(...big)).toBeLessThan(0.35)
    expect(Math.max(...big)).toBeGreaterThan(0.7)
  })

  test('names lose their marks, are decomposed, or have D for Đ', () => {
    expect(share(({ full_name }) => full_name !== full_name.normalize('NFC'))).toBeGreaterThan(0.001)
    expect(share(({ full_name }) => /[a-z]/i.test(full_name) && !/[^ -~]/.test(full_name))).toBeGreaterThan(0.01)
    expect(rows.some(({ full_name }) => /\bDặng|\bDỗ/.test(full_name.normalize('NFC')))).toBe(true)
    expect(rows.every(({ full_name, given }) => bare(full_name).endsWith(given))).toBe(true)
  })

  test('numbers are missing, given as nine digits, or one digit off', () => {
    const land = rows.filter(({ id }) => id.startsWith('l'))
    expect(share(({ pid }) => pid === '', land)).toBeGreaterThan(0.2)
    expect(share(({ pid, cmnd }) => pid === '' && cmnd !== '', land)).toBeGreaterThan(0.1)
    const off = by(({ truth }) => truth).filter(
      (group) => new Set(group.map(({ pid }) => pid).filter(Boolean)).size > 1,
    )
    expect(off.length).toBeGreaterThan(100)
  })

  test('dates are years alone, the first of January, or day for month', () => {
    expect(share(({ birth_date }) => birth_date.length === 4)).toBeGreaterThan(0.005)
    expect(share(({ birth_date }) => birth_date.endsWith('-01-01'))).toBeGreaterThan(0.015)
    const swaps = by(({ truth }) => truth).filter((group) =>
      group.some(({ birth_date: a }) =>
        group.some(
          ({ birth_date: b }) => a.length === 10 && a !== b && a === `${b.slice(0, 5)}${b.slice(8)}-${b.slice(5, 7)}`,
        ),
      ),
    )
    expect(swaps.length).toBeGreaterThan(20)
  })

  test('some rows still have the code of a commune that was merged', () => {
    const used = by(({ commune }) => commune).map((group) => group.length)
    const today = used.filter((count) => count > 5000)
    expect(today).toHaveLength(communeShares(7, ROWS / 2.27).length)
    expect(used.length).toBeGreaterThan(2 * today.length)
  })
})

describe('people who are hard to tell apart', () => {
  test('38 of a hundred are Nguyễn', () => {
    expect(share(({ full_name }) => bare(full_name).startsWith('nguyen '))).toBeCloseTo(0.38, 1)
  })

  test('twins live together and have their birth date in common but not their given name', () => {
    const twins = by(({ household, birth_date }) => household && `${household} ${birth_date}`).filter(
      (group) => personsIn(group) > 1 && group[0]!.birth_date.length === 10 && !group[0]!.birth_date.endsWith('-01-01'),
    )
    expect(twins.length).toBeGreaterThan(20)
    const apart = twins.filter((group) => new Set(group.map(({ given }) => given)).size > 1)
    expect(apart.length / twins.length).toBeGreaterThan(0.9)
  })

  test('neighbours of one commune have the same name and birth year, and are different people', () => {
    const namesakes = by(({ full_name, birth_date, commune }) => `${full_name} ${birth_date.slice(0, 4)} ${commune}`)
    expect(namesakes.filter((group) => personsIn(group) > 1).length).toBeGreaterThan(500)
  })

  test('sons have the name of their father', () => {
    const houses = by(({ household, full_name }) => household && `${household} ${full_name}`)
    const alike = houses.filter((group) => new Set(group.map(({ birth_date }) => birth_date.slice(0, 3))).size > 1)
    expect(alike.filter((group) => personsIn(group) > 1).length).toBeGreaterThan(5)
  })

  test('a few persons share one number, a household shares its phone', () => {
    const shared = by(({ pid }) => pid).filter((group) => personsIn(group) > 1)
    expect(shared.length).toBeGreaterThan(5)
    expect(shared.length / ROWS).toBeLessThan(0.01)
    const phones = by(({ phone }) => phone)
    const several = phones.filter((group) => personsIn(group) > 1)
    expect(several.length / phones.length).toBeGreaterThan(0.05)
  })
})

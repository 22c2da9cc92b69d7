import { describe, expect, test } from 'vitest'
import { type Delivery, type Page, type SourceKind, SourceRefused } from '../../core/source.ts'

/** A delivery that any source kind must be able to read, made by the test of that kind out of real files or tables. */
export interface SourceSample {
  readonly kind: SourceKind
  readonly folder: string
  readonly businessDate: string
  /** As `find` and `open` know it. */
  readonly path: string
  readonly columns: readonly string[]
  /** What must come back, with the locator of each row. */
  readonly rows: readonly { readonly line: number; readonly values: readonly string[] }[]
  /** Lines of the records that cannot be read; at least one. */
  readonly faulty: readonly number[]
  /** A delivery that must be refused as a whole. */
  readonly refused: string
}

export async function pagesOf(delivery: Delivery): Promise<readonly Page[]> {
  const pages: Page[] = []
  for await (const page of delivery.pages()) pages.push(page)
  return pages
}

/** The contract of `core/source.ts`; every source kind runs it. */
export function describeSource(name: string, make: () => Promise<SourceSample>): void {
  describe(`${name} keeps the contract of a source`, () => {
    test('it finds the delivery, and nothing later than the business date', async () => {
      const { kind, folder, path, businessDate } = await make()
      expect((await kind.find({ folder, source: 'sample', businessDate }))[0]).toBe(path)
      expect(await kind.find({ folder, source: 'sample', businessDate: '1900-01-01' })).not.toContain(path)
    })

    test('it reads the same twice, also side by side', async () => {
      const { kind, path } = await make()
      const delivery = await kind.open(path)
      const [first, second] = await Promise.all([pagesOf(delivery), pagesOf(delivery)])
      expect(second).toEqual(first)
      const again = await kind.open(path)
      expect(await pagesOf(again)).toEqual(first)
      expect(again.sha256).toBe(delivery.sha256)
    })

    test('rows come in column order with exact locators', async () => {
      const { kind, path, columns, rows } = await make()
      const delivery = await kind.open(path)
      expect(delivery.columns).toEqual(columns)
      const pages = await pagesOf(delivery)
      const read = pages.flatMap((page) => page.rows.map((values, i) => ({ line: page.lines[i], values })))
      expect(read).toEqual(rows)
    })

    test('nothing is dropped: rows and faults are the records of the delivery, in order', async () => {
      const { kind, path, rows, faulty } = await make()
      const pages = await pagesOf(await kind.open(path))
      const faults = pages.flatMap((page) => page.faults)
      expect(faults.map(({ line }) => line)).toEqual(faulty)
      expect(pages.flatMap((page) => page.rows).length + faults.length).toBe(rows.length + faulty.length)
      for (const page of pages) expect(page.lines).toHaveLength(page.rows.length)
      for (const fault of faults) expectComplete(fault)
      for (const fault of faults) expect(fault.raw).not.toBe(undefined)
    })

    test('a delivery that cannot be used throws SourceRefused with a complete fault', async () => {
      const { kind, refused } = await make()
      const error = await refusalOf(kind, refused)
      expect(error.faults.length).toBeGreaterThan(0)
      expect(error.file).not.toContain('/')
      for (const fault of error.faults) expectComplete(fault)
      for (const fault of error.faults) expect(error.message).toContain(fault.todo)
    })
  })
}

/** A fault says what, where, found, expected and what to do, Vietnamese first. */
export function expectComplete(fault: { fault: string; got: string; expected: string; todo: string }): void {
  expect(fault.fault).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  for (const sentence of [fault.got, fault.expected, fault.todo]) expect(sentence).not.toBe('')
  expect(fault.todo).toMatch(/[à-ỹđ].*\(.+\)$/i)
}

/** Opens and reads to the end; the refusal, or a failed test. */
export async function refusalOf(kind: SourceKind, path: string): Promise<SourceRefused> {
  try {
    await pagesOf(await kind.open(path))
  } catch (error) {
    expect(error).toBeInstanceOf(SourceRefused)
    return error as SourceRefused
  }
  throw new Error(`${path} was not refused`)
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChunkSpec, compileChunkJudge, type JudgedChunk } from '../../../activities/judging/chunk.ts'
import { openJudgingPool } from '../../../activities/judging/pool.ts'
import { generateProvince } from '../../../bench/province/generate.ts'
import { domainsOf } from '../../../core/catalog.ts'
import type { ChangedChunk } from '../../../store/landing.ts'
import { compileRecordLine } from '../../../store/lines.ts'
import type { NewRecord } from '../../../store/records.ts'
import { copyCell } from '../../../store/sql.ts'
import { loadSchemas } from '../../support/chain.ts'

const SCHEMAS = new URL('../../../schemas/', import.meta.url)
const DATE = '2026-11-21'
const CHUNK = 100
const catalog = await loadSchemas()
const out = mkdtempSync(join(tmpdir(), 'sogoc-judging-'))
const extracts = new Map<string, { readonly columns: readonly string[]; readonly jobs: readonly ChangedChunk[] }>()

beforeAll(async () => {
  const { nights } = await generateProvince({ persons: 600, seed: 5, nights: 1, firstDate: DATE, out })
  for (const { source, path } of nights[0]!.files) {
    const delivery = await catalog.sources.get(source)!.from.open(path)
    const jobs: ChangedChunk[] = []
    let seq = 0
    for await (const { rows } of delivery.pages()) {
      for (let at = 0; at < rows.length; at += CHUNK, seq += CHUNK) {
        const part = rows.slice(at, at + CHUNK)
        const seqs = part.map((_, i) => seq + i).filter((own) => own % 10 !== 3)
        jobs.push({
          body: deflateRawSync(JSON.stringify(part.map((cells, i) => [seq + i + 2, cells]))),
          firstSeq: seq,
          seqs,
          rowKeys: seqs.map((own) => part[own - seq]![0]!),
        })
      }
    }
    extracts.set(source, { columns: delivery.columns, jobs })
  }
})
afterAll(() => rmSync(out, { recursive: true, force: true }))

const specOf = (source: string, more: Partial<ChunkSpec> = {}): ChunkSpec => ({
  source,
  columns: extracts.get(source)!.columns,
  asOf: DATE,
  leads: Object.fromEntries(domainsOf(catalog, source).map((name) => [name, { record: 'a\t', finding: 'b\\tc\t' }])),
  reference: [],
  hasRecords: true,
  ...more,
})
const textOf = (chunk: JudgedChunk) =>
  [chunk.accepted, chunk.quarantined, chunk.findings, chunk.reasons].map((text) => Buffer.from(text).toString('utf8'))
const inline = (source: string, more?: Partial<ChunkSpec>) => {
  const domains = domainsOf(catalog, source).map((name) => catalog.domains.get(name)!)
  return compileChunkJudge(domains, specOf(source, more))
}

describe.each(['residence', 'home-affairs', 'land'])('chunks of %s', (source) => {
  test.each([1, 2])('are the same bytes from %i threads as in place', async (threads) => {
    const { jobs } = extracts.get(source)!
    const here = inline(source)
    const expected = jobs.map((job) => here(job).map((chunk) => [textOf(chunk), chunk.counts]))
    const pool = openJudgingPool(SCHEMAS, threads)
    const judge = pool.batch(domainsOf(catalog, source), specOf(source))
    try {
      const replies = await Promise.all(jobs.map((job) => judge(job)))
      expect(replies.map((reply) => reply.map((chunk) => [textOf(chunk), chunk.counts]))).toEqual(expected)
    } finally {
      await pool.close()
    }
  })

  test('hold a line for everything that they count, with its lead', () => {
    const judge = inline(source)
    for (const job of extracts.get(source)!.jobs) {
      for (const chunk of judge(job)) {
        const [accepted, quarantined, findings, reasons] = textOf(chunk).map((text) => text.split('\n').slice(0, -1))
        expect([accepted!.length, quarantined!.length, findings!.length]).toEqual(Object.values(chunk.counts))
        for (const line of [...accepted!, ...quarantined!]) expect(line.split('\t')).toHaveLength(8)
        for (const line of findings!) expect(line.split('\t')).toHaveLength(9)
        const parked = new Set(quarantined!.map((line) => line.split('\t')[3]))
        expect(reasons!.map((line) => line.split('\t')[0])).toEqual([...parked])
      }
    }
  })

  test('may leave records out and keep their findings and counts', () => {
    const { jobs } = extracts.get(source)!
    const [full, bare] = [inline(source)(jobs[0]!), inline(source, { hasRecords: false })(jobs[0]!)]
    for (const [i, chunk] of bare.entries()) {
      expect([chunk.accepted.length, chunk.quarantined.length]).toEqual([0, 0])
      expect(chunk.counts).toEqual(full[i]!.counts)
      expect(textOf(chunk).slice(2)).toEqual(textOf(full[i]!).slice(2))
    }
  })
})

test('a thread that cannot start says why to everybody who waits', async () => {
  const pool = openJudgingPool(SCHEMAS, 1)
  const judge = pool.batch(['persn'], specOf('residence'))
  const [job] = extracts.get('residence')!.jobs
  const replies = await Promise.allSettled([judge(job!), judge(job!)])
  await pool.close()
  expect(replies.map((reply) => reply.status === 'rejected' && String(reply.reason))).toEqual(
    Array(2).fill(expect.stringContaining('no domain persn')),
  )
})

const value = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '\t', '\n', '\r', '\u0001', '𝔘', '\ud800', 'ễ', 'a') }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  fc.boolean(),
)

/** The plain way: JSON without nulls, cell by cell. */
const recordLine = ({ key, rowKey, seq, values, blockKeys, groupKeys, composites }: NewRecord): string => {
  const packed = JSON.stringify(values, (_, own) => (own === null ? undefined : own))
  return `${copyCell(key)}\t${copyCell(rowKey)}\t${seq}\t${copyCell(packed)}\t{${blockKeys.join(',')}}\t{${groupKeys.join(',')}}\t${copyCell(composites)}\n`
}

test('the compiled record line is the plain one', () => {
  const fields = ['a', 'bé', 'c']
  const line = compileRecordLine(fields, 'x\t')
  const record = fc.record({
    key: fc.string(),
    rowKey: fc.string(),
    seq: fc.nat(),
    values: fc.tuple(value, value, value).map((own) => Object.fromEntries(fields.map((field, i) => [field, own[i]!]))),
    blockKeys: fc.array(fc.maxSafeNat()),
    groupKeys: fc.array(fc.maxSafeNat()),
    composites: fc.option(fc.string()),
  })
  fc.assert(fc.property(record, (own: NewRecord) => line(own) === `x\t${recordLine(own)}`))
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createActivities } from '../../activities/index.ts'
import { Grids } from '../../activities/matching/grids.ts'
import { openModels } from '../../activities/matching/model.ts'
import { openScoring } from '../../activities/matching/scoring.ts'
import { matchDomain } from '../../bench/faults/chain.ts'
import { type Catalog, loadCatalog } from '../../core/catalog.ts'
import { systemClock } from '../../core/clock.ts'
import { readConfig } from '../../core/config.ts'
import { blockKeysOf, compositesOf } from '../../engine/matching/domain.ts'
import { compileRecordLine } from '../../store/lines.ts'
import { openIntake, recordLead } from '../../store/records.ts'
import { openStore, rows, run } from '../../store/sql.ts'
import { openRun } from '../../store/stages.ts'
import { testDatabase } from '../support/database.ts'

const catalog: Catalog = await loadCatalog(new URL('./grid/', import.meta.url))
const domain = catalog.domains.get('thing')!
const keysOf = blockKeysOf(domain)
const compositesFor = compositesOf(domain)

interface Thing {
  readonly source: 'a' | 'b'
  readonly key: string
  readonly values: Readonly<Record<'code' | 'name' | 'year' | 'tags', string | null>>
}

/** What changes in one night: new versions of records, and records that are gone. */
interface Night {
  readonly saved: readonly Thing[]
  readonly gone: readonly Pick<Thing, 'source' | 'key'>[]
  readonly chunkPairs: number
}

/** A register in a database of its own, which is told of changes night by night. */
async function openRegister() {
  const store = openStore(await testDatabase())
  let nights = 0
  const save = async ({ saved, gone }: Night) =>
    store.transaction(async (tx) => {
      for (const source of ['a', 'b'] as const) {
        const place = { domain: 'thing', source, batchId: 1, asOf: '2026-11-21' }
        const line = compileRecordLine(Object.keys(domain.fields), recordLead(place))
        const own = saved.filter((thing) => thing.source === source)
        const lines = own.map(({ key, values }) => {
          const row = { key, rowKey: key, seq: nights, values, groupKeys: [] }
          return line({ ...row, blockKeys: keysOf(values), composites: compositesFor(values) })
        })
        const intake = await openIntake(tx, place, true)
        await intake.take({ accepted: [Buffer.from(lines.join(''))], quarantined: [] })
      }
      for (const { source, key } of gone)
        await run(
          tx,
          `with retired as (
             update source_record set gone = true where source = $1 and key = $2 and not gone returning record_id)
           insert into touched_record (domain, record_id) select 'thing', record_id from retired
               on conflict (domain, record_id) do update set taken_by = null`,
          [source, key],
        )
    })
  return {
    store,
    async night(night: Night, scoring = openScoring()) {
      const runId = `night-${++nights}`
      const config = { ...readConfig({}), SOGOC_CHUNK_PAIRS: night.chunkPairs }
      const context = { store, catalog, config, clock: systemClock }
      const matching = { context, models: openModels(catalog), grids: new Grids(), scoring }
      const activities = createActivities(context, () => ({ beat() {}, stopping: false }), matching)
      await store.transaction((tx) =>
        openRun(tx, { run_id: runId, kind: 'night', business_date: '2026-11-21', dry_run: true }),
      )
      await save(night)
      await matchDomain(activities, runId, 'thing')
      await activities.mergeDomain({ runId, domain: 'thing' })
      const [block] = await store.read((tx) =>
        rows<{ counts: { kind: 'full' | 'delta' } }>(
          tx,
          `select counts from stage where run_id = $1 and stage = 'block'`,
          [runId],
        ),
      )
      return block?.counts.kind ?? null
    },
    /** What matching left behind, by names that do not depend on how it came about. */
    async outcome() {
      const ref = (id: string) => `(select source || ':' || key from source_record where record_id = ${id})`
      return store.read(async (tx) => ({
        edges: await rows(
          tx,
          `select ${ref('left_id')} as a, ${ref('right_id')} as b, weight, pattern, bits, rule, fate
             from edge order by 1, 2`,
        ),
        clusters: (
          await rows<{ members: string }>(
            tx,
            `select string_agg(source || ':' || key, ' ' order by source collate "C", key) as members
               from crosswalk join source_record using (record_id) group by golden_id order by 1`,
          )
        ).map(({ members }) => members),
        hot: await rows<{ key: number }>(
          tx,
          `select key, rule, records, (select array_agg(source || ':' || s.key order by source collate "C", s.key)
                                         from unnest(h.record_ids) as m (id) join source_record s on s.record_id = m.id) as who
             from hot_key h order by key`,
        ),
        cases: await rows(
          tx,
          `select kind, reasons, members, evidence from review_case where state = 'open' order by members::text`,
        ),
      }))
    },
  }
}

const pick = <T>(...from: readonly T[]) => fc.constantFrom(...from)
const thing = fc.record({
  source: pick('a' as const, 'b' as const),
  key: fc.integer({ min: 1, max: 25 }).map((n) => `K${String(n).padStart(2, '0')}`),
  values: fc.record({
    code: fc.option(pick('40317592', '40317593', '58120346', '71904425', '26637180'), { freq: 2 }),
    name: fc.option(pick('Ao', 'Ao Sen', 'Đồng', 'Đồng Xanh', 'Rừng', 'Núi', 'Núi Đá'), { freq: 9 }),
    year: fc.option(pick('2001', '2002', '2003', '2010'), { freq: 9 }),
    tags: fc.option(
      fc.subarray(['cũ', 'mới', 'to', 'nhỏ', 'xa', 'gần'], { maxLength: 3 }).map((tags) => tags.join(' ') || null),
      { freq: 3 },
    ),
  }),
})
const night = fc.record({
  saved: fc.uniqueArray(thing, { maxLength: 7, selector: ({ source, key }) => source + key }),
  gone: fc.uniqueArray(thing, { maxLength: 3, selector: ({ source, key }) => source + key }),
  chunkPairs: pick(1, 7, 1_000_000),
})
const first = fc.record({
  saved: fc.uniqueArray(thing, { minLength: 30, maxLength: 50, selector: ({ source, key }) => source + key }),
  gone: fc.constant([]),
  chunkPairs: pick(1, 7, 1_000_000),
})

const latest = (nights: readonly Night[]): readonly Thing[] => {
  const now = new Map<string, Thing>()
  for (const { saved, gone } of nights) {
    for (const own of saved) now.set(own.source + own.key, own)
    for (const { source, key } of gone) now.delete(source + key)
  }
  return [...now.values()]
}

let [deltas, crossings] = [0, 0]

test('changes night by night end in the edges, clusters, cases and hot keys of one load, however the pairs are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(first, night, night, night), async (nights) => {
      const stepwise = await openRegister()
      let hot = '[]'
      for (const own of nights) {
        const isDelta = (await stepwise.night(own)) === 'delta'
        const now = JSON.stringify((await stepwise.outcome()).hot.map(({ key }) => key))
        if (isDelta) deltas++
        if (isDelta && now !== hot) crossings++
        hot = now
      }
      const atOnce = await openRegister()
      await atOnce.night({ saved: latest(nights), gone: [], chunkPairs: 1_000_000 })
      const [one, other] = [await stepwise.outcome(), await atOnce.outcome()]
      await Promise.all([stepwise.store.close(), atOnce.store.close()])
      expect(one).toEqual(other)
    }),
    { numRuns: Number(process.env.RUNS ?? 15), endOnFailure: true },
  )
  // Otherwise the property says little.
  expect(Math.min(deltas, crossings)).toBeGreaterThan(0)
}, 600_000)

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MatchableIntake } from '../../../activities/matching/intake.ts'
import { loadCatalog } from '../../../core/catalog.ts'
import { blockKeysOf, COMPOSITE_END, compositesOf } from '../../../engine/matching/domain.ts'
import { textOf } from '../../../engine/matching/encode.ts'
import { compileRecordLine } from '../../../store/lines.ts'
import { streamMatchable, streamMatchableOf } from '../../../store/matchable.ts'
import { openIntake, recordLead } from '../../../store/records.ts'
import { openStore, rows, run } from '../../../store/sql.ts'
import { testDatabase } from '../../support/database.ts'

const store = openStore(await testDatabase())
const domain = (await loadCatalog(new URL('../grid/', import.meta.url))).domains.get('thing')!
const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', ',', ':', ' ', '\t', '\n', '\u0001', 'ễ', '𝔘', 'a'),
    minLength: 1,
  }),
)
const cell = fc.option(
  text.filter((own) => !own.includes('\0') && !own.includes(COMPOSITE_END)),
  { freq: 4 },
)
const values = fc.record({ code: cell, name: cell, year: cell, tags: cell })

test('records are encoded as they were judged, whatever their values hold', async () => {
  let nights = 0
  await fc.assert(
    fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 12 }), async (all) => {
      const seq = ++nights
      await store.transaction(async (tx) => {
        await run(tx, 'delete from source_record')
        const place = { domain: 'thing', source: 'a', batchId: 1, asOf: '2026-11-21' }
        const line = compileRecordLine(['code', 'name', 'year', 'tags'], recordLead(place))
        const lines = all.map((row, n) => {
          const own = { key: `K${10 + n}`, rowKey: `K${10 + n}`, seq, values: row, groupKeys: [] }
          return line({ ...own, blockKeys: blockKeysOf(domain)(row), composites: compositesOf(domain)(row) })
        })
        const intake = await openIntake(tx, place, true)
        await intake.take({ accepted: [Buffer.from(lines.join(''))], quarantined: [] })
      })
      await store.transaction(async (tx) => {
        const intake = new MatchableIntake(domain)
        await streamMatchable(tx, 'thing', intake)
        const loaded = intake.done()
        const compared = all.map(({ code, name, year, tags }) => [
          code,
          name,
          year,
          tags === null ? null : `${tags} ${name ?? ''}`,
        ])
        const read = all.map((_, record) =>
          loaded.columns.map((column) => (column.ids[record]! < 0 ? null : textOf(column, column.ids[record]!))),
        )
        expect(read).toEqual(compared)
        const ids = await rows<{ record_id: number }>(tx, 'select record_id from source_record order by key')
        expect([...loaded.ids]).toEqual(ids.map(({ record_id }) => record_id))
        const some = new MatchableIntake(domain)
        await streamMatchableOf(tx, 'thing', loaded.ids, some)
        expect(some.done()).toEqual(loaded)
      })
    }),
    { numRuns: 40 },
  )
  await store.close()
})

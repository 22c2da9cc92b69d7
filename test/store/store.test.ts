import { expect, test } from 'vitest'
import type { Failure } from '../../core/errors.ts'
import { migrate } from '../../store/migrate.ts'
import { copyIn, copyOut, openStore, rows, run, script } from '../../store/sql.ts'
import { openRun, stageOnce } from '../../store/stages.ts'
import { testDatabase } from '../support/database.ts'

const url = await testDatabase()
const store = openStore(url)

test('migrations run once, from any number of processes', async () => {
  const empty = await testDatabase({ isEmpty: true })
  const applied = await Promise.all([migrate(empty), migrate(empty), migrate(empty)])
  expect(applied.filter(({ length }) => length > 0)).toHaveLength(1)
})

test.each(['landing', 'finding', 'golden_version', 'decision'])('nothing is deleted from %s', async (table) => {
  await expect(store.transaction((tx) => run(tx, `delete from ${table}`))).rejects.toThrow('insert-only')
  await expect(store.transaction((tx) => script(tx, `truncate ${table} cascade`))).rejects.toThrow('insert-only')
})

test('COPY carries any text there and back', async () => {
  const texts = ['', 'a\tb', 'c\\d', 'e\nf\rg', '\\N', '\\.', 'Nguyễn Đình Ước', '"\'', '𝔘', '\u0000|']
  const back = await store.transaction(async (tx) => {
    await script(tx, 'create temp table t (n int, body text) on commit drop')
    await copyIn(tx, 't', [...texts.map((text, n) => [n, text]), [texts.length, null]])
    const found: (string | null)[] = []
    await copyOut(tx, 'select n, body from t order by n', ([, body]) => found.push(body ?? null))
    return found
  })
  expect(back).toEqual([...texts.slice(0, -1), '\ufffd|', null])
})

test('a stage happens once, also when two attempts meet', async () => {
  await store.transaction((tx) =>
    openRun(tx, { run_id: 'r', kind: 'night', business_date: '2026-11-21', dry_run: true }),
  )
  let done = 0
  const attempt = () =>
    stageOnce(store, { runId: 'r', name: 'x', stage: 'check' }, async () => {
      await new Promise((wait) => setTimeout(wait, 100))
      return { n: ++done }
    })
  expect(await Promise.all([attempt(), attempt(), attempt()])).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }])
})

test('a stage that fails leaves nothing behind', async () => {
  const failing = stageOnce(store, { runId: 'r', name: 'y', stage: 'check' }, async (tx) => {
    await run(tx, `insert into touched_record (domain, record_id) values ('person', 1)`)
    throw new Error('midway')
  })
  await expect(failing).rejects.toThrow('midway')
  expect(await store.read((tx) => rows(tx, 'select * from touched_record'))).toEqual([])
  expect(await store.read((tx) => rows(tx, `select * from stage where name = 'y'`))).toEqual([])
})

test('a connection that the server ends is a passing fault, and the store goes on', async () => {
  const killed = store.transaction((tx) => run(tx, 'select pg_terminate_backend(pg_backend_pid())'))
  await expect(killed).rejects.toMatchObject({ code: 'DatabaseUnavailable' } satisfies Partial<Failure>)
  expect(await store.read((tx) => rows(tx, 'select 1 as one'))).toEqual([{ one: 1 }])
  await store.close()
})

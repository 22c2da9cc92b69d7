import { createHash } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { Item } from '../../simulators/protocol.ts'
import { creation, creations, keyOf, openPlatform } from './client.ts'

const PLANTED = 250_000

const platform = await openPlatform()
beforeEach(async () => {
  await platform.reset()
})

interface Bucket {
  readonly bucket: number
  readonly count: number
  readonly checksum: number
  readonly inactive: number
}
interface Row {
  readonly id: string
  readonly payloadHash: string
  readonly state: string
}

const summary = async (buckets: number) =>
  (await platform.call<{ buckets: Bucket[] }>('population', 'summary', { buckets })).data.buckets
const rows = async (buckets: number, bucket: number[]) =>
  (await platform.call<{ rows: Row[] }>('population', 'rows', { buckets, bucket })).data.rows

// The definition once more, in other words than the SQL of the simulator.
const sha = (text: string) => createHash('sha256').update(text).digest()
const payloadHash = ({ payload }: Item) =>
  sha(
    `{${Object.keys(payload)
      .sort()
      .map((name) => `"${name}":${JSON.stringify(payload[name])}`)
      .join(',')}}`,
  ).toString('hex')
const bucketOf = (id: string, buckets: number) => sha(id).readUInt32BE(0) % buckets
function expected(items: readonly Item[], buckets: number): Bucket[] {
  return Array.from({ length: buckets }, (_, bucket) => {
    const own = items.filter(({ id }) => bucketOf(id, buckets) === bucket)
    const sum = own.reduce((total, item) => total + BigInt(sha(`${item.id}:${payloadHash(item)}`).readUIntBE(0, 6)), 0n)
    return { bucket, count: own.length, checksum: Number(sum % 2n ** 48n), inactive: 0 }
  })
}

test.each([1, 64, 1000])('counts and checksums over %i buckets are those of the definition', async (buckets) => {
  const items = creations(400)
  await platform.deliver(items)
  expect(await summary(buckets)).toEqual(expected(items, buckets))
})

test('a changed row changes its bucket and no other, and its rows name it', async () => {
  await platform.deliver(creations(400))
  const before = await summary(64)
  const changed = creation(7, {
    key: keyOf('changed'),
    op: 'update',
    payload: { ...creation(7).payload, ho_ten: 'Trần Mẫu' },
  })
  await platform.deliver([changed])
  const own = bucketOf(changed.id, 64)
  expect((await summary(64)).filter((each, n) => each.checksum !== before[n]!.checksum)).toMatchObject([
    { bucket: own },
  ])
  const found = await rows(64, [own])
  expect(found.every(({ id }) => bucketOf(id, 64) === own)).toBe(true)
  expect(found).toHaveLength(before[own]!.count)
  expect(found).toContainEqual({ id: changed.id, payloadHash: payloadHash(changed), state: 'active' })
})

test('a deactivated row leaves count and checksum, and stays listed with its last content', async () => {
  await platform.deliver(creations(50))
  await platform.deliver([creation(7, { key: keyOf('close'), op: 'deactivate', payload: {} })])
  const rest = creations(50).filter(({ id }) => id !== 'P-7')
  expect(await summary(1)).toEqual([{ ...expected(rest, 1)[0], inactive: 1 }])
  expect(await rows(1, [0])).toContainEqual({ id: 'P-7', payloadHash: payloadHash(creation(7)), state: 'inactive' })
})

test('a quarter of a million held records are summed up, and some of them listed, in half a second each', async () => {
  await platform.db.query(
    `insert into national.record (service, id, payload_hash, state, national_id, applied_key, applied_at)
     select 'population', 'P-' || n, encode(sha256(n::text::bytea), 'hex'), 'active', 'DC-' || n, 'planted ' || n, now()
       from generate_series(1, $1::int) n`,
    [PLANTED],
  )
  const buckets = await summary(64)
  expect(buckets.reduce((total, { count }) => total + count, 0)).toBe(PLANTED)
  expect(await rows(64, [5])).toHaveLength(buckets[5]!.count)
  expect(await shortestOf3(() => summary(64))).toBeLessThan(500)
  expect(await shortestOf3(() => rows(64, [5]))).toBeLessThan(500)
  expect(await platform.call('population', 'rows', { buckets: 1, bucket: [0] })).toMatchObject({
    code: 'TOO_MANY_ROWS',
  })
})

async function shortestOf3(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < 3; n++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

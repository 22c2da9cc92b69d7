import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bucketOf, payloadHash, rowChecksum, sha256 } from '../../core/hash.ts'
import type { Item, TargetConnection } from '../../core/target.ts'

/** A line to a real far side that can be told to misbehave. */
export interface TargetUnderTest {
  readonly connection: TargetConnection
  /** A payload that the far side accepts for the given number. */
  payload(n: number): Item['payload']
  misbehave(kind: 'none' | 'timeout after commit' | 'throttle' | 'cut-off body' | 'refuse'): Promise<void>
  /** How often the far side applied something, and how often twice. */
  applied(): Promise<{ readonly applied: number; readonly twice: number }>
}

/** What every kind of target must keep for promise 7: each effect happens once, and a named `unknown` where it cannot be told. */
export function describeTarget(name: string, target: TargetUnderTest): void {
  const item = (n: number, round = 1): Item => ({
    key: `e1:${sha256(`${name} ${n} ${round}`)}`,
    op: 'create',
    id: `x-${n}`,
    payload: target.payload(n),
  })
  const { connection } = target
  const kinds = async (items: readonly Item[]) =>
    (await connection.send(randomUUID(), items)).outcomes.map(({ kind }) => kind)

  describe(`target ${name}`, () => {
    test('accepts with a receipt, and the same key again is the same effect', async () => {
      const { outcomes } = await connection.send(randomUUID(), [item(1), item(2)])
      expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
      const [first] = outcomes
      expect(first?.kind === 'accepted' && first.receipt.length > 10).toBe(true)
      expect(await kinds([item(1), item(2)])).toEqual(['accepted', 'accepted'])
      expect(await target.applied()).toEqual({ applied: 2, twice: 0 })
    })

    test('after a time-out the outcome is unknown, and the probe tells it', async () => {
      await target.misbehave('timeout after commit')
      expect(await kinds([item(3)])).toEqual(['unknown'])
      await target.misbehave('none')
      expect((await connection.probe([item(3).key, item(4).key])).map(({ kind }) => kind)).toEqual([
        'accepted',
        'unsent',
      ])
    })

    test('a cut-off answer is unknown, never success', async () => {
      await target.misbehave('cut-off body')
      expect(await kinds([item(5)])).toEqual(['unknown'])
      await target.misbehave('none')
    })

    test('a throttled call is surely unsent, and says how long to wait', async () => {
      await target.misbehave('throttle')
      const { outcomes, pauseMs } = await connection.send(randomUUID(), [item(6)])
      expect(outcomes[0]?.kind).toBe('unsent')
      expect(pauseMs).toBeGreaterThan(0)
      await target.misbehave('none')
    })

    test('a refusal has a code and a sentence', async () => {
      await target.misbehave('refuse')
      const { outcomes } = await connection.send(randomUUID(), [item(7)])
      expect(outcomes[0]).toMatchObject({
        kind: 'rejected',
        code: expect.stringMatching(/.+/),
        message: expect.stringMatching(/.+/),
      })
      await target.misbehave('none')
    })

    test('segments and rows agree with what was accepted, by our own arithmetic', async () => {
      const held = await connection.held(16, [...Array(16).keys()])
      expect(held.find(({ id }) => id === 'x-1')?.payloadHash).toBe(payloadHash(target.payload(1)))
      const segments = await connection.segments(16)
      for (const { bucket, count, checksum } of segments) {
        const own = held.filter(({ id }) => bucketOf(id, 16) === bucket)
        expect(count).toBe(own.length)
        expect(checksum).toBe(own.reduce((sum, row) => (sum + rowChecksum(row.id, row.payloadHash)) % 2 ** 48, 0))
      }
    })
  })
}

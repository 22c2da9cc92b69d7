import { beforeEach, describe, expect, test } from 'vitest'
import { creation, creations, EACH_ONCE, keyOf, openPlatform, person } from './client.ts'

const platform = await openPlatform()
beforeEach(async () => {
  await platform.reset()
})

describe('a key that comes again', () => {
  test('is answered as the first time, and applied once', async () => {
    const first = await platform.deliver(creations(3))
    const again = await platform.deliver(creations(3))
    expect(first.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(again).toEqual(first.map((answer) => ({ ...answer, replayed: true })))
    expect(await platform.effects()).toMatchObject({ accepted: 3, applied: 3, replayed: 3, held: 3, ...EACH_ONCE })
  })

  test('is recognised in another batch, another order and with its fields in another order', async () => {
    const [first] = await platform.deliver([creation(1)])
    const turned = Object.fromEntries(Object.entries(person(1)).reverse())
    const [, again] = await platform.deliver([creation(2), creation(1, { payload: turned })])
    expect(again).toEqual({ ...first, replayed: true })
    expect(await platform.effects()).toMatchObject({ applied: 2, ...EACH_ONCE })
  })

  test('does not bring back what has changed since', async () => {
    const named = (ho_ten: string) => creation(1, { key: keyOf(ho_ten), op: 'update', payload: person(1, { ho_ten }) })
    await platform.deliver([creation(1), named('Trần Văn Mẫu')])
    await platform.deliver([named('Lê Văn Mẫu')])
    await platform.deliver([named('Trần Văn Mẫu')])
    const { rows } = await platform.db.query(
      `select payload ->> 'ho_ten' as name from national.content where id = 'P-1'`,
    )
    expect(rows).toEqual([{ name: 'Lê Văn Mẫu' }])
    expect(await platform.effects()).toMatchObject({ accepted: 3, applied: 3, replayed: 1, ...EACH_ONCE })
  })

  test.each([
    ['content', { payload: person(1, { ho_ten: 'Trần Văn Mẫu' }) }],
    ['operation', { op: 'update' }],
    ['id', { id: 'P-2' }],
  ] as const)('with another %s is refused and changes nothing', async (_, over) => {
    await platform.deliver([creation(1)])
    const [answer] = await platform.deliver([creation(1, over)])
    expect(answer).toMatchObject({ outcome: 'rejected', code: 'IDEMPOTENCY_MISMATCH' })
    expect((await platform.status([keyOf(1)]))[0]).toMatchObject({ outcome: 'accepted' })
    expect(await platform.effects()).toMatchObject({ accepted: 1, applied: 1, mismatched: 1, ...EACH_ONCE })
  })

  test('is refused again when it was refused first, though its content has become right since', async () => {
    const early = creation(1, { op: 'update', key: keyOf('early') })
    expect(await platform.deliver([early])).toMatchObject([{ outcome: 'rejected', code: 'NOT_FOUND' }])
    await platform.deliver([creation(1)])
    expect(await platform.deliver([early])).toMatchObject([{ outcome: 'rejected', code: 'NOT_FOUND', replayed: true }])
  })

  test('is remembered over a restart', async () => {
    const first = await platform.deliver([creation(1)])
    await platform.restart()
    expect(await platform.deliver([creation(1)])).toEqual([{ ...first[0], replayed: true }])
    expect((await platform.attempts()).attempts.map(({ number }) => number)).toEqual([2, 1])
  })
})

describe('at the same time', () => {
  test('eight copies of a batch are applied once, and all get the first answer', async () => {
    const copies = await Promise.all(Array.from({ length: 8 }, () => platform.deliver(creations(100))))
    const bare = copies.map((answers) => answers.map(({ replayed, ...answer }) => answer))
    expect(new Set(bare.map((answers) => JSON.stringify(answers.map((a) => [a.key, a.outcome, a.receipt])))).size).toBe(
      1,
    )
    expect(await platform.effects()).toMatchObject({
      accepted: 100,
      applied: 100,
      replayed: 700,
      held: 100,
      ...EACH_ONCE,
    })
  })

  test('overlapping batches in opposite orders neither deadlock nor apply twice', async () => {
    const batches = Array.from({ length: 12 }, (_, n) => creations(60, n * 10))
    const answers = await Promise.all(batches.map((batch, n) => platform.deliver(n % 2 ? batch.toReversed() : batch)))
    expect(answers.flat().every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(await platform.effects()).toMatchObject({ accepted: 170, applied: 170, replayed: 550, ...EACH_ONCE })
  })

  test('of eight creations of one id under different keys one is accepted', async () => {
    const rivals = Array.from({ length: 8 }, (_, n) => creation(1, { key: keyOf(`rival ${n}`) }))
    const answers = (await Promise.all(rivals.map((item) => platform.deliver([item])))).flat()
    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
    expect(answers.filter(({ code }) => code === 'ALREADY_EXISTS')).toHaveLength(7)
    expect(new Set(answers.map(({ nationalId }) => nationalId)).size).toBe(1)
    expect(await platform.effects()).toMatchObject({ accepted: 1, rejected: 7, applied: 1, held: 1, ...EACH_ONCE })
  })
})

describe('inside one batch', () => {
  test('a key that stands twice is applied once', async () => {
    const answers = await platform.deliver([creation(1), creation(1), creation(1, { payload: person(9) })])
    expect(answers.map(({ outcome, code }) => code ?? outcome)).toEqual([
      'accepted',
      'duplicate',
      'IDEMPOTENCY_MISMATCH',
    ])
    expect(await platform.effects()).toMatchObject({
      accepted: 1,
      applied: 1,
      replayed: 1,
      mismatched: 1,
      ...EACH_ONCE,
    })
  })

  test('several changes of one id are applied in their order, each with a line in the apply log', async () => {
    const answers = await platform.deliver([
      creation(1),
      creation(2),
      creation(1, { key: keyOf('rename'), op: 'update', payload: person(1, { ho_ten: 'Trần Văn Mẫu' }) }),
      creation(1, { key: keyOf('close'), op: 'deactivate' }),
    ])
    expect(answers.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    const { rows } = await platform.db.query('select id, state, key from national.applied order by seq')
    expect(rows.filter(({ id }) => id === 'P-1')).toEqual([
      { id: 'P-1', state: 'active', key: keyOf(1) },
      { id: 'P-1', state: 'active', key: keyOf('rename') },
      { id: 'P-1', state: 'inactive', key: keyOf('close') },
    ])
    expect(await platform.effects()).toMatchObject({ accepted: 4, applied: 4, held: 1, ...EACH_ONCE })
  })
})

test('a call that is refused as a whole leaves nothing under its keys', async () => {
  const nested = { ...creation(2), payload: { ho_ten: ['not flat'] } }
  const answer = await platform.send([creation(1), nested as never])
  expect(answer).toMatchObject({ status: 400, code: 'BAD_REQUEST', data: null })
  expect(await platform.status([keyOf(1), keyOf(2)])).toEqual([
    { key: keyOf(1), outcome: 'not-found' },
    { key: keyOf(2), outcome: 'not-found' },
  ])
  expect((await platform.send(creations(501))).status).toBe(400)
  expect(await platform.effects()).toMatchObject({ accepted: 0, rejected: 0, applied: 0 })
})

describe('the ledger', () => {
  test('tells on a double application by the apply log, whatever the answers say', async () => {
    await platform.deliver(creations(2))
    await platform.db.query(`update national.record set applied_at = now() where id = 'P-1'`)
    expect(await platform.effects()).toMatchObject({ accepted: 2, applied: 3, appliedTwice: 1, unchanged: 1 })
  })

  test('tells on a change without an accepted effect, and on an accepted effect without a change', async () => {
    await platform.deliver(creations(2))
    await platform.db.query(`update national.record set applied_key = 'by hand', payload_hash = 'x' where id = 'P-1'`)
    expect(await platform.effects()).toMatchObject({ appliedTwice: 0, appliedNotAccepted: 1 })
    await platform.db.query(
      `insert into national.effect
              (service, key, op, id, payload, payload_hash, outcome, answer, message_id, applied_at)
       select service, 'lost', op, 'P-9', payload, payload_hash, outcome, answer, message_id, applied_at
         from national.effect
        limit 1`,
    )
    expect(await platform.effects()).toMatchObject({ acceptedNotApplied: 1 })
  })

  test('cannot be rewritten', async () => {
    await platform.deliver([creation(1)])
    await expect(platform.db.query('delete from national.applied')).rejects.toThrow('append-only')
    await expect(platform.db.query(`update national.applied set key = 'x'`)).rejects.toThrow('append-only')
  })

  test('counts a fact that is sent again under another key', async () => {
    await platform.deliver([creation(1), creation(1, { key: keyOf('same again'), op: 'update' })])
    expect(await platform.effects()).toMatchObject({ applied: 2, appliedTwice: 0, unchanged: 1 })
  })
})

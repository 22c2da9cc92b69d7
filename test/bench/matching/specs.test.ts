import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judgePeer } from '../../../bench/matching/peers.ts'
import { comparisonsOf, type MatchSpec, readSpec } from '../../../engine/matching/spec.ts'

const specOf = (name: string): MatchSpec =>
  readSpec(JSON.parse(readFileSync(new URL(`../../../bench/matching/${name}.json`, import.meta.url), 'utf8')))

test.each(['historical', 'febrl3', 'febrl4'])(
  '%s is compared the same with our blocking and with that of Splink',
  (set) => {
    const [own, peer] = [specOf(set), specOf(`${set}-splink`)]
    expect(peer.compare).toEqual(own.compare)
    expect({ link: peer.link, oneToOne: peer.oneToOne }).toEqual({ link: own.link, oneToOne: own.oneToOne })
  },
)

test('persons are compared in six fields', () => {
  expect(comparisonsOf(specOf('persons'))).toHaveLength(6)
})

test.each(['persons', 'historical-splink', 'febrl3-splink', 'febrl4-splink'])(
  'every record has one key of each rule of %s at most, as Splink joins on one',
  (name) => {
    const parts = Object.values(specOf(name).block).flatMap((rule) => (Array.isArray(rule) ? rule : rule.parts))
    expect(parts.filter((part) => typeof part !== 'string' && part.words === 'all')).toEqual([])
  },
)

test('the peer is judged at its best threshold and at the one that is chosen blind', () => {
  const truth = Int32Array.of(0, 0, 1, 1, 2)
  const partitions = {
    '0.5': Int32Array.of(0, 0, 0, 0, 4),
    '0.95': Int32Array.of(0, 0, 2, 3, 4),
    '0.99': Int32Array.of(0, 0, 2, 2, 4),
  }
  const { best, bestAt, blind } = judgePeer({ partitions }, truth)
  expect([bestAt, best.pairwise.f1]).toEqual(['0.99', 1])
  expect([blind.pairwise.precision, blind.pairwise.recall]).toEqual([1, 0.5])
})

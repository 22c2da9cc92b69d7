import type { AnyDomain, Values } from '../../core/domain.ts'
import { completeParts } from '../../core/keys.ts'
import { type Clustering, cluster } from '../../engine/matching/cluster.ts'
import type { Constraints, Pair } from '../../engine/matching/constraints.ts'
import { MISSING } from '../../engine/matching/encode.ts'
import { type Model, microbits } from '../../engine/matching/model.ts'
import { type RowScorer, scoreRows } from '../../engine/matching/row-scorer.ts'
import type { DecisionRow } from '../../store/decisions.ts'
import type { KnownGolden } from '../../store/identity.ts'
import type { RowOfRecord } from '../../store/records.ts'

/** Pairs of a group: its records by position, and whether the pair was scored in this run. */
export interface GroupEdges {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly weight: Int32Array
  /** Position of the rule among those of the domain. */
  readonly rule: Uint8Array
  readonly isNew: Uint8Array
}

/** Records that are clustered together, in order of source and key: whatever one of them is tied to is among them. */
export interface Group {
  readonly rows: readonly RowOfRecord[]
  readonly edges: GroupEdges
  readonly known: readonly KnownGolden[]
  readonly decisions: readonly DecisionRow[]
}

/** A group with what the engine found: clusters and fates by position. */
export interface Clustered extends Group {
  readonly clustering: Clustering
  /** Weighs any two records of the group again, with the level of every comparison. */
  readonly scorer: RowScorer
}

export const refOf = ({ source, key }: RowOfRecord): string => `${source}:${key}`

export function clustered(domain: AnyDomain, model: Model, group: Group): Clustered {
  const rows = group.rows.map(rowOf(domain))
  const scorer = scoreRows(
    domain,
    model,
    group.rows.map(({ composites }, at) => ({ row: rows[at]!, composites })),
  )
  const clustering = cluster(group.rows.length, group.edges, {
    floor: microbits(domain.matching.link),
    review: microbits(domain.matching.review),
    score: scorer.judge,
    constraints: constraintsOf(domain, group, rows),
  })
  return { ...group, clustering, scorer }
}

/** Stored values leave out what is missing; the functions of a domain file see null. */
function rowOf(domain: AnyDomain): (record: RowOfRecord) => Values {
  const blank = Object.fromEntries(Object.keys(domain.fields).map((field) => [field, null]))
  return ({ values }) => ({ ...blank, ...values })
}

function constraintsOf(domain: AnyDomain, group: Group, rows: readonly Values[]): Constraints {
  const { never, dispute, verified, clean = [], must = [] } = domain.matching
  const sources = [...new Set(group.rows.map(({ source }) => source))]
  const numbers = new Set(
    clean.map((source: string) => sources.indexOf(source)).filter((n: number) => n >= 0) as number[],
  )
  return {
    ...decided(group),
    ...(must.length > 0 ? { keys: keysOf(must, rows) } : {}),
    ...(verified
      ? { identities: [identitiesOf(group.rows.map(({ source }, at) => verified(rows[at]!, source)))] }
      : {}),
    ...(numbers.size > 0
      ? { clean: { sources: Int32Array.from(group.rows, ({ source }) => sources.indexOf(source)), numbers } }
      : {}),
    ...(never.length > 0 ? { veto: firstOf(never, rows) } : {}),
    ...(dispute.length > 0 ? { dispute: firstOf(dispute, rows) } : {}),
    held: heldOf(group),
  }
}

interface PairTest {
  readonly code: string
  readonly test: (a: Values, b: Values) => boolean
}

const firstOf =
  (tests: readonly PairTest[], rows: readonly Values[]) =>
  (a: number, b: number): string | null =>
    tests.find(({ test }) => test(rows[a]!, rows[b]!))?.code ?? null

/** Numbers for names: equal names have equal numbers, null is -1. */
function identitiesOf(names: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(names, (name) => {
    if (name === null) return MISSING
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, numbers.size)
    return numbers.size - 1
  })
}

interface Must {
  readonly key: (row: Values) => Parameters<typeof completeParts>[0]
}

/** Pairs of records that an authority's key names as one, each record with the first that has the key. */
function keysOf(musts: readonly Must[], rows: readonly Values[]): NonNullable<Constraints['keys']> {
  const left: number[] = []
  const right: number[] = []
  for (const { key } of musts) {
    const first = new Map<string, number>()
    rows.forEach((row, at) => {
      const parts = completeParts(key(row))
      if (!parts) return
      const name = JSON.stringify(parts)
      const before = first.get(name)
      if (before === undefined) first.set(name, at)
      else {
        left.push(before)
        right.push(at)
      }
    })
  }
  return { left, right }
}

/** Golden ids, as numbers, of the records whose golden record a national system holds. */
function heldOf({ rows, known }: Group): Int32Array {
  const held = new Map<number, number>()
  known.forEach((golden, number) => {
    if (golden.held) for (const member of golden.members) held.set(member, number)
  })
  return Int32Array.from(rows, ({ record_id }) => held.get(record_id) ?? MISSING)
}

/** What people decided about the records of a group. */
function decided({ rows, decisions }: Group): Pick<Constraints, 'same' | 'different'> {
  const same: Pair[] = []
  const different: Pair[] = []
  if (decisions.length === 0) return { same, different }
  const named = new Set(decisions.flatMap(({ groups }) => groups.flat()))
  const places = new Map(rows.flatMap((row, at) => (named.has(refOf(row)) ? [[refOf(row), at] as const] : [])))
  for (const { kind, groups } of decisions) {
    if (kind === 'cannot tell') continue
    const parts = groups.map((own) => own.flatMap((ref) => places.get(ref) ?? []))
    for (const [first, ...others] of parts) for (const other of others) same.push([first!, other])
    for (const [i, one] of parts.entries())
      for (const other of parts.slice(i + 1)) for (const a of one) for (const b of other) different.push([a, b])
  }
  return { same, different }
}

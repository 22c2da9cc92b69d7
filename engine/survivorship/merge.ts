import { createHash } from 'node:crypto'
import type { AnyDomain, Candidate, Pick, Values } from '../../core/domain.ts'
import type { Scalar } from '../../core/field.ts'

/** One source record as a member of a golden record. */
export interface Member {
  readonly source: string
  readonly key: string
  readonly asOf: string
  readonly values: Values
}

/** Why a golden value is what it is. */
export interface FieldLineage {
  /** `source:key` of the winner. */
  readonly winner: string
  readonly rule: string
  /** Members that said something else. */
  readonly losers?: readonly { readonly from: string; readonly value: Scalar; readonly asOf: string }[]
}

export interface GoldenDraft {
  readonly values: Readonly<Record<string, NonNullable<Scalar>>>
  readonly lineage: Readonly<Record<string, FieldLineage>>
  /** sha-256 over domain, values and members: equal inputs give equal hashes on every machine and in every order. */
  readonly hash: string
}

const refOf = ({ source, key }: { readonly source: string; readonly key: string }): string => `${source}:${key}`

/** Builds the golden record of a cluster: per field, the declared pick chooses among the members that have a value. */
export function mergeMembers(domain: AnyDomain, members: readonly Member[]): GoldenDraft {
  const sorted = [...members].sort((a, b) => order(refOf(a), refOf(b)))
  const values: Record<string, NonNullable<Scalar>> = {}
  const lineage: Record<string, FieldLineage> = {}
  for (const [field, pick] of Object.entries(domain.survivorship) as [string, Pick][]) {
    const candidates = sorted.flatMap(({ source, key, asOf, values: own }): Candidate[] =>
      (own[field] ?? null) === null ? [] : [{ source, key, asOf, value: own[field] as Scalar }],
    )
    if (candidates.length === 0) continue
    const winner = candidates[pick.choose(candidates)] as Candidate
    const losers = candidates
      .filter(({ value }) => value !== winner.value)
      .map((candidate) => ({ from: refOf(candidate), value: candidate.value, asOf: candidate.asOf }))
    values[field] = winner.value as NonNullable<Scalar>
    lineage[field] = { winner: refOf(winner), rule: pick.rule, ...(losers.length > 0 ? { losers } : {}) }
  }
  return { values, lineage, hash: contentHash(domain.name, values, sorted.map(refOf)) }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function contentHash(domain: string, values: Readonly<Record<string, Scalar>>, members: readonly string[]): string {
  const sorted = Object.entries(values).sort(([a], [b]) => order(a, b))
  return createHash('sha256')
    .update(JSON.stringify([domain, sorted, members]))
    .digest('hex')
}

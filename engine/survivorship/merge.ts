import type { AnyDomain, Candidate, Pick, Values } from '../../core/domain.ts'
import type { Scalar } from '../../core/field.ts'
import { sha256 } from '../../core/hash.ts'
import { type Carriage, type Carriers, carryValues } from './carry.ts'

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
  /** The winner said it in an older version of the code list: `2025-06-30→2026-04-30`. */
  readonly via?: string
  /** Why the code could not be carried to the current version; the value says its own. */
  readonly stays?: string
}

/** Why the values of a golden record are what they are. */
export interface Lineage extends Carriage {
  /** `source:key` of the only member, who said everything; most golden records have one. */
  readonly sole?: string
  /** Otherwise field by field. */
  readonly fields?: Readonly<Record<string, FieldLineage>>
}

export interface GoldenDraft {
  readonly values: Readonly<Record<string, NonNullable<Scalar>>>
  readonly lineage: Lineage
  /** sha-256 over domain, values and members: equal inputs give equal hashes on every machine and in every order. */
  readonly hash: string
}

/** Who won a field, by which rule, and how its code came to the current version of its list. */
export const winnerOf = ({ sole, fields, via, stays }: Lineage, field: string): FieldLineage => ({
  ...(sole === undefined ? (fields?.[field] ?? { winner: '', rule: '' }) : { winner: sole, rule: 'sole member' }),
  ...(via?.[field] === undefined ? {} : { via: via[field] }),
  ...(stays?.[field] === undefined ? {} : { stays: stays[field] }),
})

const refOf = ({ source, key }: { readonly source: string; readonly key: string }): string => `${source}:${key}`

/**
 * Compiles how the golden record of a cluster is built: per field, the declared pick chooses among members with a value;
 * then `carriers` bring codes to the current version of their list.
 */
export function compileMerge(domain: AnyDomain, carriers: Carriers = []): (members: readonly Member[]) => GoldenDraft {
  const picks = Object.entries(domain.survivorship) as [string, Pick][]
  const names = picks.map(([field]) => field).sort()
  const hashOf = (values: Readonly<Record<string, Scalar>>, members: readonly string[]): string => {
    const sorted: (readonly [string, Scalar])[] = []
    for (const name of names) if (values[name] !== undefined) sorted.push([name, values[name] as Scalar])
    return sha256(JSON.stringify([domain.name, sorted, members]))
  }
  return (members) => {
    const sole = members.length === 1 ? (members[0] as Member) : null
    const sorted = sole ? members : [...members].sort((a, b) => order(refOf(a), refOf(b)))
    const { values, fields } = sole ? { values: saidBy(sole, picks), fields: undefined } : chosen(sorted, picks)
    const carriage = carryValues(values, carriers)
    return {
      values,
      lineage: { ...(fields ? { fields } : { sole: refOf(sole as Member) }), ...carriage },
      hash: hashOf(values, sorted.map(refOf)),
    }
  }
}

function saidBy(member: Member, picks: readonly [string, Pick][]): Record<string, NonNullable<Scalar>> {
  const values: Record<string, NonNullable<Scalar>> = {}
  for (const [field] of picks) {
    const value = member.values[field] ?? null
    if (value !== null) values[field] = value
  }
  return values
}

function chosen(members: readonly Member[], picks: readonly [string, Pick][]) {
  const values: Record<string, NonNullable<Scalar>> = {}
  const fields: Record<string, FieldLineage> = {}
  for (const [field, pick] of picks) {
    const candidates = members.flatMap(({ source, key, asOf, values: own }): Candidate[] =>
      (own[field] ?? null) === null ? [] : [{ source, key, asOf, value: own[field] as Scalar }],
    )
    if (candidates.length === 0) continue
    const winner = candidates[pick.choose(candidates)] as Candidate
    const losers = candidates
      .filter(({ value }) => value !== winner.value)
      .map((candidate) => ({ from: refOf(candidate), value: candidate.value, asOf: candidate.asOf }))
    values[field] = winner.value as NonNullable<Scalar>
    fields[field] = { winner: refOf(winner), rule: pick.rule, ...(losers.length > 0 ? { losers } : {}) }
  }
  return { values, fields }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

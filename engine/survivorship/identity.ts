/** A cluster of the new partition with what its records were before. */
export interface NewCluster {
  /** Record ids of the members, ascending. */
  readonly members: readonly number[]
}

/** A golden id as it stood before. */
export interface OldGolden {
  readonly id: string
  /** The record for which it was minted. */
  readonly anchor: number
  readonly members: readonly number[]
  /** A national system has accepted it: it must not be retired while another id could be. */
  readonly held: boolean
}

export interface Assignment {
  /** Golden id of each new cluster, in the order given; null = mint one. */
  readonly ids: readonly (string | null)[]
  /** Old ids that lost all their records, with the id that answers for them (null: nothing took their place). */
  readonly retired: readonly { readonly id: string; readonly survivor: number | null }[]
  /** Clusters that keep an id, one of whose former records went to another cluster. */
  readonly split: readonly { readonly id: string; readonly parts: readonly number[] }[]
}

/**
 * Decides which golden id each cluster keeps. The survivor rule, first difference decides: held by a national system, the
 * cluster has the record for which the id was minted, most members in the cluster, lowest id. Each id goes to one cluster.
 */
export function assignIds(clusters: readonly NewCluster[], old: readonly OldGolden[]): Assignment {
  const clusterOf = new Map(clusters.flatMap(({ members }, index) => members.map((member) => [member, index] as const)))
  const home = new Map(old.map((golden) => [golden.id, homeOf(golden, clusterOf)]))
  const claimsOf = new Map<number, OldGolden[]>()
  for (const golden of old) {
    const index = home.get(golden.id) ?? -1
    claimsOf.set(index, [...(claimsOf.get(index) ?? []), golden])
  }
  const ids = clusters.map((_, index) => {
    const claims = claimsOf.get(index) ?? []
    claims.sort(
      (a, b) =>
        Number(b.held) - Number(a.held) ||
        share(b, clusterOf, index) - share(a, clusterOf, index) ||
        compare(a.id, b.id),
    )
    return claims[0]?.id ?? null
  })
  const kept = new Set(ids)
  return {
    ids,
    retired: old.filter(({ id }) => !kept.has(id)).map(({ id }) => ({ id, survivor: home.get(id) ?? null })),
    split: old.flatMap((golden) => {
      const parts = [...new Set(golden.members.flatMap((member) => clusterOf.get(member) ?? []))].sort((a, b) => a - b)
      return parts.length > 1 ? [{ id: golden.id, parts }] : []
    }),
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const share = (golden: OldGolden, clusterOf: ReadonlyMap<number, number>, index: number): number =>
  golden.members.filter((member) => clusterOf.get(member) === index).length

/**
 * Where an id goes: to the cluster of its anchor; if the anchor is gone or names somebody else now, to the one with most of its
 * records. An id that has no records is one that retired, and its anchor may revive it.
 */
function homeOf(golden: OldGolden, clusterOf: ReadonlyMap<number, number>): number | null {
  const isOwn = golden.members.length === 0 || golden.members.includes(golden.anchor)
  const anchored = isOwn ? clusterOf.get(golden.anchor) : undefined
  if (anchored !== undefined) return anchored
  const counts = new Map<number, number>()
  for (const member of golden.members) {
    const index = clusterOf.get(member)
    if (index !== undefined) counts.set(index, (counts.get(index) ?? 0) + 1)
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || a - b)[0]?.[0] ?? null
}

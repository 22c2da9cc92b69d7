import type { Peer, PeerFault } from '../../core/domain.ts'

/**
 * Positions whose value is not the one that more than half of them hold; where none is, all positions: nobody can say who
 * is right. Nulls have no say. Empty where all agree.
 */
export function dissenters(values: readonly (string | null)[]): readonly number[] {
  const votes = new Map<string, number>()
  let cast = 0
  for (const value of values) {
    if (value === null) continue
    votes.set(value, (votes.get(value) ?? 0) + 1)
    cast++
  }
  if (votes.size < 2) return []
  const winner = [...votes].find(([, count]) => count * 2 > cast)?.[0]
  return values.flatMap((value, at) => (value !== null && value !== winner ? [at] : []))
}

/** Faults of the members that disagree in one value; `key` says what counts as equal, `show` what people read. */
export function disagreement<R>(
  peers: readonly Peer<R>[],
  key: (row: R) => string | null,
  show: (row: R) => string,
): readonly PeerFault[] {
  const odd = dissenters(peers.map(({ row }) => key(row)))
  return odd.map((at) => {
    const own = peers[at] as Peer<R>
    const others = new Set(
      peers.filter(({ row }) => key(row) !== null && key(row) !== key(own.row)).map(({ row }) => show(row)),
    )
    return { at, got: show(own.row), expected: `nơi khác ghi: ${[...others].slice(0, 3).join('; ')}` }
  })
}

/** Records of one source after the first: the same thing entered again. */
export function repeated<R>(peers: readonly Peer<R>[], show: (row: R) => string): readonly PeerFault[] {
  const seen = new Set<string>()
  return peers.flatMap(({ row, source }, at) => {
    if (!seen.has(source)) {
      seen.add(source)
      return []
    }
    return [{ at, got: show(row), expected: 'một dòng cho mỗi đối tượng trong một sổ' }]
  })
}

/** The peers with their positions, where something holds. */
export const where = <R>(
  peers: readonly Peer<R>[],
  holds: (row: R) => boolean,
): readonly { readonly at: number; readonly peer: Peer<R> }[] =>
  peers.flatMap((peer, at) => (holds(peer.row) ? [{ at, peer }] : []))

/** How many different values there are, nulls left out. */
export const kinds = <T>(values: readonly (T | null)[]): number =>
  new Set(values.filter((value) => value !== null)).size

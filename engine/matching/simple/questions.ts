import type { Link } from './cluster.ts'

/** A question for a reviewer: records that may be one entity, and the pairs that made us ask. */
export interface Question {
  readonly kind: 'duplicate' | 'dispute' | 'two held ids' | 'contradiction'
  /** Positions, ascending: every record of the clusters that the open links connect. */
  readonly members: readonly number[]
  /** Indices into the links. */
  readonly links: readonly number[]
}

const OPEN: Readonly<Record<string, Question['kind']>> = { review: 'duplicate', 'two held ids': 'two held ids' }
const SEVERITY: readonly Question['kind'][] = ['contradiction', 'dispute', 'two held ids', 'duplicate']

/**
 * One question per ambiguous group, never one per pair: clusters connected by links that only a person may settle. A record
 * is in one question at a time, named by its most severe reason. Groups follow positions, so the order never shows.
 */
export function questions(
  links: readonly Link[],
  fate: readonly string[],
  root: readonly number[],
  contradicted: readonly (readonly [number, number])[],
): readonly Question[] {
  const parent = new Map<number, number>()
  const find = (x: number): number => {
    const up = parent.get(x) ?? x
    return up === x ? x : find(up)
  }
  const open: {
    readonly kind: Question['kind']
    readonly ends: readonly [number, number]
    readonly link: number | null
  }[] = []
  links.forEach((link, index) => {
    const kind = OPEN[fate[index] ?? ''] ?? (fate[index]?.startsWith('dispute') ? 'dispute' : null)
    if (kind && root[link.left] !== root[link.right]) {
      open.push({ kind, ends: [root[link.left] as number, root[link.right] as number], link: index })
    }
  })
  for (const [a, b] of contradicted)
    open.push({ kind: 'contradiction', ends: [root[a] as number, root[b] as number], link: null })
  for (const {
    ends: [a, b],
  } of open) {
    const [low, high] = [find(a), find(b)].sort((x, y) => x - y) as [number, number]
    if (low !== high) parent.set(high, low)
  }
  const groups = new Map<number, typeof open>()
  for (const item of open) {
    const group = find(item.ends[0])
    groups.set(group, [...(groups.get(group) ?? []), item])
  }
  const membersOf = new Map<number, number[]>()
  if (groups.size > 0) {
    const asked = new Set(open.flatMap(({ ends }) => ends))
    root.forEach((r, position) => {
      if (asked.has(r)) membersOf.set(find(r), [...(membersOf.get(find(r)) ?? []), position])
    })
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([group, items]) => ({
      kind: SEVERITY.find((kind) => items.some((item) => item.kind === kind)) ?? 'duplicate',
      members: membersOf.get(group) ?? [],
      links: items.flatMap(({ link }) => (link === null ? [] : [link])),
    }))
}

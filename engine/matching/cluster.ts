import { bind, type Contradiction, type WideKey, type Yielded } from './bonds.ts'
import { ascending, componentsOf } from './components.ts'
import { Barrier, type Constraints, type Guards } from './constraints.ts'
import { Judge, type Plane } from './judge.ts'
import { Linkage, type Meeting } from './linkage.ts'
import { solveInPieces } from './pieces.ts'
import type { Edges } from './predict.ts'
import { GROUPS_MOST } from './queue.ts'
import { asGiven, rowsOf } from './rows.ts'

export interface Clustering {
  /** For each record the smallest record of its cluster: the name of the cluster within a run. */
  readonly clusterOf: Int32Array
  /** For each edge what became of it, a `FATE`. */
  readonly fate: Uint8Array
  /** For each edge the position in `reasons` of the code of its veto or dispute; 0 where there is none. */
  readonly reason: Uint16Array
  readonly reasons: readonly string[]
  /** Pairs that people declared the same and that a decision, a veto or verified identities keep apart. */
  readonly contradictions: readonly Contradiction[]
  /** Pairs that an authority key would have bound, and what it gave way to. */
  readonly yielded: readonly Yielded[]
  /** Keys that bound nobody because too many records have them. */
  readonly wideKeys: readonly WideKey[]
}

export interface ClusterOptions {
  /** Mean weight at or over which groups join, in micro-bits. */
  readonly floor: number
  /** Mean weight at or over which a person is asked. Default: `floor`, nobody is asked about weak evidence. */
  readonly review?: number
  /** Weight of any two records, smaller first, in micro-bits. */
  readonly score: (a: number, b: number) => number
  readonly constraints?: Constraints
  readonly guards?: Guards
}

type Columns = Pick<Edges, 'left' | 'right' | 'weight'>

/**
 * Partitions records by constrained average linkage: people's decisions, then authority keys, then weights, under vetoes and
 * guards. Deterministic, in whatever order edges and decisions come; each component by itself, so a run over
 * some whole components equals a full one. Throws InvalidInput where `edges` name a pair twice.
 */
export function cluster(records: number, edges: Columns, options: ClusterOptions): Clustering {
  const run = setUp(records, edges, options)
  for (let c = 0; c < run.components.count; c++) solve(run, options, c)
  const { contradictions, yielded, wideKeys } = run.bonds
  const { clusterOf, rows } = run.plane
  const fate = asGiven(run.plane.fate, rows.order)
  const reason = asGiven(run.plane.reason, rows.order)
  return { clusterOf, fate, reason, reasons: run.barrier.reasons, contradictions, yielded, wideKeys }
}

/**
 * How the cluster of one record came about: the joins that made it and the meetings that were denied it, in their order, done
 * again for its component alone. Options as in the run.
 */
export function howOf(record: number, records: number, edges: Columns, options: ClusterOptions): readonly Meeting[] {
  const run = setUp(records, edges, options)
  const { start, members } = run.components
  const { clusterOf } = run.plane
  const at = members.indexOf(record)
  if (at < 0) return []
  const journal: Meeting[] = (run.linkage.journal = [])
  solve(run, options, start.findIndex((from) => from > at) - 1)
  return journal.filter(({ left, right }) => [left, right].some((one) => clusterOf[one] === clusterOf[record]))
}

/** Members whose edges are fetched together: their columns fit the second cache. */
const AHEAD = 4096

type Run = ReturnType<typeof setUp>

function setUp(
  records: number,
  edges: Columns,
  { floor, review = floor, score, constraints = {}, guards = {} }: ClusterOptions,
) {
  const barrier = new Barrier(constraints, records)
  const bonds = bind(records, constraints, guards, barrier)
  const rows = rowsOf(records, edges)
  const plane: Plane = {
    rows,
    bound: bonds.root,
    clusterOf: ascending(records),
    fate: new Uint8Array(edges.left.length),
    reason: new Uint16Array(edges.left.length),
    local: new Int32Array(records),
  }
  const rules = { floor, review, score, barrier, guards }
  const judge = new Judge(plane, rules)
  const linkage = new Linkage(plane, rules, judge, AHEAD)
  return { barrier, bonds, plane, judge, linkage, components: componentsOf(records, rows, bonds.root) }
}

function solve({ linkage, judge, plane, components }: Run, { score }: ClusterOptions, c: number): void {
  const { start, members } = components
  const from = start[c]!
  const to = start[c + 1]!
  if (to - from === 2 && plane.bound === null) linkage.solvePair(members, from)
  else if (to - from <= GROUPS_MOST) linkage.solve(members, from, to)
  else solveInPieces(linkage, judge, plane, members.subarray(from, to), score, GROUPS_MOST)
}

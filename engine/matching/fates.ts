/**
 * What became of an edge. The numbers are stored per edge while a run lasts, the names for good. `dispute` to `review` are
 * for a person; the ones before are settled.
 */
export const FATE = {
  /** Not looked at yet: no edge of a finished run has it. */
  undecided: 0,
  joined: 1,
  /** A weak pair between groups whose pairs as a whole do not say "the same". */
  outvoted: 2,
  /** People said that the groups are two. */
  apart: 3,
  /** The groups have different verified identities. */
  identities: 4,
  /** Both groups have a record of one source that holds nothing twice. */
  cleanSource: 5,
  /** A veto of the domain; its code is the reason. */
  veto: 6,
  /** A dispute of the domain, whatever the weight; its code is the reason. */
  dispute: 7,
  /** National systems hold both golden ids. */
  heldIds: 8,
  /** The cluster would be larger than the guard allows, or the component was too large to be looked at whole. */
  size: 9,
  /** A strong pair between groups whose other pairs speak against it, or one pair under the weight guard. */
  weight: 10,
  /** Two groups fit about equally well and cannot both be right. */
  margin: 11,
  /** The mean between the groups lies between review and link. */
  review: 12,
} as const

const NAMES: readonly string[] = [
  'undecided',
  'joined',
  'outvoted',
  'decided apart',
  'two verified identities',
  'clean source',
  'never',
  'dispute',
  'two held ids',
  'size',
  'weight',
  'margin',
  'review',
]

/** The name under which a fate is stored; a veto and a dispute carry their code: `never: two personal IDs`. */
export const fateName = (fate: number, reason = ''): string =>
  reason === '' ? NAMES[fate]! : `${NAMES[fate]}: ${reason}`

/** Whether only a person can settle it. */
export const isAsked = (fate: number): boolean => fate >= FATE.dispute

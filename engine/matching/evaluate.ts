/** Precision, recall and their harmonic mean, 0 to 1. */
export interface Quality {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface Evaluation {
  readonly records: number
  /** Over pairs of records: from the contingency table of predicted and true clusters. */
  readonly pairwise: Quality & { readonly found: number; readonly predicted: number; readonly true: number }
  /** Mean over records (Bagga and Baldwin 1998). */
  readonly bcubed: Quality
  readonly exactClusters: number
  readonly largest: number
}

const choose2 = (n: number): number => (n * (n - 1)) / 2
export const harmonic = (p: number, r: number): number => (p + r ? (2 * p * r) / (p + r) : 0)

/** Compares a partition with the truth; both are cluster numbers by record, -1 in `truth` leaves the record out. */
export function evaluate(predicted: ArrayLike<number>, truth: ArrayLike<number>): Evaluation {
  const cells = new Map<string, number>()
  const ours = new Map<number, number>()
  const theirs = new Map<number, number>()
  let records = 0
  for (let i = 0; i < truth.length; i++) {
    if (truth[i]! < 0) continue
    records++
    const cell = `${predicted[i]}/${truth[i]}`
    cells.set(cell, (cells.get(cell) ?? 0) + 1)
    ours.set(predicted[i]!, (ours.get(predicted[i]!) ?? 0) + 1)
    theirs.set(truth[i]!, (theirs.get(truth[i]!) ?? 0) + 1)
  }
  let found = 0
  let p = 0
  let r = 0
  let exact = 0
  for (const [cell, n] of cells) {
    const [a, b] = cell.split('/').map(Number) as [number, number]
    found += choose2(n)
    p += (n * n) / ours.get(a)!
    r += (n * n) / theirs.get(b)!
    if (n === ours.get(a) && n === theirs.get(b)) exact++
  }
  const guessed = [...ours.values()].reduce((sum, n) => sum + choose2(n), 0)
  const real = [...theirs.values()].reduce((sum, n) => sum + choose2(n), 0)
  const precision = guessed ? found / guessed : 1
  const recall = real ? found / real : 1
  return {
    records,
    pairwise: { precision, recall, f1: harmonic(precision, recall), found, predicted: guessed, true: real },
    bcubed: { precision: p / records, recall: r / records, f1: harmonic(p / records, r / records) },
    exactClusters: exact / theirs.size,
    largest: [...ours.values()].reduce((most, n) => Math.max(most, n), 0),
  }
}

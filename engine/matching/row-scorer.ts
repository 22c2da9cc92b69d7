import { type AnyDomain, comparedOf, type Values } from '../../core/domain.ts'
import { blocksOf } from './blocking.ts'
import { contributionsOf } from './contributions.ts'
import { COMPOSITE_END } from './domain.ts'
import { type Cell, ColumnEncoder } from './encode.ts'
import { layOut } from './layout.ts'
import { type Model, scoredBy } from './model.ts'
import { Names } from './names.ts'
import { createScorer, type Scorer } from './score.ts'

/** Weighs any two of some rows, by their places. */
export interface RowScorer extends Scorer {
  /** What each comparison added to the pair that was judged last, in micro-bits; with the prior they make the weight. */
  readonly contributions: () => Int32Array
}

/** A row of a domain, with null where it says nothing; `composites` where they have been made before. */
export interface ScoredRow {
  readonly row: Values
  readonly composites?: string | null
}

/** A scorer over a handful of rows: those of a group, two that a person asks about. */
export function scoreRows(domain: AnyDomain, model: Model, rows: readonly ScoredRow[]): RowScorer {
  const cellsOf = cellsFor(domain)
  const encoders = model.comparisons.map(() => new ColumnEncoder())
  for (const own of rows) for (const [c, cell] of cellsOf(own).entries()) encoders[c]!.add(cell)
  const columns = encoders.map((encoder) => encoder.done())
  const comparisons = comparedOf(domain).map(({ comparison }) => comparison)
  const scored = scoredBy(model, comparisons, columns)
  const size = rows.length
  const alone = { size, names: Names.of([]), sources: null, crossOnly: false, columns, blocks: [] }
  const scorer = createScorer(scored, layOut(alone, blocksOf([], size), scored), model.prior)
  const contributions = contributionsOf(scored)
  return { ...scorer, contributions: () => contributions(scorer) }
}

/** The texts that the comparisons of a domain read from a row. */
function cellsFor(domain: AnyDomain): (own: ScoredRow) => readonly (Cell | undefined)[] {
  const compared = comparedOf(domain)
  return ({ row, composites }) => {
    const made = composites?.split(COMPOSITE_END)
    let next = 0
    return compared.map(({ of, isComposite }) => (isComposite && made ? made[next++] : of(row)))
  }
}

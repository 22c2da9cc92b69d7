import { table } from '../cli/print.ts'

/** One measured figure, beside a peer of the same run where there is one. */
export interface Figure {
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly peer?: string
  readonly peerValue?: number
  /** What is to be reached, in the unit of the figure. */
  readonly goal?: number
  readonly higherIsBetter: boolean
}

const ratio = ({ value, peerValue }: Figure): number | null =>
  peerValue ? Math.round((value / peerValue) * 100) / 100 : null
const holds = ({ value, goal, higherIsBetter }: Figure): boolean | null =>
  goal === undefined ? null : higherIsBetter ? value >= goal : value <= goal

/** Whole where it is large; four digits behind the point tell one share from another. */
const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1e4) / 1e4)

/** A table for people, or one JSON object per figure. */
export function printFigures(bench: string, figures: readonly Figure[], json: boolean): void {
  if (json) {
    for (const figure of figures) {
      const { higherIsBetter: _, ...own } = figure
      process.stdout.write(`${JSON.stringify({ bench, ...own, ratio: ratio(figure), holds: holds(figure) })}\n`)
    }
    return
  }
  const rows = figures.map((figure) => [
    figure.metric,
    rounded(figure.value),
    figure.unit,
    figure.peer ? `${figure.peer}: ${rounded(figure.peerValue ?? 0)}` : '',
    String(ratio(figure) ?? ''),
    figure.goal === undefined ? '' : `${figure.goal}`,
    holds(figure) === null ? '' : holds(figure) ? 'yes' : 'no',
  ])
  process.stdout.write(`${bench}\n${table(['metric', 'value', 'unit', 'peer', 'ratio', 'goal', 'holds'], rows)}\n`)
}

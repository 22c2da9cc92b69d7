import type { Comparison } from '../../../core/comparison.ts'

export interface CodeOptions {
  readonly name?: string
  /** Share of true matches that agree. */
  readonly m: number
  /** Share of non-matches that agree: one over the number of values where all are as frequent. */
  readonly u: number
}

/** Codes and numbers that are equal or not, whose neighbours mean nothing: sex, agency, the running number of a file. */
export function codes({ name = 'code', m, u }: CodeOptions): Comparison<string, string> {
  return {
    name,
    prepare: (value) => value,
    levels: [{ code: 'same', label: 'trùng', m, u, test: (a, b) => a === b }],
    otherwise: { m: 1 - m, u: 1 - u },
  }
}

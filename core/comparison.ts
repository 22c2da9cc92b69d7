/**
 * Term frequency of a level: agreeing on a rare value says more than agreeing on a common one. `shared` names the terms
 * that the pair has in common where the level holds; each adds `k * log2(mean frequency / max(own frequency, floor))`
 * bits. Source: Winkler (2000), frequency-based matching.
 */
export interface TermFrequency<P> {
  readonly k: number
  readonly floor: number
  /** Most terms that `shared` names for one pair; 1 unless said otherwise. Bounds what a level can add. */
  readonly most?: number
  readonly shared: (a: P, b: P) => readonly string[]
}

/**
 * One level of agreement between two values of a field, strict levels first. m and u are the shares of true matches and
 * of non-matches that end in the level (Fellegi and Sunter 1969); its weight is log2(m/u) bits. Training starts from the
 * declared m and replaces both; an untrained model uses them as they stand.
 */
export interface Level<P> {
  readonly code: string
  /** What reviewers read: "trùng", "khác một chữ số". */
  readonly label: string
  readonly m: number
  readonly u: number
  /** Symmetric and pure: the engine calls it once per distinct pair of values and keeps the answer. */
  readonly test: (a: P, b: P) => boolean
  readonly tf?: TermFrequency<P>
  /** Comparisons that this level already answers (an equal personal id implies the birth year): they may only contradict. */
  readonly implies?: readonly string[]
}

/** An ordered list of levels ending in `else`. A missing side is worth nothing either way. */
export interface Comparison<T, P = T> {
  readonly name: string
  /** The form in which values are compared, made once per distinct value; null counts as missing. */
  readonly prepare: (value: T) => P | null
  /** False where two values are of kinds that say nothing of each other (two series of numbers): the pair counts as missing. */
  readonly comparable?: (a: P, b: P) => boolean
  /** The terms of a value that are counted for term frequency; absent: no level has one. */
  readonly terms?: (prepared: P) => readonly string[]
  readonly levels: readonly Level<P>[]
  readonly otherwise: { readonly m: number; readonly u: number }
}

/** A comparison as the engine walks it, whatever its form. */
// biome-ignore lint/suspicious/noExplicitAny: each comparison has its own prepared form, made and read only by itself
export type AnyComparison = Comparison<any, any>

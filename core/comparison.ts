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
  /** The test as a DuckDB condition over the parts of the two sides, for the export to Splink; absent: it has none. */
  readonly sql?: (a: SqlSide, b: SqlSide) => string
}

/** The SQL expression of a part of one side, by the name of the part. */
export type SqlSide = (part: string) => string

/** The prepared form of a comparison in DuckDB. */
export interface SqlForm {
  /** Expressions over a cell of text by name: each can be computed once per record. */
  readonly parts: Readonly<Record<string, (cell: string) => string>>
  /** The condition under which a value counts as missing. */
  readonly missing: (side: SqlSide) => string
  /** The part whose values are counted as terms; absent: terms are no whole part. */
  readonly term?: string
}

/**
 * Judges texts of 1 to 14 decimal digits, separators left out, as packed numbers: four bits a digit, the first seven digits
 * in 28 bits of `low`, the rest in `high`, padded behind; the number of digits in the top four bits of `low`. Must agree with
 * `prepare` and the levels.
 */
export interface DigitKernel {
  /** False where `prepare` would answer null. */
  readonly holds: (low: number, high: number) => boolean
  /** 1 for the strictest level, one more than there are levels for `else`. */
  readonly level: (aLow: number, aHigh: number, bLow: number, bHigh: number) => number
}

/**
 * A cheap fold of texts, UTF-16 units from `from` up to `to`: two texts whose hashes differ never reach the first `levels`
 * levels, so that most pairs of different values are given up without a look at their letters. 0 is unknown.
 */
export interface Fold {
  readonly levels: number
  readonly hash: (units: Uint16Array, from: number, to: number) => number
}

/** Two words about a text, UTF-16 units from `from` up to `to`, by which most pairs of different texts are judged without reading. */
export interface Sketch {
  /** Writes the words into `into` from `at` on; the first is 0 where nothing is known. */
  readonly of: (units: Uint16Array, from: number, to: number, into: Int32Array, at: number) => void
  /**
   * The level that two different texts of these words reach: 1 for the strictest, one more than there are levels for `else`; 0
   * where only the texts can tell, and at a level with term frequency. Never asked where a first word is 0.
   */
  readonly level: (a: number, aNext: number, b: number, bNext: number) => number
}

/** An ordered list of levels ending in `else`. A missing side is worth nothing either way. */
export interface Comparison<T, P = T> {
  readonly name: string
  /** The form in which values are compared, made once per distinct value; null counts as missing. */
  readonly prepare: (value: T) => P | null
  /** The prepared form in DuckDB, for the export to Splink. */
  readonly sql?: SqlForm
  /** False where two values are of kinds that say nothing of each other (two series of numbers): the pair counts as missing. */
  readonly comparable?: (a: P, b: P) => boolean
  /** The terms of a value that are counted for term frequency; absent: no level has one. */
  readonly terms?: (prepared: P) => readonly string[]
  /** A term names one person (a card number, a phone): what a register counts of it is never written into its model. */
  readonly hasPersonalTerms?: boolean
  readonly levels: readonly Level<P>[]
  /** The same judgement over numbers, where all values are digits: most pairs then make no text at all. */
  readonly digits?: DigitKernel
  readonly fold?: Fold
  readonly sketch?: Sketch
  readonly otherwise: { readonly m: number; readonly u: number }
}

/** A comparison as the engine walks it, whatever its form. */
// biome-ignore lint/suspicious/noExplicitAny: each comparison has its own prepared form, made and read only by itself
export type AnyComparison = Comparison<any, any>

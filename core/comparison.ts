/**
 * One level of agreement between two values of a field, strict levels first. m and u are the shares of true matches and
 * of non-matches that end in the level (Fellegi and Sunter 1969); its weight is log2(m/u) bits.
 */
export interface Level<T> {
  readonly code: string
  /** What reviewers read: "trùng", "khác một chữ số". */
  readonly label: string
  readonly m: number
  readonly u: number
  readonly test: (a: T, b: T) => boolean
}

/** An ordered list of levels ending in `else`. A missing side is worth nothing either way. */
export interface Comparison<T> {
  readonly name: string
  readonly levels: readonly Level<T>[]
  readonly otherwise: { readonly m: number; readonly u: number }
}

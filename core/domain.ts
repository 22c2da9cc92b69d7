import type { z } from 'zod'
import type { AnyComparison, Comparison } from './comparison.ts'
import type { Scalar } from './field.ts'
import type { Criterion, Family, Severity } from './finding.ts'
import type { Reference } from './reference.ts'
import type { SourceKind } from './source.ts'
import type { TargetKind } from './target.ts'

export type Fields = Readonly<Record<string, z.ZodType<Scalar>>>
export type Row<F extends Fields> = { readonly [K in keyof F]: z.output<F[K]> }
/** A row that is being judged: what its domain requires may still be missing. */
export type JudgedRow<F extends Fields> = { readonly [K in keyof F]: z.output<F[K]> | null }
/** A normalised row of a domain that is known only by name. */
export type Values = Readonly<Record<string, Scalar>>

/** A register we pull from: declared once, mapped by every domain whose records its rows carry. */
export interface Source<C extends string = string> {
  readonly name: string
  /** Vietnamese name of the register and its owner. */
  readonly label: string
  readonly from: SourceKind
  readonly columns: readonly C[]
  /** Columns that name a row for ever in this register, joined by '/'. */
  readonly key: readonly C[]
  /** Columns that change with every export and mean nothing (export time, row number): left out of the hash. */
  readonly volatile?: readonly C[]
}

export function defineSource<const C extends string>(source: Source<C>): Source<C> {
  return source
}

/** Reads the cell of a column; columns that the extract lacks are blank. */
export type Cell<C extends string> = (column: C) => string

/** Where a field's raw text comes from: one column, or several put together. */
export type Column<C extends string> = C | ((cell: Cell<C>) => string)

/**
 * How the rows of one source become records of one domain; made by `from`. `K` are the fields that it maps, `P` the cells
 * that `each` adds.
 */
export interface Mapping<C extends string = string, K extends string = string, P extends string = string> {
  readonly from: Source<C>
  readonly names: readonly K[]
  readonly columns: { readonly [F in K]: Column<C | P> }
  /** The row yields a record only where this holds. */
  readonly when?: (cell: Cell<C>) => boolean
  /**
   * Several records from one row (owners in one cell): per record, cells that stand beside those of the row. Their keys are
   * `<row key>#<role>:<n>`, n from 1.
   */
  readonly each?: { readonly role: string; readonly split: (cell: Cell<C>) => readonly Readonly<Record<P, string>>[] }
  /** A key of the record's own where many rows speak of one thing (an agency named in every dossier). Blank: no record. */
  readonly key?: (cell: Cell<C>) => string
}

/** Maps the rows of a source; misspelt column names do not compile here, misspelt field names not in `defineDomain`. */
export function from<const C extends string, const K extends string, const P extends string = never>(
  source: Source<C>,
  mapping: Omit<Mapping<C, K, P>, 'from' | 'names'>,
): Mapping<C, K, P> {
  return { ...mapping, from: source, names: Object.keys(mapping.columns) as K[] }
}

/** A source must map every field that may not be null. */
interface MappingOf<F extends Fields> {
  // biome-ignore lint/suspicious/noExplicitAny: each mapping has its own column names, checked by `from`
  readonly from: Source<any>
  readonly names: readonly (keyof F & string)[]
  readonly columns: { readonly [K in keyof F as null extends z.output<F[K]> ? never : K]: unknown }
}

/** A row type of whose fields some, though required, may be missing while the row is being judged. */
export type MayLack<R, K extends keyof R> = Omit<R, K> & { readonly [F in K]: R[F] | null }

/** What a rule found: what stands there and what was expected, as `Finding` wants them. */
export interface Fault {
  readonly got: string
  readonly expected: string
}

/** What every rule of a domain tells people, whatever it looks at. */
interface RuleText<R> {
  /** Stable name inside the domain; findings are stored as `domain.code`. */
  readonly code: string
  /** Number in the list of agreed rules, by which people cite it: `P02`, `L07`. */
  readonly number: string
  readonly severity: Severity
  readonly criterion: Criterion
  /** Family of faults that it belongs to; see `FAMILIES`. */
  readonly family: Family
  /** The finding is filed under this field. */
  readonly field: keyof R & string
  /** Names of the code lists that the check asks, so that a stage loads just those. */
  readonly lists?: readonly string[]
  readonly vi: string
  readonly en: string
  readonly fix: string
}

/**
 * A rule over one normalised row. It answers null where all is well or it does not apply. `asOf` is the business date of the
 * extract (`YYYY-MM-DD`), the only today that a rule knows.
 */
export interface RowRule<R> extends RuleText<R> {
  /** Names of the sources whose records it judges: a land register records owners by year of birth alone. Default: all. */
  readonly sources?: readonly string[]
  readonly check: (row: R, asOf: string, reference: Reference) => Fault | null
}

/** One record as the rules that look at several records see it. */
export interface Peer<R> {
  readonly row: R
  readonly source: string
  /** Golden id: two records of one entity are not two entities. */
  readonly entity: string
}

/** A fault of one member of a group. */
export interface PeerFault extends Fault {
  /** Position in the group. */
  readonly at: number
}

/**
 * A rule over the records that stand together: two heads of one household, one certificate on two parcels, one person on
 * two payrolls. Runs after the merge, over the groups that a run touched; `error` keeps the golden record from being sent.
 */
export interface GroupRule<R> extends RuleText<R> {
  /**
   * Records with equal parts stand together; a null part: the rule does not look at this record. `entity`: one golden record.
   * Rules over the same groups name the same function, so that records are grouped once for all of them.
   */
  readonly group: 'entity' | ((row: R) => readonly (string | number | null)[])
  /** The rule also says something of a record that stands alone; without it a group of one is not even made. */
  readonly alone?: true
  /** Pure. Peers come in order of source and key. `asOf` as in a row rule. */
  readonly check: (peers: readonly Peer<R>[], asOf: string, reference: Reference) => readonly PeerFault[]
}

/** A rule over a record and the golden record that one of its reference fields names: the holder of a parcel is dead. */
export interface ReferenceRule<R> extends RuleText<R> {
  readonly through: keyof R & string
  /** `referred`: golden values of the named record, fields without a value left out. */
  readonly check: (row: R, referred: Values, asOf: string, reference: Reference) => Fault | null
}

/** One record's claim to a golden value. */
export interface Candidate {
  readonly source: string
  readonly key: string
  readonly value: Scalar
  /** Business date of the batch that brought it, `YYYY-MM-DD`. */
  readonly asOf: string
}

/** Chooses the surviving value: an index into `candidates` (all non-null, sorted by source then key). */
export interface Pick<S extends string = string> {
  readonly rule: string
  readonly sources?: readonly S[]
  readonly choose: (candidates: readonly Candidate[]) => number
}

/** Parts of a key by which records meet. A part that is null or empty: the record has no such key. */
export type KeyParts = readonly (string | number | null)[]

interface BlockLimits<R> {
  /** Records above which one key is not paired out; the engine's own limit where absent. Never depends on the volume. */
  readonly limit?: number
  /** A longer key by which the records of a key over the limit still meet. */
  readonly hot?: (row: R) => KeyParts
}

/** How records come to meet: one key a row, or, by `each`, several (phones, old numbers), each of which will do. */
export type BlockRule<R> =
  | ((row: R) => KeyParts)
  | (BlockLimits<R> & ({ readonly key: (row: R) => KeyParts } | { readonly each: (row: R) => readonly KeyParts[] }))

// biome-ignore lint/suspicious/noExplicitAny: each comparison has its own prepared form, made and read only by itself
type TextComparison = Comparison<string, any>

/** A comparison over a text made of several fields, or of a part of one; null is missing. */
export interface Composite<R> {
  readonly of: (row: R) => string | null
  readonly by: TextComparison
}

/**
 * How records of a domain find each other. `C` names the comparisons. Shares and weights are of all pairs of records, met in
 * a block or not, so that they mean the same in a declaration and in a trained model, which overrules m, u and `prior`.
 */
export interface Matching<F extends Fields, S extends string = string, C extends string = string> {
  /** Named pure functions of a row; a rule's name is stored with every pair that it is the first to make. */
  readonly block: Readonly<Record<string, BlockRule<Row<F>>>>
  /** By field, its value as text; under any other name a composite. Levels that `implies` use these names. */
  readonly compare: {
    readonly [K in C]: K extends keyof F ? TextComparison | Composite<Row<F>> : Composite<Row<F>>
  }
  /** Authority keys: records with equal keys are one entity, unless a veto or a decision forbids it. */
  readonly must?: readonly { readonly code: string; readonly key: (row: Row<F>) => KeyParts }[]
  /**
   * The identity of a record that its own register vouches for, or null: no cluster holds two different ones. Only what no
   * other source may doubt counts: the population database's answer, or a number of the register that assigns it.
   */
  readonly verified?: (row: Row<F>, source: S) => string | null
  /** Sources that never bear one entity twice: at most one record of each in a cluster. */
  readonly clean?: readonly S[]
  /** Vetoes: a pair for which one holds is never joined by the machine. */
  readonly never: readonly { readonly code: string; readonly test: (a: Row<F>, b: Row<F>) => boolean }[]
  /**
   * Disputes: a pair for which one holds always goes to a reviewer. `of` names the block rules whose pairs are looked at
   * whatever they weigh; other pairs only where they weigh enough to be kept.
   */
  readonly dispute: readonly {
    readonly code: string
    readonly of?: readonly string[]
    readonly test: (a: Row<F>, b: Row<F>) => boolean
  }[]
  /** log2 odds that two records of the domain are the same before any field is compared; about minus log2 of their number. */
  readonly prior: number
  /** Bits of match weight: at or over `link` a pair joins, between `review` and `link` a person is asked. */
  readonly link: number
  readonly review: number
}

export interface TargetMapping<F extends Fields> {
  readonly to: TargetKind
  /** A golden record that the target is known to refuse is not sent until this holds (findings say what it lacks). */
  readonly ready?: (row: { readonly [K in keyof F]?: z.output<F[K]> }) => boolean
  /** Target field -> golden field. */
  readonly columns: Readonly<Record<string, keyof F & string>>
}

export interface Domain<F extends Fields = Fields, S extends string = string, C extends string = string> {
  readonly name: string
  readonly label: string
  /** Domains that must be synced and sent before this one. */
  readonly after: readonly string[]
  readonly fields: F
  readonly sources: Readonly<Record<S, MappingOf<NoInfer<F>>>>
  readonly quality: readonly RowRule<JudgedRow<NoInfer<F>>>[]
  /** Rules over several records of the domain. */
  readonly together?: readonly GroupRule<Row<NoInfer<F>>>[]
  /** Rules over a record and one it refers to. */
  readonly across?: readonly ReferenceRule<Row<NoInfer<F>>>[]
  readonly matching: Matching<NoInfer<F>, NoInfer<S>, C>
  readonly survivorship: { readonly [K in keyof NoInfer<F>]: Pick<NoInfer<S>> }
  readonly targets: Readonly<Record<string, TargetMapping<NoInfer<F>>>>
}

/**
 * Declares a domain: the whole truth about one kind of master record, in the order in which data flows. What the compiler
 * cannot see (names across files, unique codes) is checked by the catalog when the file is loaded.
 */
export function defineDomain<const F extends Fields, const S extends string, const C extends string>(
  domain: Domain<F, S, C>,
): Domain<F, S, C> {
  return domain
}

/** The mappings of a domain that is known only by name, as the engine walks them. */
export function mappingsOf(domain: AnyDomain): readonly (readonly [string, Mapping])[] {
  return Object.entries(domain.sources) as unknown as (readonly [string, Mapping])[]
}

/** Every rule of a domain that is known only by name, with the texts that people read. */
export const rulesOf = (domain: AnyDomain): readonly RuleText<Values>[] => [
  ...domain.quality,
  ...(domain.together ?? []),
  ...(domain.across ?? []),
]

/** Names of the code lists that the rules of a domain ask. */
export const listsOf = (domain: AnyDomain): readonly string[] => [
  ...new Set(rulesOf(domain).flatMap(({ lists = [] }) => lists)),
]

/** A domain as the engine sees it, whatever its fields. */
// biome-ignore lint/suspicious/noExplicitAny: variance of the row functions; rows are built from the same declaration
export type AnyDomain = Domain<any, any, any>

/** A block rule as the engine walks it: every rule has any number of keys a row. */
export interface KeyRule {
  readonly name: string
  readonly keys: (row: Values) => readonly KeyParts[]
  /** A row may have several keys. */
  readonly isSeveral: boolean
  readonly limit: number | null
  readonly hot: ((row: Values) => KeyParts) | null
}

/** The block rules of a domain in the order in which they are declared. */
export const blockRulesOf = ({ matching }: AnyDomain): readonly KeyRule[] =>
  Object.entries(matching.block as Readonly<Record<string, BlockRule<Values>>>).map(([name, rule]) => {
    if (typeof rule === 'function')
      return { name, keys: (row) => [rule(row)], isSeveral: false, limit: null, hot: null }
    const { limit = null, hot = null } = rule
    const isSeveral = 'each' in rule
    return { name, keys: isSeveral ? rule.each : (row) => [rule.key(row)], isSeveral, limit, hot }
  })

/** A comparison under its name in the domain, with the text that it reads from a row. */
export interface Compared {
  readonly name: string
  readonly of: (row: Values) => string | null
  /** It reads more than the field of its name. */
  readonly isComposite: boolean
  readonly comparison: AnyComparison
}

/** The comparisons of a domain in the order in which they are declared. */
export const comparedOf = ({ matching }: AnyDomain): readonly Compared[] =>
  Object.entries(matching.compare as Readonly<Record<string, AnyComparison | Composite<Values>>>).map(([name, own]) =>
    'by' in own
      ? { name, of: own.of, isComposite: true, comparison: { ...own.by, name } }
      : { name, of: (row) => textOf(row[name] ?? null), isComposite: false, comparison: { ...own, name } },
  )

const textOf = (value: Scalar): string | null => (value === null ? null : String(value))

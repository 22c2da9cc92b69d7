import { z } from 'zod'
import type { Family, FindingText } from './finding.ts'

/** Golden and source values are JSON scalars (docs/decisions/0002): they hash, compare, copy and survive as they are. */
export type Scalar = string | number | boolean | null

/** Reports one finding of the value being read, by the code declared in the field's `findings`. */
export type Say = (code: string, got?: string) => void

/** A catalogue that a field type holds the codes of. */
export interface CodeCatalogue {
  /** Name and version, as people cite it. */
  readonly title: string
  readonly codes: readonly CatalogueCode[]
}

export interface CatalogueCode {
  readonly code: string
  readonly label: string
  /** First and last day on which the catalogue knows the code, `YYYY-MM-DD`; open where absent. */
  readonly from?: string
  readonly to?: string
}

/** How a value stands in a code list of the store, so that it can be carried to the list's next version. */
export interface ListSpec {
  readonly name: string
  /** The version whose codes `read` writes; null where the value carries it: `20194@2025-07-01`. */
  readonly version: string | null
  /** After a split of the unit the value goes where all its people went; land does not. */
  readonly followsPeople: boolean
}

export interface FieldSpec<T extends Scalar> {
  /** Stable name of the field type, for the data dictionary: `personal-id`. */
  readonly type: string
  /** Vietnamese label that people see. */
  readonly label: string
  /** What the value is, in one Vietnamese sentence for the data dictionary. */
  readonly description?: string
  /** Clean values, made up, for the data dictionary and the JSON Schema. */
  readonly examples?: readonly T[]
  /** What the value is a code of. */
  readonly catalogue?: CodeCatalogue
  /** Absent where no remap may touch the value. */
  readonly list?: ListSpec
  /** What a clean value looks like. It is the contract, the JSON Schema, and the oracle of `read` in property tests. */
  readonly schema: z.ZodType<T>
  /** Family of faults to which its findings belong unless they say otherwise. */
  readonly family: Family
  readonly findings: Readonly<Record<string, FindingText>>
  /**
   * Normalise and judge one raw cell. Total: never throws, any string in. Returns null where no value can be kept, and
   * says why unless the cell is blank. Idempotent: a value it returned reads back to itself. `asOf` is the business date
   * (`YYYY-MM-DD`) of the extract: readers have no clock, so that a cell reads the same whenever a run is repeated.
   */
  readonly read: (raw: string, say: Say, asOf: string) => NonNullable<T> | null
}

/** Where a field points into another domain: the record that the same source row yields there. */
export interface ReferenceSpec {
  readonly domain: string
  /** The role of the derived record, as declared in that domain's mapping (`owner:1`); null for the row itself. */
  readonly role: string | null
}

interface FieldMeta {
  readonly spec: FieldSpec<Scalar>
  readonly required: boolean
  readonly reference: ReferenceSpec | null
}

const registry = new WeakMap<z.ZodType, FieldMeta>()

function declare(schema: z.ZodType, meta: FieldMeta): z.ZodType {
  const { label, description, examples } = meta.spec
  const titled = schema.meta({
    title: label,
    ...(description === undefined ? {} : { description }),
    ...(examples === undefined ? {} : { examples: [...examples] }),
  })
  registry.set(titled, meta)
  return titled
}

/** Declares a field type. The schema that comes back is nullable: a source need not carry the field. */
export function field<T extends NonNullable<Scalar>>(spec: FieldSpec<T>): z.ZodType<T | null> {
  const meta = { spec: spec as unknown as FieldSpec<Scalar>, required: false, reference: null }
  return declare(spec.schema.nullable(), meta) as z.ZodType<T | null>
}

/** The same field where a missing value is an error: every source must map it, and a record without it is quarantined. */
export function required<T extends Scalar>(optional: z.ZodType<T>): z.ZodType<NonNullable<T>> {
  const meta = fieldMeta(optional)
  return declare(meta.spec.schema.clone(), { ...meta, required: true }) as z.ZodType<NonNullable<T>>
}

/** The same field under another label, where one field type serves two fields of a domain. */
export function labelled<T extends Scalar>(label: string, optional: z.ZodType<T>): z.ZodType<T> {
  const meta = fieldMeta(optional)
  return declare(meta.spec.schema.nullable(), { ...meta, spec: { ...meta.spec, label } }) as z.ZodType<T>
}

/**
 * A field that holds the golden id of a record of another domain. Sources do not map it: the engine fills it with the
 * key of the record that the same row yields there, and the merge resolves that key through the crosswalk.
 */
export function reference(domain: string, options: { role?: string; label: string }): z.ZodType<string | null> {
  const schema = z.string().min(1)
  const spec: FieldSpec<Scalar> = {
    type: `reference:${domain}`,
    label: options.label,
    description: `Mã bản ghi vàng của domain ${domain}; hệ thống tự điền từ cùng một dòng của nguồn.`,
    examples: [`${domain}-0000001`],
    schema,
    family: 'E1',
    findings: {},
    read: (raw) => raw.trim() || null,
  }
  const meta = { spec, required: false, reference: { domain, role: options.role ?? null } }
  return declare(schema.nullable(), meta) as z.ZodType<string | null>
}

/** What was declared for a field schema. Throws for a zod schema that `field` did not make: a fault of the domain file. */
export function fieldMeta(schema: z.ZodType): FieldMeta {
  const meta = registry.get(schema)
  if (!meta) throw new TypeError('not a field: declare it with field() of core/field.ts')
  return meta
}

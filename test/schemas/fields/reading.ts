import type { z } from 'zod'
import { fieldMeta, type Scalar } from '../../../core/field.ts'

/** The business date of every example. */
export const AS_OF = '2026-06-15'

/** What a field makes of a cell: its value and the codes of its findings. */
export function reading(
  schema: z.ZodType<Scalar>,
  raw: string,
): { readonly value: Scalar; readonly codes: readonly string[] } {
  const codes: string[] = []
  const value = fieldMeta(schema).spec.read(raw, (code) => codes.push(code), AS_OF)
  return { value, codes }
}

/** One row of a table of examples: the cell, the value, and the findings, none unless given. */
export type Example = readonly [raw: string, value: Scalar, ...codes: string[]]

/** 'cell -> value [codes]' of every example that reads otherwise than told; empty when all hold. */
export function surprises(schema: z.ZodType<Scalar>, examples: readonly Example[]): readonly string[] {
  return examples.flatMap(([raw, value, ...codes]) => {
    const got = reading(schema, raw)
    const isAsTold = got.value === value && got.codes.join() === codes.join()
    return isAsTold
      ? []
      : [
          `${JSON.stringify(raw)} -> ${JSON.stringify(got.value)} [${got.codes}], not ${JSON.stringify(value)} [${codes}]`,
        ]
  })
}

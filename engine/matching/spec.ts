import { z } from 'zod'
import { Failure } from '../../core/errors.ts'
import { nearest } from '../../core/nearest.ts'
import { HOT_KEY } from './blocking.ts'
import { KINDS } from './kinds.ts'

const part = z.union([
  z.string(),
  z.strictObject({
    column: z.string(),
    /** Leading characters, or all but some trailing ones. */
    first: z.number().int().positive().optional(),
    dropLast: z.number().int().positive().optional(),
    /** Leading word, trailing word, or every word (a key for each). */
    words: z.enum(['first', 'last', 'all']).optional(),
    /** Words left out: a list of this file by name. */
    without: z.string().optional(),
    /** Letters without marks. */
    bare: z.boolean().optional(),
  }),
])
const rule = z.union([
  z.array(part).min(1),
  z.strictObject({
    parts: z.array(part).min(1),
    limit: z.number().int().positive().max(HOT_KEY).optional(),
    /** Parts that are added to a key which more records share than the limit allows. */
    hot: z.array(part).min(1).optional(),
  }),
])

const schema = z.strictObject({
  format: z.literal('match-spec/1'),
  name: z.string().min(1),
  /** Column that names a record. */
  key: z.string().min(1),
  /** Column names may be trimmed of blanks, as some writers pad them. */
  lists: z.record(z.string(), z.array(z.string())).default({}),
  block: z.record(z.string(), rule),
  compare: z.record(
    z.string(),
    z.looseObject({ kind: z.string(), column: z.union([z.string(), z.array(z.string()).min(1)]) }),
  ),
  /** Bits: mean weight from which groups join. 0 is where same and different are equally likely. */
  link: z.number().default(0),
  review: z.number().optional(),
  /** In link mode: no file holds one entity twice. */
  oneToOne: z.boolean().default(false),
  seed: z.string().default(''),
})

export type MatchSpec = z.output<typeof schema>
export type Part = z.output<typeof part>

export const refuse = (problems: string): never => {
  throw new Failure('InvalidInput', { problems })
}

/** Refuses a name with the nearest of those there are. */
export const unknown = (kind: string, got: string, known: readonly string[]): never => {
  const near = nearest(got, known)
  const hint = near === null ? '' : ` Ý bạn là "${near}"? (Did you mean "${near}"?)`
  throw new Failure('UnknownName', { kind, got, known: known.join(', '), hint })
}

/** Reads a spec. Throws InvalidInput with the path of what is wrong, UnknownName for a kind that is not there. */
export function readSpec(json: unknown): MatchSpec {
  const parsed = schema.safeParse(json)
  if (!parsed.success)
    return refuse(parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'spec'}: ${message}`).join('; '))
  for (const [name, { kind, column: _, ...options }] of Object.entries(parsed.data.compare)) {
    const own = KINDS[kind] ?? unknown(`compare.${name}.kind`, kind, Object.keys(KINDS))
    const checked = own.options.safeParse(listed(options, parsed.data.lists))
    if (!checked.success)
      refuse(
        checked.error.issues
          .map(({ path, message }) => `compare.${name}${path.map((p) => `.${String(p)}`).join('')}: ${message}`)
          .join('; '),
      )
  }
  return parsed.data
}

/** An option that is the name of a list of the file stands for the list. */
const listed = (options: Record<string, unknown>, lists: MatchSpec['lists']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, typeof value === 'string' ? (lists[value] ?? value) : value]),
  )

export const comparisonsOf = (spec: MatchSpec) =>
  Object.entries(spec.compare).map(([name, { kind, column: _, ...options }]) =>
    KINDS[kind]!.make(name, listed(options, spec.lists)),
  )

import { z } from 'zod'
import { Failure } from '../../core/errors.ts'
import { nearest } from '../../core/nearest.ts'
import { HOT_KEY } from './blocking.ts'
import { KINDS } from './kinds.ts'
import { faultsIn } from './spec-faults.ts'

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

/** The names that may stand at a path of a spec. */
function fieldsAt([group, , ...rest]: readonly PropertyKey[]): readonly string[] {
  if (group === undefined) return Object.keys(schema.shape)
  if (group !== 'block') return []
  return rest.length === 0 ? ['parts', 'limit', 'hot'] : Object.keys(part.options[1].shape)
}

/** A pair keeps its rule in eight bits, and the comparisons that are still open in the bits of a small integer. */
const MOST = { block: 200, compare: 30 } as const

/** Reads a spec. Throws InvalidInput with the path of what is wrong, UnknownName for a kind that is not there. */
export function readSpec(json: unknown): MatchSpec {
  const parsed = schema.safeParse(json)
  if (!parsed.success) return refuse(`Khai báo sai (the spec is wrong). ${faultsIn(parsed.error.issues, fieldsAt)}`)
  const { block, compare, lists, link, review } = parsed.data
  for (const [group, most] of Object.entries(MOST)) {
    const names = Object.keys(parsed.data[group as keyof typeof MOST])
    if (names.length === 0 || names.length > most)
      refuse(
        `Khai báo sai ở ${group}: cần từ 1 đến ${most} mục, đang có ${names.length}. (Needs 1 to ${most} entries.)`,
      )
  }
  if (review !== undefined && review > link)
    refuse(`Khai báo sai: review (${review}) không được lớn hơn link (${link}). (review may not exceed link.)`)
  for (const [name, own] of Object.entries(compare)) {
    checkKind(name, own, lists)
    for (const other of (listed(own, lists).implies as readonly string[] | undefined) ?? [])
      if (!(other in compare)) unknown(`compare.${name}.implies`, other, Object.keys(compare))
  }
  for (const [name, own] of Object.entries(block))
    for (const one of Array.isArray(own) ? own : [...own.parts, ...(own.hot ?? [])])
      if (typeof one !== 'string' && one.without !== undefined && !(one.without in lists))
        unknown(`block.${name}: danh sách (list)`, one.without, Object.keys(lists))
  return parsed.data
}

function checkKind(
  name: string,
  { kind, column: _, ...options }: MatchSpec['compare'][string],
  lists: MatchSpec['lists'],
) {
  const own = Object.hasOwn(KINDS, kind) ? KINDS[kind]! : unknown(`compare.${name}.kind`, kind, Object.keys(KINDS))
  const checked = own.options.safeParse(listed(options, lists))
  if (checked.success) return
  const names = 'shape' in own.options ? Object.keys(own.options.shape as object) : []
  const faults = faultsIn(checked.error.issues, (path) => (path.length === 2 ? ['kind', 'column', ...names] : []), [
    'compare',
    name,
  ])
  refuse(`Khai báo sai (the spec is wrong). ${faults}`)
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

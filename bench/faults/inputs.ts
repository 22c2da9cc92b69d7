import { type AnyDomain, type Mapping, mappingsOf, type RowRule, type Values } from '../../core/domain.ts'
import type { Reference } from '../../core/reference.ts'

/** Cells of one owner, as `ownersOf` makes them, to the columns of the register that they were cut from. */
const CUT_FROM: Readonly<Record<string, string>> = {
  name: 'chu_su_dung',
  sex: 'chu_su_dung',
  pid: 'so_giay_to',
  cmnd: 'so_giay_to',
  born: 'nam_sinh',
}

/**
 * Columns of a source that feed each field of a domain: what a mapping function reads is found by letting it read.
 * `withSplit`: with the cells by which a row of several owners is cut into records.
 */
export function columnsOf(
  domain: AnyDomain,
  source: string,
  withSplit: boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const mapping = mappingsOf(domain).find(([name]) => name === source)?.[1]
  const fed = new Map<string, ReadonlySet<string>>()
  if (!mapping) return fed
  for (const field of mapping.names) {
    const read = columnsRead(mapping, field)
    fed.set(field, mapping.each && withSplit ? new Set([...read, ...Object.values(CUT_FROM)]) : read)
  }
  return fed
}

function columnsRead(mapping: Mapping, field: string): ReadonlySet<string> {
  const column = mapping.columns[field]
  const read = new Set<string>()
  if (typeof column === 'string') read.add(column)
  else
    column?.((name) => {
      read.add(name)
      return 'x'
    })
  return new Set([...read].map((name) => (mapping.each ? (CUT_FROM[name] ?? name) : name)))
}

/** Pairs of sample rows that agree in one field: many rules look further only then. */
function* pairsAlike(samples: readonly Values[]): Generator<readonly Values[]> {
  for (let at = 0; at + 1 < Math.min(60, samples.length); at += 2) {
    const [one, other] = [samples[at] as Values, samples[at + 1] as Values]
    for (const field of Object.keys(one)) yield [one, { ...other, [field]: one[field] ?? null }]
  }
}

/** Fields of a row that a rule reads, found by letting it judge sample rows that take note. */
export function fieldsRead(domain: AnyDomain, samples: readonly Values[], reference: Reference, asOf: string) {
  const read = new Map<string, Set<string>>()
  const watched = (code: string): ((row: Values) => Values) => {
    const fields = read.get(code) ?? new Set<string>()
    read.set(code, fields)
    return (row) =>
      new Proxy(row, {
        get: (target, field) => {
          fields.add(String(field))
          return target[String(field)]
        },
      })
  }
  for (const rule of domain.quality as readonly RowRule<Values>[]) {
    const watch = watched(rule.code)
    for (const row of samples) rule.check(watch(row), asOf, reference)
  }
  for (const rule of domain.together ?? []) {
    const watch = watched(rule.code)
    const peers = samples.slice(0, 200).map((row, at) => ({ row: watch(row), source: 'x', entity: String(at % 20) }))
    if (rule.group !== 'entity') for (const { row } of peers) rule.group(row)
    for (const alike of pairsAlike(samples))
      rule.check(
        alike.map((row, at) => ({ row: watch(row), source: 'x', entity: String(at) })),
        asOf,
        reference,
      )
    for (let at = 0; at + 1 < peers.length; at += 2) rule.check(peers.slice(at, at + 2), asOf, reference)
    rule.check(peers, asOf, reference)
  }
  for (const rule of domain.across ?? []) {
    const watch = watched(rule.code)
    for (const row of samples.slice(0, 200)) rule.check(watch(row), {}, asOf, reference)
  }
  return read
}

import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** One fault that the generator planted, as its answer sheet has it. */
export interface Planted {
  readonly source: string
  readonly key: string
  readonly column: string
  readonly family: string
  readonly kind: string
  readonly truth: string
  readonly planted: string
}

/** What the answer sheet says of the first night. */
export interface Answers {
  readonly planted: readonly Planted[]
  /** Source rows (`source:key`) that speak of the same entity in the same role of a domain, by entity. */
  readonly rowsOf: ReadonlyMap<string, readonly string[]>
  /** Entities of a row: persons `P…`, households `H…`, parcels `T…`. */
  readonly entitiesOf: ReadonlyMap<string, readonly string[]>
  /** Persons whose personal ID was replaced: registers that keep the old one carry no planted fault, and yet a real one. */
  readonly renumbered: ReadonlySet<string>
}

/** Reads a CSV of the generator line by line: commas, double quotes, no line breaks inside. */
async function* csvRows(path: string): AsyncGenerator<readonly string[]> {
  let isFirst = true
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    if (!isFirst) yield line.includes('"') ? quotedCells(line) : line.split(',')
    isFirst = false
  }
}

function quotedCells(line: string): readonly string[] {
  const cells = line.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? []
  return cells.map((cell, at) => {
    const text = at > 0 || cell.startsWith(',') ? cell.replace(/^,/, '') : cell
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
  })
}

const COUNTED = new Set(['person', 'household', 'land-parcel'])

/** Reads `truth/` of a province; claims that began after the first night are left out. */
export async function readAnswers(truth: string, sources: readonly string[]): Promise<Answers> {
  const planted: Planted[] = []
  for await (const [source, key, column, family, kind, trueValue, value] of csvRows(join(truth, 'errors.csv'))) {
    planted.push({
      source: source ?? '',
      key: key ?? '',
      column: column ?? '',
      family: family ?? '',
      kind: kind ?? '',
      truth: trueValue ?? '',
      planted: value ?? '',
    })
  }
  const rowsOf = new Map<string, string[]>()
  const entitiesOf = new Map<string, string[]>()
  for (const source of sources) {
    for await (const [, key, , entity, domain, from] of csvRows(join(truth, `entities-${source}.csv`))) {
      if (from !== '' || !COUNTED.has(domain ?? '')) continue
      const row = `${source}:${key}`
      push(rowsOf, entity ?? '', row)
      push(entitiesOf, row, entity ?? '')
    }
  }
  const renumbered = new Set<string>()
  for await (const [entity, , , replaced] of csvRows(join(truth, 'values.csv')))
    if (replaced && entity) renumbered.add(entity)
  return { planted, rowsOf, entitiesOf, renumbered }
}

const push = (map: Map<string, string[]>, key: string, value: string): void => {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

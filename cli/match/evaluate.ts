import { loadCatalog } from '../../core/catalog.ts'
import { type Column, encode } from '../../engine/matching/encode.ts'
import { type Evaluation, evaluate } from '../../engine/matching/evaluate.ts'
import { partitionOf } from '../../store/partition.ts'
import { withStore } from '../environment.ts'
import { known, openExtract, orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped, table } from '../print.ts'
import { Folder, refuse } from './folder.ts'
import { cellOf } from './load.ts'
import { mixedGroups } from './mistakes.ts'
import { partitionRows } from './summary.ts'

export interface EvaluateOptions {
  readonly domain: string
  readonly truth: readonly string[]
  readonly asOf?: string
  readonly out?: string
  readonly json?: boolean
}

/** `sogoc match evaluate`: the golden records of a domain against a truth, by the figures of `match dedupe`. */
export async function evaluateStore(options: EvaluateOptions): Promise<void> {
  const out = new Outlet()
  const catalog = await loadCatalog(new URL('../../schemas/', import.meta.url))
  const domain = known('Miền (domain)', options.domain, [...catalog.domains.keys()])
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const truth = await truthIn(options.truth, domain, options.asOf)
      const standing = await standingRecords(domain, truth)
      const evaluation = evaluate(standing.golden.ids, standing.entities.ids)
      const figures = {
        domain,
        truth: truth.size,
        absent: truth.size - evaluation.records,
        unknown: standing.refs.length - evaluation.records,
        evaluation,
        ...(options.out !== undefined && writeLists(new Folder(options.out), standing)),
      }
      await out.put(options.json ? [JSON.stringify(figures)] : text(figures))
    },
  )
}

/** The records of the store, what is one in it, and what is one in truth. */
interface Standing {
  readonly refs: readonly string[]
  readonly golden: Column
  readonly entities: Column
}

async function standingRecords(domain: string, truth: ReadonlyMap<string, string>): Promise<Standing> {
  const refs: string[] = []
  const ids: string[] = []
  await withStore((store) =>
    store.read((tx) =>
      partitionOf(tx, domain, (source, key, goldenId) => {
        refs.push(`${source}:${key}`)
        ids.push(goldenId)
      }),
    ),
  )
  return { refs, golden: encode(ids), entities: encode(refs.map((ref) => truth.get(ref) ?? null)) }
}

/**
 * Entity by record (`source:key`) from files with the columns `source, key, entity` and, where they are, `role`, `domain`, `from`
 * and `until`, as `sogoc generate` writes them; or `record, cluster`. A claim that ended by the day does not count.
 */
async function truthIn(
  files: readonly string[],
  domain: string,
  asOf: string | undefined,
): Promise<Map<string, string>> {
  const truth = new Map<string, string>()
  for (const file of files) {
    const delivery = await openExtract(file)
    const at = (name: string): number => delivery.columns.indexOf(name)
    const isPartition = at('record') >= 0 && at('cluster') >= 0
    if (!isPartition)
      for (const name of ['source', 'key', 'entity']) known(`Cột của ${delivery.file}`, name, delivery.columns)
    for await (const page of delivery.pages()) {
      for (const cells of page.rows) {
        const cell = (name: string): string => cells[at(name)]?.trim() ?? ''
        if (isPartition) truth.set(cell('record'), cell('cluster'))
        else if ((cell('domain') || domain) === domain && isValid(cell('from'), cell('until'), asOf))
          truth.set(`${cell('source')}:${cell('key')}${cell('role') && `#${cell('role')}`}`, cell('entity'))
      }
    }
  }
  if (truth.size === 0)
    refuse(`--truth ${files.join(', ')}: không dòng nào nói về miền ${domain}. (No row is about it.)`)
  return truth
}

/** Without a day the last word counts. */
const isValid = (from: string, until: string, asOf: string | undefined): boolean =>
  asOf === undefined ? until === '' : (from === '' || from <= asOf) && (until === '' || until > asOf)

function writeLists(folder: Folder, { refs, golden, entities }: Standing) {
  const known = golden.ids.map((id, record) => (entities.ids[record]! < 0 ? -1 : id))
  const list = (name: string, header: readonly string[], by: Int32Array, within: Int32Array): number => {
    const file = folder.csv(name, header)
    let groups = 0
    for (const records of mixedGroups(by, within)) {
      groups++
      for (const record of records) {
        const [cluster, entity] = [cellOf(golden, record), cellOf(entities, record)]
        file.put(...(header[0] === 'cluster' ? [cluster, refs[record]!, entity] : [entity, refs[record]!, cluster]))
      }
    }
    file.close()
    return groups
  }
  return {
    falseMerges: list('false-merges.csv', ['cluster', 'record', 'entity'], known, entities.ids),
    missed: list('missed.csv', ['entity', 'record', 'cluster'], entities.ids, known),
  }
}

function text(figures: {
  readonly domain: string
  readonly truth: number
  readonly absent: number
  readonly unknown: number
  readonly evaluation: Evaluation
}): readonly string[] {
  return [
    table(
      [figures.domain, ''],
      [
        ['Bản ghi có đáp án (records with a truth)', grouped(figures.evaluation.records)],
        ['Đáp án không có trong kho (truth of no record)', grouped(figures.absent)],
        ['Bản ghi không có đáp án (records without truth)', grouped(figures.unknown)],
        [
          'Bản ghi vàng / thực thể (golden / entities)',
          `${grouped(figures.evaluation.clusters)} / ${grouped(figures.evaluation.entities)}`,
        ],
        ...partitionRows(figures.evaluation),
      ],
    ),
  ]
}

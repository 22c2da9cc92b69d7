import { recordsOf } from '../../activities/matching/grid.ts'
import { MatchableIntake } from '../../activities/matching/intake.ts'
import { loadCatalog } from '../../core/catalog.ts'
import type { AnyDomain } from '../../core/domain.ts'
import { Failure } from '../../core/errors.ts'
import { blocksOf } from '../../engine/matching/blocking.ts'
import { comparisonsOf, declaredOf } from '../../engine/matching/domain.ts'
import { labelsOfDecisions, placeLabels } from '../../engine/matching/labels.ts'
import { modelOf } from '../../engine/matching/model.ts'
import { NameList } from '../../engine/matching/names.ts'
import type { Records } from '../../engine/matching/records.ts'
import { train } from '../../engine/matching/train.ts'
import { activeDecisions, type DecisionRow } from '../../store/decisions.ts'
import { MATCHABLE, streamMatchable } from '../../store/matchable.ts'
import { withStore } from '../environment.ts'
import { known } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { refuse } from './folder.ts'
import { progressOn } from './progress.ts'
import { mustFit, pairsIn } from './run.ts'
import { against, figures, text, writeModel } from './train.ts'

export interface TrainDomainOptions {
  readonly domain: string
  readonly out: string
  readonly budget: number
  readonly json?: boolean
}

/**
 * `sogoc model train --domain`: a model of the live records of a domain, in which pairs that people decided stand as decided.
 * What it found unfit for use it does not write.
 */
export async function trainDomain({ domain: name, out, budget, json = false }: TrainDomainOptions): Promise<void> {
  const catalog = await loadCatalog(new URL('../../schemas/', import.meta.url))
  const domain = catalog.domains.get(known('Miền (domain)', name, [...catalog.domains.keys()]))!
  const progress = progressOn(process.stderr)
  progress.stage('Đọc kho (reading the store)', 'bản ghi')
  const { records, decisions } = await standing(domain)
  const comparisons = comparisonsOf(domain)
  const blocks = blocksOf(records.blocks, records.size)
  if (pairsIn(blocks) === 0)
    refuse(
      `Miền ${name}: kho có ${records.size} bản ghi đang dùng và không cặp nào chung khóa, nên không có gì để học. Chạy một đêm trước: sogoc night. (No two records of the domain share a key: there is nothing to learn from.)`,
    )
  mustFit(blocks, budget)
  progress.stage('Học mô hình (training)', 'cặp')
  const given = placeLabels({ pairs: labelsOfDecisions(decisions), clusters: [] }, records.names)
  const trained = train(comparisons, records, { blocks, isRegister: true, known: given.pairs })
  const model = modelOf(trained, declaredOf(domain))
  const diagnostics = against({ model, trained, comparisons, records, blocks, seed: '' })
  progress.end()
  const [fault] = diagnostics.filter(({ severity }) => severity === 'fault')
  if (fault)
    throw new Failure('RunFailed', { problems: `${fault.sentence} ${out} không được ghi. (Nothing was written.)` })
  writeModel(out, model)
  const { pairs, matches } = trained.known
  const labels = { labels: pairs, unknown: given.unknown + given.pairs.length - pairs, matches }
  const used = decisions.length > 0 ? labels : null
  await new Outlet().put(
    json ? [JSON.stringify(figures(model, diagnostics, used))] : text(model, diagnostics, out, used),
  )
}

/** The live records of a domain under their refs, and what people decided about them. */
async function standing(
  domain: AnyDomain,
): Promise<{ readonly records: Records; readonly decisions: readonly DecisionRow[] }> {
  const intake = new MatchableIntake(domain)
  const names = new NameList()
  let source = ''
  const decisions = await withStore((store) =>
    store.read(async (tx) => {
      await streamMatchable(tx, domain.name, {
        source: (name) => {
          source = name
          intake.source(name)
        },
        record: (bytes, starts, ends) => {
          names.add(`${source}:${bytes.toString('utf8', starts[MATCHABLE.key]!, ends[MATCHABLE.key]!)}`)
          intake.record(bytes, starts, ends)
        },
      })
      return activeDecisions(tx, domain.name)
    }),
  )
  return { records: { ...recordsOf(intake.done()), names: names.done() }, decisions }
}

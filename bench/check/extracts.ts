import { deflateRawSync } from 'node:zlib'
import { type Catalog, domainsOf } from '../../core/catalog.ts'
import type { ChangedChunk } from '../../store/landing.ts'
import type { Night } from '../province/generate.ts'

/** An extract as landing holds it: deflated chunks of the rows, with the keys of the rows to judge. */
export interface LandedExtract {
  readonly source: string
  readonly path: string
  readonly columns: readonly string[]
  readonly domains: readonly string[]
  readonly rows: number
  readonly chunks: readonly ChangedChunk[]
}

/** Reads the extracts of a night into landed chunks: a page each, as `pullSource` does. */
export async function landedExtracts(catalog: Catalog, { files }: Night): Promise<readonly LandedExtract[]> {
  const landed: LandedExtract[] = []
  for (const { source, path } of files) {
    const { from, key } = catalog.sources.get(source)!
    const delivery = await from.open(path)
    const keys = key.map((column) => delivery.columns.indexOf(column))
    const chunks: ChangedChunk[] = []
    let rows = 0
    for await (const page of delivery.pages()) {
      const firstSeq = rows
      chunks.push({
        body: deflateRawSync(JSON.stringify(page.rows.map((cells, i) => [page.lines[i], cells])), { level: 1 }),
        firstSeq,
        seqs: page.rows.map((_, i) => firstSeq + i),
        rowKeys: page.rows.map((cells) => keys.map((at) => cells[at]).join('/')),
      })
      rows += page.rows.length
    }
    landed.push({ source, path, columns: delivery.columns, domains: domainsOf(catalog, source), rows, chunks })
  }
  return landed
}

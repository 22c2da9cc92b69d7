import { keyOfHalves } from '../../engine/matching/key-intake.ts'
import { pagesOf, postingsOf } from '../../engine/matching/postings.ts'
import { countHotKeys, type HotKeyRow, saveHotKeys, savePages, segmentsOf } from '../../store/key-pages.ts'
import { keysOfDomain } from '../../store/matchable.ts'
import type { Tx } from '../../store/sql.ts'
import type { Grid } from './grid.ts'
import type { Neighbourhood } from './neighbourhood.ts'

/** Segments beside the first, and their share of its postings, beyond which all pages are laid out anew. */
const SEGMENTS_MOST = 30
const STALE_SHARE = 0.5

/** Keeps who has which key for the next run, and which keys make no pairs. Answers how many of those there are. */
export async function keepKeys(tx: Tx, domain: string, { near, loaded, blocks }: Grid): Promise<number> {
  if (near) {
    await saveHotKeys(tx, domain, near.hot, near.changedHot)
    await addPages(tx, domain, near)
  } else {
    const { keys, rules, ids } = loaded
    await saveHotKeys(tx, domain, hotRows({ loaded, blocks }), 'all')
    await savePages(tx, domain, pagesOf(postingsOf(keys, rules, ids)), true)
  }
  return countHotKeys(tx, domain)
}

/** Keys of changed records stand in a segment of their own, until such segments outgrow the first. */
async function addPages(tx: Tx, domain: string, { taken }: Neighbourhood): Promise<void> {
  const [base, ...later] = await segmentsOf(tx, domain)
  const postings = later.reduce((sum, segment) => sum + segment.postings, 0)
  if (later.length < SEGMENTS_MOST && postings < STALE_SHARE * (base?.postings ?? 0) + MOST_TINY) {
    const pages = pagesOf((visit) => {
      for (const [id, keys] of taken) for (const key of keys) visit(key, id)
    })
    await savePages(tx, domain, pages, false)
  } else await savePages(tx, domain, pagesOf(await allPostings(tx, domain)), true)
}

/** Postings that are looked through in no time, however few the first segment has. */
const MOST_TINY = 10_000

async function allPostings(tx: Tx, domain: string) {
  let found = new Float64Array(1 << 16)
  let used = 0
  await keysOfDomain(tx, domain, (id, key) => {
    if (used === found.length) {
      const wider = new Float64Array(2 * used)
      wider.set(found)
      found = wider
    }
    found[used++] = key
    found[used++] = id
  })
  return (visit: (key: number, recordId: number) => void) => {
    for (let at = 0; at < used; at += 2) visit(found[at]!, found[at + 1]!)
  }
}

/** The keys that too many records share, with those records. */
function hotRows({ loaded, blocks }: Pick<Grid, 'loaded' | 'blocks'>): readonly HotKeyRow[] {
  const rows: HotKeyRow[] = []
  loaded.keys.forEach(({ name, low, high, starts }, place) => {
    const hot = blocks.hot.filter(({ rule }) => rule === name)
    if (hot.length === 0) return
    const { number } = loaded.rules[place]!
    const members = new Map(hot.map((own) => [keyOfHalves(own.low, own.high, number), [] as number[]]))
    for (let record = 0; record < loaded.size; record++) {
      const end = starts ? starts[record + 1]! : record + 1
      for (let entry = starts ? starts[record]! : record; entry < end; entry++)
        if (low[entry] !== 0 || high[entry] !== 0)
          members.get(keyOfHalves(low[entry]!, high[entry]!, number))?.push(loaded.ids[record]!)
    }
    for (const [key, recordIds] of members) rows.push({ key, rule: name, recordIds })
  })
  return rows
}

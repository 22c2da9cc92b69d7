import { copyOut, literal, one, rows, run, type Tx } from './sql.ts'

export interface StoredPage {
  readonly page: number
  readonly postings: Uint8Array
}

/** Pages of the keys of a whole domain (segment 0), or of what one run touched. */
export interface Segment {
  readonly segment: number
  /** Bits of a key's hash that tell its page. */
  readonly page_bits: number
  readonly postings: number
}

export const segmentsOf = (tx: Tx, domain: string): Promise<readonly Segment[]> =>
  rows<Segment>(tx, 'select segment, page_bits, postings from key_segment where domain = $1 order by segment', [domain])

/** Pages of a segment at once: a hundred of 32 KB are no burden to either side. */
const PART = 100

export async function* readPages(
  tx: Tx,
  domain: string,
  segment: number,
  pages: readonly number[],
): AsyncGenerator<StoredPage> {
  for (let from = 0; from < pages.length; from += PART)
    yield* await rows<StoredPage>(
      tx,
      'select page, postings from key_page where domain = $1 and segment = $2 and page = any($3)',
      [domain, segment, pages.slice(from, from + PART)],
    )
}

/** Puts pages behind those of a domain, or in place of all of them. */
export async function savePages(
  tx: Tx,
  domain: string,
  { bits, count, pages }: { readonly bits: number; readonly count: number; readonly pages: readonly StoredPage[] },
  isWhole: boolean,
): Promise<void> {
  if (isWhole) await dropPages(tx, domain)
  const known = await segmentsOf(tx, domain)
  const segment = (known.at(-1)?.segment ?? -1) + 1
  await run(tx, 'insert into key_segment (domain, segment, page_bits, postings) values ($1, $2, $3, $4)', [
    domain,
    segment,
    bits,
    count,
  ])
  for (const { page, postings } of pages)
    await run(tx, 'insert into key_page (domain, segment, page, postings) values ($1, $2, $3, $4)', [
      domain,
      segment,
      page,
      Buffer.from(postings.buffer, postings.byteOffset, postings.length),
    ])
}

export async function dropPages(tx: Tx, domain: string): Promise<void> {
  await run(tx, 'delete from key_page where domain = $1', [domain])
  await run(tx, 'delete from key_segment where domain = $1', [domain])
}

/** A key that makes no pairs, with the records that have it. */
export interface HotKeyRow {
  readonly key: number
  readonly rule: string
  readonly recordIds: readonly number[]
}

export async function hotKeysOf(tx: Tx, domain: string): Promise<readonly HotKeyRow[]> {
  const found: HotKeyRow[] = []
  await copyOut(
    tx,
    `select key, rule, array_to_string(record_ids, ',') from hot_key where domain = ${literal(domain)} order by key`,
    ([key, rule, ids]) =>
      found.push({ key: Number(key), rule: rule ?? '', recordIds: (ids ?? '').split(',').map(Number) }),
  )
  return found
}

/** Makes these the hot keys of a domain; `isWhole`: of all its keys, otherwise only of those named in `looked`. */
export async function saveHotKeys(
  tx: Tx,
  domain: string,
  keys: readonly HotKeyRow[],
  looked: readonly number[] | 'all',
): Promise<void> {
  if (looked === 'all') await run(tx, 'delete from hot_key where domain = $1', [domain])
  else await run(tx, 'delete from hot_key where domain = $1 and key = any($2)', [domain, looked])
  for (const { key, rule, recordIds } of keys)
    await run(tx, 'insert into hot_key (domain, key, rule, records, record_ids) values ($1, $2, $3, $4, $5)', [
      domain,
      key,
      rule,
      recordIds.length,
      recordIds,
    ])
}

export const countHotKeys = async (tx: Tx, domain: string): Promise<number> =>
  (await one<{ keys: number }>(tx, 'select count(*) as keys from hot_key where domain = $1', [domain])).keys

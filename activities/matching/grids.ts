import type { AnyDomain } from '../../core/domain.ts'
import { matchRulesOf } from '../../engine/matching/domain.ts'
import { streamMatchable, streamMatchableOf } from '../../store/matchable.ts'
import { takenRecords } from '../../store/pairing.ts'
import type { Tx } from '../../store/sql.ts'
import { type Grid, type GridOptions, gridOf } from './grid.ts'
import { MatchableIntake } from './intake.ts'
import type { DomainModel } from './model.ts'
import { neighbourhoodOf } from './neighbourhood.ts'

/** Records that this worker keeps loaded between the chunks of a match; the grid that was asked for last stays in any case. */
const RECORDS_MOST = 2_000_000

/** The grids of the matches under way, each loaded once by a worker. */
export class Grids {
  readonly #kept = new Map<string, Promise<Grid>>()

  /** The grid of a run, loaded where this worker does not have it; of several who ask at once the first loads. */
  async of(runId: string, domain: string, load: () => Promise<Grid>): Promise<Grid> {
    const key = `${domain}/${runId}`
    const known = this.#kept.get(key)
    if (known) return known
    this.forget(domain)
    const loading = load()
    this.#kept.set(key, loading)
    loading.catch(() => this.#kept.delete(key))
    const grid = await loading
    await this.#makeRoom(key)
    return grid
  }

  /** Forgets what was loaded of a domain. */
  forget(domain: string): void {
    for (const key of [...this.#kept.keys()]) if (key.startsWith(`${domain}/`)) this.#kept.delete(key)
  }

  /** Newest first, as many as there is room for. */
  async #makeRoom(newest: string): Promise<void> {
    let records = 0
    for (const key of [...this.#kept.keys()].reverse()) {
      const grid = await this.#kept.get(key)?.catch(() => null)
      records += grid?.loaded.size ?? 0
      if (records > RECORDS_MOST && key !== newest) this.#kept.delete(key)
    }
  }
}

/** All records of a domain. */
export async function loadFull(tx: Tx, domain: AnyDomain, { model }: DomainModel, options: GridOptions): Promise<Grid> {
  const intake = new MatchableIntake(domain)
  await streamMatchable(tx, domain.name, intake)
  return gridOf(domain, model, intake.done(), null, options)
}

/** The records that a run took and everybody they meet; null when more than `most` records would be scored anew. */
export async function loadDelta(
  tx: Tx,
  domain: AnyDomain,
  { model }: DomainModel,
  options: GridOptions & { readonly runId: string; readonly most: number },
): Promise<Grid | null> {
  const taken = await takenRecords(tx, domain.name, options.runId)
  const near = await neighbourhoodOf(tx, domain.name, matchRulesOf(domain), taken, options.most)
  if (!near) return null
  const intake = new MatchableIntake(domain, near.wanted)
  await streamMatchableOf(tx, domain.name, near.records, intake)
  const loaded = intake.done()
  // Of the keys that are left none has more records than its rule allows, and none narrows another.
  const keys = loaded.keys.map(({ name, low, high, starts }) => ({ name, low, high, starts, limit: loaded.size + 1 }))
  return gridOf(domain, model, { ...loaded, keys }, near, options)
}

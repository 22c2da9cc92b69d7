import { copyIn, copyOut, literal, type Tx } from './sql.ts'

/** What a target holds from us, by golden id: the payload hash that it last accepted. */
export async function sentRows(tx: Tx, target: string): Promise<ReadonlyMap<string, string>> {
  const sent = new Map<string, string>()
  await copyOut(
    tx,
    `select golden_id, payload_hash from sent_state where target = ${literal(target)} and state = 'active'`,
    ([id, hash]) => sent.set(id ?? '', hash ?? ''),
  )
  return sent
}

export interface DriftRow {
  readonly goldenId: string
  readonly kind: 'missing' | 'extra' | 'differs'
}

export function saveDrift(tx: Tx, runId: string, target: string, drift: readonly DriftRow[]): Promise<number> {
  return copyIn(
    tx,
    'drift (run_id, target, golden_id, kind)',
    drift.map(({ goldenId, kind }) => [runId, target, goldenId, kind]),
  )
}

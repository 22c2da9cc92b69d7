import type pg from 'pg'
import type { Script } from './faults.ts'
import { type Bench, certify, judge, prepare } from './judge.ts'
import { readAnswers, readStanding, writeJudgement } from './ledger.ts'
import { hasDue, takeDue, writePending, writeSettled } from './pending.ts'
import type { Answer, Item } from './protocol.ts'
import { afterWriters, whileWriting } from './transaction.ts'

/** Applies a batch: one transaction, set-based statements, one answer per item in order. */
export async function executeBatch(
  pool: pg.Pool,
  bench: Bench,
  messageId: string,
  items: readonly Item[],
  script: Script,
): Promise<readonly Answer[]> {
  const { service, at } = bench
  const prepared = prepare(bench, items, script)
  return whileWriting(pool, service, async (client) => {
    const judgement = judge(bench, prepared, await readStanding(client, service, items))
    await writeJudgement(client, { service, messageId, at }, judgement)
    if (judgement.deferred.length > 0) await writePending(client, service, judgement.deferred)
    return judgement.answers
  })
}

export type KeyStatus = Omit<Answer, 'outcome'> & { readonly outcome: Answer['outcome'] | 'not-found' }

/** What became of these keys. Writes nothing. */
export async function statusOf(pool: pg.Pool, bench: Bench, keys: readonly string[]): Promise<readonly KeyStatus[]> {
  const answers = await afterWriters(pool, bench.service, (client) => readAnswers(client, bench.service, keys))
  return keys.map((key) => answers.get(key) ?? { key, outcome: 'not-found' })
}

/** Applies the deferred items that have come due; called before every call of the service. */
export async function settle(pool: pg.Pool, bench: Bench): Promise<void> {
  const { service, at } = bench
  if (!(await hasDue(pool, service, at))) return
  await whileWriting(pool, service, async (client) => {
    const due = await takeDue(client, service, at)
    const { held } = await readStanding(client, service, due)
    const items = due.map((item) => ({ ...certify(bench, item), fault: null, refusal: null }))
    const { waves } = judge(bench, items, { known: new Map(), held })
    for (const wave of waves) await writeSettled(client, service, at, wave)
  })
}

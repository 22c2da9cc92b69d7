import { HOUR } from '../core/clock.ts'
import { faultOfItem, type ItemFault, type Script } from './faults.ts'
import { nationalIdOf, payloadHashOf, receiptOf } from './proof.ts'
import type { Answer, Item, Op, Payload, Service } from './protocol.ts'
import { civilServant } from './services/civil-servant.ts'
import { household } from './services/household.ts'
import { land } from './services/land.ts'
import { organisation } from './services/organisation.ts'
import { population } from './services/population.ts'
import { type Refusal, refusalOf, type ServiceRules } from './services/rule.ts'

const RULES: Readonly<Record<Service, ServiceRules>> = {
  population,
  household,
  'civil-servant': civilServant,
  land,
  organisation,
}

/** An item with everything that can be said of it without looking at what the service holds. */
export interface Prepared {
  readonly key: string
  readonly op: Op
  readonly id: string
  readonly payload: Payload
  readonly payloadHash: string
  readonly nationalId: string
  readonly receipt: string
  readonly fault: ItemFault | null
  readonly refusal: Refusal | null
}

/** What is stored under a key: enough to recognise the same effect, and the first answer to it. */
export interface Known {
  readonly op: Op
  readonly id: string
  readonly payloadHash: string
  readonly answer: Answer
}

export interface Held {
  readonly state: 'active' | 'inactive'
  readonly nationalId: string
}

/** What the keys and ids of a batch stand for before it. */
export interface Standing {
  readonly known: ReadonlyMap<string, Known>
  readonly held: ReadonlyMap<string, Held>
}

/** An answer with the item it was given to. The accepted ones change a record. */
export interface Verdict extends Known {
  readonly key: string
  readonly payload: Payload
  readonly nationalId: string
}

export interface Deferred {
  readonly key: string
  readonly dueAt: Date
}

export interface Repeat {
  readonly key: string
  readonly kind: 'replayed' | 'duplicate' | 'mismatch'
}

/** What a batch comes to. `waves[n]` holds the (n+1)-th verdict on every id, so that no wave changes a record twice. */
export interface Judgement {
  readonly answers: readonly Answer[]
  readonly waves: readonly (readonly Verdict[])[]
  readonly deferred: readonly Deferred[]
  readonly repeats: readonly Repeat[]
}

/** What a judgement depends on besides the items and the records. */
export interface Bench {
  readonly service: Service
  readonly secret: Buffer
  readonly at: Date
  readonly checksExistence: boolean
}

/** Viet Nam keeps UTC+7 all year. */
const dateInHanoi = (at: Date) => new Date(at.getTime() + 7 * HOUR).toISOString().slice(0, 10)

/** Hashes, validates and signs items; done before the transaction, so that the service is locked for the writing only. */
export function prepare(bench: Bench, items: readonly Item[], script: Script): readonly Prepared[] {
  const { service, at } = bench
  const today = dateInHanoi(at)
  return items.map((item) => ({
    ...certify(bench, { ...item, payloadHash: payloadHashOf(item.payload) }),
    fault: faultOfItem(script, service, item.op, item.key),
    refusal: refusalOf(RULES[service], item.payload, today, item.op === 'deactivate'),
  }))
}

/** Adds what an accepted item is answered with. */
export function certify<T extends { readonly key: string; readonly id: string; readonly payloadHash: string }>(
  { service, secret, at }: Bench,
  item: T,
): T & Pick<Prepared, 'nationalId' | 'receipt'> {
  const receipt = receiptOf(secret, service, item.key, item.payloadHash, at)
  return { ...item, nationalId: nationalIdOf(service, item.id), receipt }
}

/** Decides a batch in order, against what its keys and ids stood for before it. Pure: the maps are not changed. */
export function judge(bench: Bench, items: readonly Prepared[], standing: Standing): Judgement {
  const answers: Answer[] = []
  const waves: Verdict[][] = []
  const deferred: Deferred[] = []
  const repeats: Repeat[] = []
  const fresh = new Map<string, Verdict>()
  const held = new Map(standing.held)
  const verdictsOn = new Map<string, number>()
  for (const item of items) {
    const { key, op, id, payload, payloadHash, nationalId, fault } = item
    const earlier = standing.known.get(key) ?? fresh.get(key)
    if (earlier) {
      const kind = isSame(earlier, item) ? (fresh.has(key) ? 'duplicate' : 'replayed') : 'mismatch'
      repeats.push({ key, kind })
      answers.push(answerToRepeat(kind, key, earlier.answer))
      continue
    }
    const answer = answerTo(bench, item, held.get(id))
    const verdict = { key, op, id, payload, payloadHash, nationalId, answer }
    const wave = verdictsOn.get(id) ?? 0
    answers.push(answer)
    fresh.set(key, verdict)
    verdictsOn.set(id, wave + 1)
    ;(waves[wave] ??= []).push(verdict)
    if (answer.outcome === 'accepted') held.set(id, { state: op === 'deactivate' ? 'inactive' : 'active', nationalId })
    if (answer.outcome === 'awaiting' && fault?.kind === 'awaiting') {
      deferred.push({ key, dueAt: new Date(bench.at.getTime() + fault.ms) })
    }
  }
  return { answers, waves, deferred, repeats }
}

const isSame = (known: Known, item: Prepared) =>
  known.payloadHash === item.payloadHash && known.op === item.op && known.id === item.id

/** Inside one batch an accepted key that stands twice is called by its name; a refused one is refused twice. */
function answerToRepeat(kind: Repeat['kind'], key: string, first: Answer): Answer {
  if (kind === 'mismatch') return reject(key, 'IDEMPOTENCY_MISMATCH', 'Khóa đã được dùng cho một nội dung khác')
  const outcome = kind === 'duplicate' && first.outcome === 'accepted' ? 'duplicate' : first.outcome
  return { ...first, outcome, replayed: true }
}

const reject = (key: string, code: string, message: string): Answer => ({ key, outcome: 'rejected', code, message })

function answerTo(bench: Bench, item: Prepared, held: Held | undefined): Answer {
  const { key, op, fault, refusal } = item
  if (fault?.kind === 'reject') {
    return { ...reject(key, fault.code, fault.message), ...(fault.field === undefined ? {} : { field: fault.field }) }
  }
  if (refusal) return { ...reject(key, refusal.code, refusal.message), field: refusal.field }
  if (bench.checksExistence && op === 'create' && held?.state === 'active') {
    return { ...reject(key, 'ALREADY_EXISTS', 'Bản ghi đã có'), nationalId: held.nationalId }
  }
  if (bench.checksExistence && op !== 'create' && !held) return reject(key, 'NOT_FOUND', 'Bản ghi chưa có')
  if (fault?.kind === 'awaiting') return { key, outcome: 'awaiting' }
  return { key, outcome: 'accepted', nationalId: item.nationalId, receipt: item.receipt }
}

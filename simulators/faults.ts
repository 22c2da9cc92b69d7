import { createHash } from 'node:crypto'
import { z } from 'zod'
import { OPS, type Op, SERVICES, type Service } from './protocol.ts'

const ms = z.int().min(0)
const retryAfter = z.enum(['seconds', 'http-date'])

const requestFault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('throttle'),
    retryAfter: retryAfter.default('seconds'),
    s: z.int().min(0).default(1),
  }),
  z.strictObject({ kind: z.literal('unavailable'), retryAfter: retryAfter.optional(), s: z.int().min(0).default(1) }),
  z.strictObject({ kind: z.literal('error500'), committed: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('business-500'), committed: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('timeout-before-commit'), ms }),
  z.strictObject({ kind: z.literal('timeout-after-commit'), ms }),
  z.strictObject({ kind: z.literal('reset-after-commit') }),
  z.strictObject({ kind: z.literal('truncated-body') }),
  z.strictObject({ kind: z.literal('token-expired') }),
])
const latency = z.strictObject({ kind: z.literal('latency'), ms })
const itemFault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reject'),
    code: z.string().min(1),
    message: z.string().min(1),
    field: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('awaiting'), ms: ms.default(0) }),
])

/** When a rule may fire. Everything that is left out is always true. */
const condition = z.strictObject({
  service: z.enum(SERVICES).optional(),
  /** Which call: deliveries, or the probe of keys. */
  call: z.enum(['records', 'status']).default('records'),
  /** Of the item, or of the first item of the batch. */
  op: z.enum(OPS).optional(),
  ratio: z.number().min(0).max(1).default(1),
  /** How often the first key of the call has now arrived at the head of one. Items are executed once: always attempt 1. */
  attempt: z.int().min(1).optional(),
  /** Only the first n calls since the script was set, of the rule's service where it names one. */
  firstRequests: z.int().min(1).optional(),
})

export const faultScript = z.strictObject({
  seed: z.int().default(1),
  rules: z
    .array(z.strictObject({ when: condition.prefault({}), fault: z.union([requestFault, latency, itemFault]) }))
    .default([]),
})

export type FaultScript = z.input<typeof faultScript>
export type Script = z.output<typeof faultScript>
export type RequestFault = z.output<typeof requestFault>
export type ItemFault = z.output<typeof itemFault>

export interface Call {
  readonly service: Service
  readonly call: 'records' | 'status'
  readonly op: Op | null
  readonly firstKey: string
  readonly attempt: number
  /** Ordinal of this call since the script was set: among all, and among those of its service. */
  readonly ordinal: { readonly all: number; readonly service: number }
}

/**
 * What happens to a call: the latencies of all rules that fire, and the first other fault. The dice are a hash of (seed,
 * rule, service, first key, attempt), so neither concurrency nor the order of arrival changes a decision.
 */
export function faultOfCall(script: Script, call: Call): { latencyMs: number; fault: RequestFault | null } {
  let latencyMs = 0
  let fault: RequestFault | null = null
  script.rules.forEach(({ when, fault: candidate }, rule) => {
    if (candidate.kind === 'reject' || candidate.kind === 'awaiting') return
    // A token expires once per batch: the repetition with a fresh token passes.
    const attempt = when.attempt ?? (candidate.kind === 'token-expired' ? 1 : call.attempt)
    const ordinal = when.service ? call.ordinal.service : call.ordinal.all
    if (when.call !== call.call || attempt !== call.attempt || ordinal > (when.firstRequests ?? ordinal)) return
    if ((when.service ?? call.service) !== call.service || (when.op ?? call.op) !== call.op) return
    if (!falls(script.seed, rule, call.service, call.firstKey, call.attempt, when.ratio)) return
    if (candidate.kind === 'latency') latencyMs += candidate.ms
    else fault ??= candidate
  })
  return { latencyMs, fault }
}

/** The first item rule that fires for this key. */
export function faultOfItem(script: Script, service: Service, op: Op, key: string): ItemFault | null {
  for (const [rule, { when, fault }] of script.rules.entries()) {
    if (fault.kind !== 'reject' && fault.kind !== 'awaiting') continue
    if ((when.service ?? service) !== service || (when.op ?? op) !== op || (when.attempt ?? 1) !== 1) continue
    if (falls(script.seed, rule, service, key, 1, when.ratio)) return fault
  }
  return null
}

function falls(seed: number, rule: number, service: Service, key: string, attempt: number, ratio: number): boolean {
  if (ratio >= 1) return true
  const hash = createHash('sha256').update(`${seed}|${rule}|${service}|${key}|${attempt}`).digest()
  return hash.readUIntBE(0, 6) / 2 ** 48 < ratio
}

const opaque = (service: Service, code: string, message: string) =>
  ({ when: { service, ratio: 0.015 }, fault: { kind: 'reject', code, message } }) as const

/** A gentle bad day: 40,000 items in batches of 200 over 4 connections lose a few seconds to it. */
export const demoFaults: FaultScript = {
  seed: 7,
  rules: [
    { when: { ratio: 0.01 }, fault: { kind: 'throttle', retryAfter: 'seconds', s: 1 } },
    { when: { ratio: 0.01 }, fault: { kind: 'unavailable' } },
    { when: { ratio: 0.01 }, fault: { kind: 'timeout-after-commit', ms: 3000 } },
    opaque('population', 'DC-137', 'Thông tin công dân không khớp với dữ liệu gốc'),
    opaque('household', 'CT-052', 'Hồ sơ cư trú đang được cơ quan khác xử lý'),
    opaque('civil-servant', 'CB-088', 'Hồ sơ không đủ điều kiện đồng bộ'),
    opaque('land', 'DD-509', 'Dữ liệu thửa đất không hợp lệ'),
  ],
}

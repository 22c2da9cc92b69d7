import type { Scalar } from './field.ts'

export type EffectOp = 'create' | 'update' | 'deactivate'

/** One intended change at a target, as the wire sees it. `key` is the idempotency key: same key, same effect, for ever. */
export interface Item {
  readonly key: string
  readonly op: EffectOp
  readonly id: string
  readonly payload: Readonly<Record<string, Scalar>>
}

/** What the target said of one item. `unknown` = the call may or may not have been applied: probe before sending again. */
export type Outcome =
  | {
      readonly kind: 'accepted'
      readonly receipt: string
      readonly nationalId: string | null
      readonly replayed: boolean
    }
  | { readonly kind: 'rejected'; readonly code: string; readonly field: string | null; readonly message: string }
  | { readonly kind: 'awaiting' }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'unsent'; readonly why: string; readonly retryAfterMs: number | null }

/** What a whole call ran into, beyond the outcomes of its items. */
export interface SendResult {
  readonly outcomes: readonly Outcome[]
  /** Set when the target asked everyone to wait (429, 503 with Retry-After), in milliseconds from now. */
  readonly pauseMs: number | null
  readonly httpStatus: number | null
  readonly correlationId: string | null
}

/** Count and checksum of what the target holds in one segment of the id space (sync.md 6.6, level 2). */
export interface Segment {
  readonly bucket: number
  readonly count: number
  readonly checksum: number
}

export interface HeldRow {
  readonly id: string
  readonly payloadHash: string
  readonly state: string
}

/** An open line to one service of one target. Total: faults of the wire come back as outcomes, never as exceptions, except
 * `TargetStopped` when the target refuses us altogether (credentials, permission). */
export interface TargetConnection {
  send(messageId: string, items: readonly Item[]): Promise<SendResult>
  /** What became of these keys; `unknown` again when the target cannot say; `unsent` when it never saw them. */
  probe(keys: readonly string[]): Promise<readonly Outcome[]>
  segments(buckets: number): Promise<readonly Segment[]>
  held(buckets: number, wanted: readonly number[]): Promise<readonly HeldRow[]>
}

/** Connection settings of the one national gateway, from config. The secret is read from its file at the last moment. */
export interface GatewaySettings {
  readonly url: string
  readonly clientId: string
  readonly secretFile: string
  /** Named officer on every call (population service rule). */
  readonly officer: string
  readonly timeoutMs: number
}

/** A kind of target with its settings, as a domain file declares it. */
export interface TargetKind {
  readonly kind: string
  readonly service: string
  /** Items per call, and calls under way at once. */
  readonly batch: number
  readonly connections: number
  connect(gateway: GatewaySettings): TargetConnection
}

/** The target refuses everything we send (credentials, permission): nothing is retried until a person acts. */
export class TargetStopped extends Error {
  override readonly name = 'TargetStopped'
}

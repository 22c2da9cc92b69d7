import { z } from 'zod'

export const SERVICES = ['population', 'household', 'civil-servant', 'land', 'organisation'] as const
export type Service = (typeof SERVICES)[number]

export const OPS = ['create', 'update', 'deactivate'] as const
export type Op = (typeof OPS)[number]

export type Payload = Readonly<Record<string, string | number | null>>

const MAX_ITEMS = 500
const MAX_KEYS = 1000
const MAX_BUCKETS = 65_536

const key = z.string().regex(/^(?:[0-9a-f]{64}|e1:[\x21-\x7e]{1,200})$/)
const buckets = z.int().min(1).max(MAX_BUCKETS)

const item = z.strictObject({
  key,
  op: z.enum(OPS),
  id: z.string().min(1).max(200),
  payload: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})

export const recordsBody = z.strictObject({
  messageId: z.uuid(),
  officer: z.string().min(1).max(20),
  items: z.array(item).min(1).max(MAX_ITEMS),
})

export const statusBody = z.object({ keys: z.array(key).min(1).max(MAX_KEYS) })
export const summaryBody = z.object({ buckets })
export const rowsBody = z.object({ buckets, bucket: z.array(z.int().min(0)).min(1).max(MAX_BUCKETS) })

export type Item = z.output<typeof item>

/** What the platform says of one item; the first one is stored under its key and repeated for ever. */
export interface Answer {
  readonly key: string
  readonly outcome: 'accepted' | 'rejected' | 'duplicate' | 'awaiting'
  readonly code?: string
  readonly field?: string
  readonly message?: string
  readonly nationalId?: string
  readonly receipt?: string
  readonly replayed?: true
}

export interface Envelope {
  readonly code: string
  readonly status: number
  readonly correlationId: string
  readonly response: { readonly error_code: string; readonly message: string; readonly data: unknown }
}

/** The envelope of every answer under `/services`: business success. */
export function success(correlationId: string, data: unknown): Envelope {
  return { code: 'SUCCESS', status: 200, correlationId, response: { error_code: '0', message: 'Thành công', data } }
}

/** The envelope of a call that was refused as a whole; `status` is the platform's own, not always the HTTP status. */
export function failure(correlationId: string, status: number, code: string, message: string): Envelope {
  return { code, status, correlationId, response: { error_code: code, message, data: null } }
}

/** Where a body is wrong, by path and rule; never the value, which may be personal. */
export function faultsOf(error: z.ZodError): string {
  const shown = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || '(body)'}: ${issue.code}`)
  const rest = error.issues.length - shown.length
  return `Gói tin sai cấu trúc: ${shown.join('; ')}${rest > 0 ? `; và ${rest} lỗi khác` : ''}`
}

import { z } from 'zod'
import type { Outcome } from '../../core/target.ts'

// The contract of the gateway's answers, as documented for provincial buses (envelope with the verdict inside).

const result = z.object({
  key: z.string(),
  outcome: z.enum(['accepted', 'rejected', 'duplicate', 'awaiting', 'not-found']),
  code: z.string().nullish(),
  field: z.string().nullish(),
  message: z.string().nullish(),
  nationalId: z.string().nullish(),
  receipt: z.unknown().optional(),
  replayed: z.boolean().nullish(),
})
export type Result = z.output<typeof result>

export const answerBody = z.object({
  code: z.string(),
  correlationId: z.string().nullable().default(null),
  response: z.object({
    error_code: z.string().nullish(),
    message: z.string().nullish(),
    data: z.object({ results: z.array(result) }).nullish(),
  }),
})

export const segmentsBody = z.object({
  buckets: z.array(z.object({ bucket: z.number(), count: z.number(), checksum: z.number() })),
})
export const rowsBody = z.object({
  rows: z.array(z.object({ id: z.string(), payloadHash: z.string(), state: z.string() })),
})

/** Our reading of one verdict. A key that the target never saw was surely not applied. */
export function outcomeOf(own: Result): Outcome {
  switch (own.outcome) {
    case 'accepted':
    case 'duplicate':
      return {
        kind: 'accepted',
        receipt: JSON.stringify(own.receipt ?? null),
        nationalId: own.nationalId ?? null,
        replayed: own.replayed ?? false,
      }
    case 'rejected':
      return { kind: 'rejected', code: own.code ?? 'REJECTED', field: own.field ?? null, message: own.message ?? '' }
    case 'awaiting':
      return { kind: 'awaiting' }
    case 'not-found':
      return { kind: 'unsent', why: 'the target never saw this key', retryAfterMs: null }
  }
}

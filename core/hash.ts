import { hash } from 'node:crypto'
import type { Scalar } from './field.ts'

/** In one call: a hash object for each of a million rows costs more than the hashing. */
export const sha256 = (text: string, encoding: 'hex' | 'base64' = 'hex'): string => hash('sha256', text, encoding)

/** Canonical JSON of a flat object: keys in code point order, so that equal payloads are equal texts. */
export const canonicalJson = (payload: Readonly<Record<string, Scalar>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))))

export const payloadHash = (payload: Readonly<Record<string, Scalar>>): string => sha256(canonicalJson(payload))

/**
 * Segment of the id space and the row's share of the segment checksum, for reconciliation: the first 32 bits of sha256(id)
 * modulo the bucket count, and the first 48 bits of sha256(id ':' payload hash).
 */
export const bucketOf = (id: string, buckets: number): number => Number.parseInt(sha256(id).slice(0, 8), 16) % buckets
export const rowChecksum = (id: string, hash: string): number =>
  Number.parseInt(sha256(`${id}:${hash}`).slice(0, 12), 16)

import { createHmac, hash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Payload, Service } from './protocol.ts'

const NATIONAL_PREFIX: Readonly<Record<Service, string>> = {
  population: 'DC',
  household: 'CT',
  'civil-servant': 'CB',
  land: 'DD',
  organisation: 'TC',
}

/**
 * sha256 hex of the canonical JSON of a payload: `{"a":1,"b":null}` with the keys sorted by code point and each value as
 * JSON.stringify writes it. Field names are ASCII, for which the default sort is code-point order.
 */
export function payloadHashOf(payload: Payload): string {
  let json = ''
  for (const name of Object.keys(payload).sort()) {
    json += `${json && ','}${JSON.stringify(name)}:${JSON.stringify(payload[name])}`
  }
  return hash('sha256', `{${json}}`)
}

/** The national id of a record: the same whenever and in whatever order it is created, so runs can be compared. */
export function nationalIdOf(service: Service, id: string): string {
  return `${NATIONAL_PREFIX[service]}-${hash('sha256', `${service}:${id}`).slice(0, 16).toUpperCase()}`
}

/** Proof that an item was accepted: base64url of `{receiptId, acceptedAt, payloadHash}`, a dot, and its signature. */
export function receiptOf(secret: Buffer, service: Service, key: string, payloadHash: string, at: Date): string {
  const body = Buffer.from(JSON.stringify({ receiptId: randomUUID(), acceptedAt: at, payloadHash })).toString(
    'base64url',
  )
  return `${body}.${signatureOf(secret, service, key, body)}`
}

/** Whether a receipt was issued with this secret for this key and not changed since. */
export function isOwnReceipt(secret: Buffer, service: Service, key: string, receipt: string): boolean {
  const [body = '', signature = ''] = receipt.split('.')
  const expected = Buffer.from(signatureOf(secret, service, key, body))
  const got = Buffer.from(signature)
  return got.length === expected.length && timingSafeEqual(got, expected)
}

/** The key is signed with the body, so that the receipt of one effect proves nothing about another. */
function signatureOf(secret: Buffer, service: Service, key: string, body: string): string {
  return createHmac('sha256', secret).update(`${service}:${key}.${body}`).digest('base64url')
}

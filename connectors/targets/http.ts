/** What a call came to. `unsent`: it surely never reached the far side. `lost`: it may have. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown; readonly retryAfterMs: number | null }
  | { readonly kind: 'unsent'; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string }

/** Socket faults that happen before the first byte of a request leaves. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Posts JSON and reads JSON; every fault of the wire comes back as an answer. Redirects are not followed. */
export async function postJson(
  url: string,
  body: object,
  { bearer, timeoutMs }: { readonly bearer: string; readonly timeoutMs: number },
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    return {
      kind: 'answered',
      status: response.status,
      body: parsed(text),
      retryAfterMs: retryAfterMs(response.headers),
    }
  } catch (error) {
    return lostOrUnsent(error)
  }
}

export function lostOrUnsent(error: unknown): Answer {
  const { name, message, cause } = error as { name?: string; message?: string; cause?: { code?: string } }
  const code = cause?.code ?? (name === 'TimeoutError' ? 'timeout' : (message ?? 'fault'))
  return BEFORE_SENDING.has(code) ? { kind: 'unsent', why: code } : { kind: 'lost', why: code }
}

/** A truncated body is no JSON: the caller sees null, which fits no contract. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Seconds or an HTTP date (RFC 9110 10.2.3); a date is measured against the answer's own Date header. */
export function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000
  const at = Date.parse(value)
  const from = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(at) ? null : Math.max(0, at - (Number.isNaN(from) ? Date.now() : from))
}

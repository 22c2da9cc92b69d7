import { setTimeout } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SECOND } from '../core/clock.ts'
import type { RequestFault } from './faults.ts'
import type { Platform } from './platform.ts'
import { failure, success } from './protocol.ts'

/** One call on its way through the gateway. */
export interface Passage {
  readonly platform: Platform
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly correlationId: string
  readonly latencyMs: number
  readonly fault: RequestFault | null
  /** Does the work and returns the `data` of the answer. Not called at all by faults that strike before the commit. */
  readonly execute: () => Promise<unknown>
}

/**
 * Carries a call through its fault. What is not executed leaves no trace under any key. Nothing here returns the reply: it
 * is a thenable, and `await` would turn "already refused" into undefined and go on to execute.
 */
export async function pass(passage: Passage): Promise<void> {
  const { request, reply, correlationId, fault, latencyMs } = passage
  // A caller who has hung up in the queue is not served: the work must not surface after he was told nothing.
  if (latencyMs > 0 && (await hold(request, latencyMs)) === 'gone') return giveUp(reply)
  if (fault && (await isRefused(passage, fault))) return
  const answer = JSON.stringify(success(correlationId, await passage.execute()))
  reply.type('application/json; charset=utf-8')
  if (fault) await spoil(passage, fault, answer)
  else reply.send(answer)
}

/** Faults that strike before anything is executed; false when this one does not. */
async function isRefused(passage: Passage, fault: RequestFault): Promise<boolean> {
  const { platform, request } = passage
  switch (fault.kind) {
    case 'throttle':
      askToWait(passage, fault.retryAfter, fault.s)
      return refuse(passage, 429, '900802', 'Vượt hạn mức gọi')
    case 'unavailable':
      if (fault.retryAfter) askToWait(passage, fault.retryAfter, fault.s)
      return refuse(passage, 503, '101503', 'Dịch vụ tạm ngừng')
    case 'token-expired':
      platform.tokens.revoke(request.headers.authorization)
      return refuse(passage, 401, '900901', 'Token hết hạn')
    case 'timeout-before-commit':
      if ((await hold(request, fault.ms)) === 'waited') return refuse(passage, 504, '101504', 'Hết thời gian chờ')
      giveUp(passage.reply)
      return true
    case 'error500':
    case 'business-500':
      return !fault.committed && breakDown(passage, fault.kind)
    default:
      return false
  }
}

/** Faults that strike after the commit: the work is done, and the caller does not get to know it. */
async function spoil(passage: Passage, fault: RequestFault, answer: string): Promise<void> {
  const { request, reply } = passage
  switch (fault.kind) {
    case 'timeout-after-commit':
      if ((await hold(request, fault.ms)) === 'waited') reply.send(answer)
      else giveUp(reply)
      return
    case 'reset-after-commit':
      giveUp(reply)
      request.raw.socket.destroy()
      return
    case 'truncated-body':
      // Whole to HTTP, cut off as JSON: the silent kind of truncation.
      reply.send(answer.slice(0, Math.floor(answer.length / 2)))
      return
    case 'error500':
    case 'business-500':
      breakDown(passage, fault.kind)
      return
    default:
      reply.send(answer)
  }
}

function refuse({ reply, correlationId }: Passage, status: number, code: string, message: string): true {
  reply.code(status).send(failure(correlationId, status, code, message))
  return true
}

function breakDown({ reply, correlationId }: Passage, kind: 'error500' | 'business-500'): true {
  const envelope = failure(correlationId, 500, 'SYS-500', 'Lỗi hệ thống, vui lòng thử lại')
  reply.code(kind === 'error500' ? 500 : 200).send(envelope)
  return true
}

function giveUp(reply: FastifyReply): void {
  reply.hijack()
}

/** Both headers come from the simulator's clock, so that a date in `Retry-After` means the same beside `Date`. */
function askToWait({ platform, reply }: Passage, form: 'seconds' | 'http-date', seconds: number): void {
  const now = platform.clock.now()
  reply.header('date', now.toUTCString())
  const until = new Date(now.getTime() + seconds * SECOND)
  reply.header('retry-after', form === 'seconds' ? String(seconds) : until.toUTCString())
}

/** Waits, but not longer than the caller does. */
async function hold(request: FastifyRequest, ms: number): Promise<'waited' | 'gone'> {
  const { socket } = request.raw
  const closed = new AbortController()
  const onClose = () => closed.abort()
  socket.once('close', onClose)
  if (socket.destroyed) closed.abort()
  try {
    await setTimeout(ms, undefined, { signal: closed.signal })
    return 'waited'
  } catch {
    return 'gone'
  } finally {
    socket.off('close', onClose)
  }
}

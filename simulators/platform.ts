import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { Clock } from '../core/clock.ts'
import { type Call, type FaultScript, faultScript, type Script } from './faults.ts'
import type { Bench } from './judge.ts'
import type { Service } from './protocol.ts'
import type { Tokens } from './tokens.ts'
import { inTransaction } from './transaction.ts'

/** What the routes share. The script, the counters and the clock's offset are the only state outside PostgreSQL. */
export interface Platform {
  readonly pool: pg.Pool
  readonly clock: MovableClock
  readonly tokens: Tokens
  script(): Script
  setScript(script: FaultScript): void
  /** Forgets how often keys and calls have arrived. */
  forgetArrivals(): void
  /** Counts an arrival: the attempt number of its first key, and its ordinals since the script was set. */
  arrive(service: Service, call: Call['call'], firstKey: string): Pick<Call, 'attempt' | 'ordinal'>
  bench(service: Service): Bench
}

export interface MovableClock extends Clock {
  /** Milliseconds added to the clock underneath. */
  move(offsetMs: number): void
}

/** A clock that `/sim/clock` can push. */
export function movableClock(base: Clock): MovableClock {
  let offset = 0
  return {
    now: () => new Date(base.now().getTime() + offset),
    move: (offsetMs) => {
      offset += offsetMs
    },
  }
}

/** Creates the tables where they are missing, and returns the key that signs receipts: made once per database. */
export async function prepareDatabase(pool: pg.Pool): Promise<Buffer> {
  const tables = await readFile(new URL('tables.sql', import.meta.url), 'utf8')
  return inTransaction(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('national tables'))`)
    await client.query(tables)
    await client.query(
      `insert into national.setting (name, value)
       values ('receipt-secret', $1)
           on conflict (name) do nothing`,
      [randomBytes(32).toString('hex')],
    )
    const { rows } = await client.query<{ value: string }>(
      `select value from national.setting where name = 'receipt-secret'`,
    )
    return Buffer.from(rows[0]!.value, 'hex')
  })
}

/** Attempt numbers survive a restart of the simulator: they are read back from the attempts it has written down. */
async function readArrivals(pool: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ name: string; number: number }>(
    `select service || ' ' || call || ' ' || first_key as name, max(number) as number
       from national.attempt
      group by 1`,
  )
  return new Map(rows.map(({ name, number }) => [name, number]))
}

/** Puts the pieces together on a prepared database. */
export async function createPlatform(
  pool: pg.Pool,
  secret: Buffer,
  {
    clock,
    tokens,
    faults,
    checksExistence,
  }: {
    readonly clock: MovableClock
    readonly tokens: Tokens
    readonly faults: FaultScript
    readonly checksExistence: boolean
  },
): Promise<Platform> {
  const arrivals = await readArrivals(pool)
  const calls = new Map<string, number>()
  let script = faultScript.parse(faults)
  return {
    pool,
    clock,
    tokens,
    script: () => script,
    setScript(next) {
      script = faultScript.parse(next)
      calls.clear()
    },
    forgetArrivals() {
      arrivals.clear()
      calls.clear()
    },
    arrive(service, call, firstKey) {
      return {
        attempt: count(arrivals, `${service} ${call} ${firstKey}`),
        ordinal: { all: count(calls, call), service: count(calls, `${service} ${call}`) },
      }
    },
    bench: (service) => ({ service, secret, at: clock.now(), checksExistence }),
  }
}

function count(counts: Map<string, number>, name: string): number {
  const next = (counts.get(name) ?? 0) + 1
  counts.set(name, next)
  return next
}

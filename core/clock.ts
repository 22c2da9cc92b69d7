/** Where time comes from: swapped in tests, never read inside an engine. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** Milliseconds. */
export const DAY = 24 * 60 * 60 * 1000

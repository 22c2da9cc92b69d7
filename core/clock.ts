/** Where time comes from: swapped in tests, never read inside an engine. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

// Milliseconds.
export const SECOND = 1000
export const HOUR = 60 * 60 * SECOND
export const DAY = 24 * HOUR

import { InvalidArgumentError } from 'commander'

/** Most pairs that block rules may make unless a run says otherwise. */
export const BUDGET = 2e9

/** Reads an option that is a number. */
export function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`cần một số, không phải "${text}" (a number).`)
  return value
}

/** Reads an option that is a whole number within bounds. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = number(text)
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`cần số nguyên từ ${least} đến ${most}, không phải "${text}" (a whole number).`)
    return value
  }

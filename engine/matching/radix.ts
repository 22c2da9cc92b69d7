const RADIX = 1 << 16

/** Sorts numbers of things by their 32-bit keys, smaller first; equal keys keep their order, so sort by the last key first. */
export function sortedBy(numbers: Int32Array, key: (number: number) => number): Int32Array {
  if (isSorted(numbers, key)) return numbers
  return pass(
    pass(numbers, (number) => key(number) & 0xffff),
    (number) => (key(number) >> 16) + 0x8000,
  )
}

function isSorted(numbers: Int32Array, key: (number: number) => number): boolean {
  for (let n = 1; n < numbers.length; n++) if (key(numbers[n - 1]!) > key(numbers[n]!)) return false
  return true
}

function pass(numbers: Int32Array, digit: (number: number) => number): Int32Array {
  const start = new Int32Array(RADIX + 1)
  for (let n = 0; n < numbers.length; n++) start[digit(numbers[n]!) + 1]!++
  for (let d = 0; d < RADIX; d++) start[d + 1]! += start[d]!
  const sorted = new Int32Array(numbers.length)
  for (let n = 0; n < numbers.length; n++) sorted[start[digit(numbers[n]!)]!++] = numbers[n]!
  return sorted
}

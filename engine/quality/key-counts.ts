/** How often each of many numbers came: 8 bytes for each occurrence, sorted when first asked. */
export class KeyCounts {
  #keys = new Float64Array(1024)
  #size = 0
  #isSorted = false

  add(key: number): void {
    if (this.#size === this.#keys.length) {
      const larger = new Float64Array(2 * this.#size)
      larger.set(this.#keys)
      this.#keys = larger
    }
    this.#keys[this.#size++] = key
    this.#isSorted = false
  }

  of(key: number): number {
    if (!this.#isSorted) this.#keys.subarray(0, this.#size).sort()
    this.#isSorted = true
    return this.#firstOver(key) - this.#firstOver(key - 1)
  }

  /** Place of the first number greater than the key; keys are integers. */
  #firstOver(key: number): number {
    let low = 0
    let high = this.#size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#keys[middle]! <= key) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Lines with findings, a byte each: a finding of a group may belong to a line long past. */
export class LineMarks {
  lines = 0
  errors = 0
  #marks = new Uint8Array(65_536)

  mark(line: number, isError: boolean): void {
    if (line >= this.#marks.length) {
      const larger = new Uint8Array(2 * line)
      larger.set(this.#marks)
      this.#marks = larger
    }
    const before = this.#marks[line]!
    if (before === 0) this.lines++
    if (isError && before < 2) this.errors++
    this.#marks[line] = Math.max(before, isError ? 2 : 1)
  }
}

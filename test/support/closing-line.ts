import type { Reporter, TestModule } from 'vitest/node'

/** Prints `N passed, N failed` as the very last line, which tools read that know no test runner. */
export default class ClosingLine implements Reporter {
  readonly counts = { passed: 0, failed: 0, skipped: 0 }

  onInit(): void {
    // At exit, because the global tear-down still speaks after the reporters.
    process.once('exit', (code) => process.stdout.write(`${this.line(code)}\n`))
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    Object.assign(this.counts, { passed: 0, failed: 0, skipped: 0 })
    for (const module of modules)
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        this.counts[state === 'pending' ? 'skipped' : state]++
      }
  }

  private line(code: number): string {
    const { passed, skipped } = this.counts
    // A file that does not load or an error outside every test fails the run, but is no failed test.
    const failed = this.counts.failed || (code === 0 ? 0 : 1)
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  }
}

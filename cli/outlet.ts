/** Stdout that waits for its reader, and notices when the reader has gone (`| head`), which is no fault of the work. */
export class Outlet {
  isOpen = true

  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      this.isOpen = false
    })
  }

  async put(lines: readonly string[]): Promise<void> {
    if (!this.isOpen || lines.length === 0) return
    const gone = await new Promise<Error | null | undefined>((done) =>
      process.stdout.write(`${lines.join('\n')}\n`, done),
    )
    if (gone) this.isOpen = false
  }
}

import { grouped } from '../print.ts'

const SECOND = 1000

/** One line on a terminal that rewrites itself: what is being done, how far, how fast, and how long it will take. */
export interface Progress {
  /** Begins a stage; `total` where it is known. */
  stage(name: string, unit: string, total?: number): void
  at(done: number): void
  /** Follows what a function tells until the stage ends. */
  follow(done: () => number): void
  end(): void
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { stage() {}, at() {}, follow() {}, end() {} }
  let current = { name: '', unit: '', total: 0, started: 0, shown: 0 }
  let timer: NodeJS.Timeout | null = null
  const show = (done: number): void => {
    const now = performance.now()
    if (now - current.shown < SECOND / 4) return
    current.shown = now
    const rate = done / Math.max((now - current.started) / SECOND, 1e-3)
    const left = current.total > done && rate > 0 ? `, còn ${Math.ceil((current.total - done) / rate)} giây` : ''
    const of = current.total > 0 ? ` / ${grouped(current.total)}` : ''
    stream.write(
      `\r\x1b[K${current.name}: ${grouped(done)}${of} ${current.unit}, ${grouped(Math.round(rate))}/giây${left}`,
    )
  }
  const end = (): void => {
    if (timer) clearInterval(timer)
    timer = null
    stream.write('\r\x1b[K')
  }
  return {
    stage(name, unit, total = 0) {
      end()
      current = { name, unit, total, started: performance.now(), shown: 0 }
      stream.write(`${name} …`)
    },
    at: show,
    follow(done) {
      timer = setInterval(() => show(done()), SECOND / 4)
    },
    end,
  }
}

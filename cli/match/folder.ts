import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../core/errors.ts'

export const refuse = (problems: string): never => {
  throw new Failure('InvalidInput', { problems })
}

/** The folder that a run writes into; made at once, so that no hour of work ends without a place. */
export class Folder {
  readonly path: string

  /** Throws InvalidInput where the name is that of a file or cannot be written to. */
  constructor(path: string) {
    this.path = path
    try {
      mkdirSync(path, { recursive: true })
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EEXIST' || code === 'ENOTDIR')
        refuse(`--out ${path}: có một tệp tên như vậy; hãy nêu tên một thư mục. (--out is a file; name a folder.)`)
      refuse(`--out ${path}: không tạo được thư mục, ${(error as Error).message}. (The folder cannot be made.)`)
    }
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text)
  }

  csv(name: string, header: readonly string[]): CsvFile {
    return new CsvFile(join(this.path, name), header)
  }
}

const FLUSH = 1 << 20
const cell = (value: string | number): string => {
  const text = String(value)
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

/** A CSV file that is written row by row and never lies in memory. */
export class CsvFile {
  readonly #file: number
  #text: string
  rows = 0

  constructor(path: string, header: readonly string[]) {
    this.#file = openSync(path, 'w')
    this.#text = `${header.map(cell).join(',')}\n`
  }

  put(...cells: readonly (string | number)[]): void {
    this.#text += `${cells.map(cell).join(',')}\n`
    this.rows++
    if (this.#text.length > FLUSH) this.#flush()
  }

  close(): number {
    this.#flush()
    closeSync(this.#file)
    return this.rows
  }

  #flush(): void {
    writeSync(this.#file, this.#text)
    this.#text = ''
  }
}

/** Throws InvalidInput with what is wrong with the file. */
export function readJson(file: string, what: string): unknown {
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why = code === 'ENOENT' ? 'không có tệp này (no such file)' : (error as Error).message
    refuse(`${what} ${file}: ${why}.`)
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    return refuse(`${what} ${file} không phải JSON: ${(error as Error).message}. (Not JSON.)`)
  }
}

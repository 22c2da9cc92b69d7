import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { Failure, passingFault } from '../core/errors.ts'

// int8 comes as text by default; every int8 of ours is a count or an id below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
/** bigint[]: the driver's own parser makes texts of its elements, which equal no id. */
const INT8_ARRAY = 1016
pg.types.setTypeParser(INT8_ARRAY as typeof pg.types.builtins.INT8, (text) =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map(Number),
)
// A date is a calendar day, never an instant: the text is what we want.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

type Client = pg.PoolClient

/** A transaction (or plain connection) as the files of `store/` see it; nobody else looks inside. */
export interface Tx {
  readonly client: Client
}

export interface Store {
  /** Runs `work` in one transaction: all of it or nothing. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** For reading only, outside a transaction. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type Bindable = string | number | boolean | null | Date | readonly string[] | readonly number[] | Buffer

/** Opens a pool of connections to the store. Passing faults of the server surface as `DatabaseUnavailable` (retry). */
export function openStore(databaseUrl: string, options: { readonly connections?: number } = {}): Store {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: options.connections ?? 10, application_name: 'sogoc' })
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const use = async <T>(work: (tx: Tx) => Promise<T>, begin: boolean): Promise<T> => {
    let client: Client | undefined
    let broken: Error | undefined
    try {
      client = await pool.connect()
      // A connection lost between two statements reports here first; the statement that follows fails with its cause.
      client.on('error', ignore)
      if (begin) await client.query('begin')
      const result = await work({ client })
      if (begin) await client.query('commit')
      return result
    } catch (error) {
      if (begin) await client?.query('rollback').catch((lost: Error) => (broken = lost))
      const code = passingFault(error)
      throw code ? new Failure('DatabaseUnavailable', { code }) : error
    } finally {
      client?.off('error', ignore)
      client?.release(broken)
    }
  }
  return {
    transaction: (work) => use(work, true),
    read: (work) => use(work, false),
    close: () => pool.end(),
  }
}

const ignore = () => {}

/** All rows of a statement. */
export async function rows<R extends object>(
  tx: Tx,
  sql: string,
  values: readonly Bindable[] = [],
): Promise<readonly R[]> {
  return (await tx.client.query(sql, values as unknown[])).rows as R[]
}

export async function maybeOne<R extends object>(
  tx: Tx,
  sql: string,
  values: readonly Bindable[] = [],
): Promise<R | null> {
  return (await rows<R>(tx, sql, values))[0] ?? null
}

/** The one row that the statement must yield (aggregates, `returning` of one insert). */
export async function one<R extends object>(tx: Tx, sql: string, values: readonly Bindable[] = []): Promise<R> {
  const row = await maybeOne<R>(tx, sql, values)
  if (!row) throw new Error(`no row came back from: ${sql.slice(0, 80)}`)
  return row
}

/** Runs a statement and says how many rows it touched. */
export async function run(tx: Tx, sql: string, values: readonly Bindable[] = []): Promise<number> {
  return (await tx.client.query(sql, values as unknown[])).rowCount ?? 0
}

/** Several statements without parameters (migrations, staging tables). */
export async function script(tx: Tx, sql: string): Promise<void> {
  await tx.client.query(sql)
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
/** One cell in PostgreSQL's COPY text format. NUL cannot be stored in text: it becomes U+FFFD. */
export function copyCell(value: string | number | boolean | null): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  if (value.includes('\0')) value = value.replaceAll('\0', '\ufffd')
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c) : value
}

const CHUNK = 1 << 16

/**
 * A connection that dies between the last byte of a COPY and its end reports to a stream that nobody listens to any more,
 * which would end the process; the statement that follows fails with the cause.
 */
const lasting = <S extends NodeJS.EventEmitter>(stream: S): S => stream.on('error', ignore)

/** COPY rows in, as an iterable of cell arrays. Returns the number of rows. */
export async function copyIn(
  tx: Tx,
  into: string,
  source: Iterable<readonly (string | number | boolean | null)[]>,
): Promise<number> {
  const stream = lasting(tx.client.query(copyFrom(`copy ${into} from stdin`)))
  function* text() {
    let buffer = ''
    for (const cells of source) {
      for (let i = 0; i < cells.length; i++) buffer += (i ? '\t' : '') + copyCell(cells[i] ?? null)
      buffer += '\n'
      if (buffer.length > CHUNK) {
        yield buffer
        buffer = ''
      }
    }
    if (buffer) yield buffer
  }
  await pipeline(Readable.from(text()), stream)
  return stream.rowCount
}

/** COPY in text that is already in PostgreSQL's format: whole lines, in pieces. Returns the number of rows. */
export async function copyText(
  tx: Tx,
  into: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const stream = lasting(tx.client.query(copyFrom(`copy ${into} from stdin`)))
  await pipeline(Readable.from(pieces), stream)
  return stream.rowCount
}

const UNESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' }
const uncell = (cell: string): string | null =>
  cell === '\\N' ? null : cell.includes('\\') ? cell.replace(/\\(.)/g, (_, c: string) => UNESCAPES[c] ?? c) : cell

/** COPY rows out of a query that holds no parameters but literals of ours. Calls back once per row, in order. */
export async function copyOut(
  tx: Tx,
  query: string,
  onRow: (cells: readonly (string | null)[]) => void,
): Promise<void> {
  const stream = lasting(tx.client.query(copyTo(`copy (${query}) to stdout`)))
  let rest = ''
  stream.setEncoding('utf8')
  for await (const piece of stream as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const cells: (string | null)[] = line.split('\t')
      for (let i = 0; i < cells.length; i++) cells[i] = uncell(cells[i] as string)
      onRow(cells)
    }
  }
}

/** Called once per row of a binary COPY: cell c lies in `bytes` from `starts[c]` up to `ends[c]`; an end of -1 is null. */
export type OnBytes = (bytes: Buffer, starts: Int32Array, ends: Int32Array) => void

/**
 * COPY rows out in PostgreSQL's binary format, for millions of rows: no text is made of a cell, and `bytes` is only valid
 * during the call. Numbers stand in big endian, arrays as their element type stands (`eachBigint`).
 */
export async function copyBinary(tx: Tx, query: string, onRow: OnBytes): Promise<void> {
  const stream = lasting(tx.client.query(copyTo(`copy (${query}) to stdout (format binary)`)))
  const starts = new Int32Array(64)
  const ends = new Int32Array(64)
  let rest: Buffer = Buffer.alloc(0)
  // signature, flags and the length of an extension that there is not
  let at = 19
  for await (const piece of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    for (let next = rowEnd(bytes, at, starts, ends); next >= 0; next = rowEnd(bytes, at, starts, ends)) {
      onRow(bytes, starts, ends)
      at = next
    }
    rest = at < bytes.length ? bytes.subarray(at) : Buffer.alloc(0)
    at = Math.max(0, at - bytes.length)
  }
}

/** Finds the cells of the row that begins at a place, and where it ends: -1 where it has not come whole, or is the trailer. */
function rowEnd(bytes: Buffer, at: number, starts: Int32Array, ends: Int32Array): number {
  if (at + 2 > bytes.length) return -1
  const cells = bytes.readInt16BE(at)
  if (cells < 0) return -1
  at += 2
  for (let cell = 0; cell < cells; cell++) {
    if (at + 4 > bytes.length) return -1
    const length = bytes.readInt32BE(at)
    at += 4
    starts[cell] = at
    ends[cell] = length < 0 ? -1 : at + length
    if (length > 0) at += length
    if (at > bytes.length) return -1
  }
  return at
}

/** A bigint below 2^53 that stands in bytes. */
export const bigintAt = (bytes: Buffer, at: number): number =>
  bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4)

/** Calls with the two halves of each element of a bigint[] that stands in bytes. */
export function eachBigint(bytes: Buffer, at: number, end: number, visit: (high: number, low: number) => void): void {
  // dimensions, flags, element type, length, lower bound; then each element behind its length
  for (let element = at + 20; element < end; element += 12)
    visit(bytes.readUInt32BE(element + 4), bytes.readUInt32BE(element + 8))
}

let cursors = 0

/**
 * Rows of a query in parts of `size`, each cell as text; the next part is asked for while the caller works on this one.
 * Other statements of the transaction may run in between.
 */
export async function* inParts(
  tx: Tx,
  query: string,
  values: readonly Bindable[],
  size: number,
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  const name = `part_${++cursors}`
  await tx.client.query(`declare ${name} no scroll cursor for ${query}`, values as unknown[])
  const fetch = () => {
    const part = tx.client.query({ text: `fetch ${size} from ${name}`, rowMode: 'array', types: AS_TEXT })
    // Whoever stops in the middle does not wait for the part under way; its failure is that of the next statement.
    part.catch(() => {})
    return part as Promise<{ rows: (string | null)[][] }>
  }
  let coming = fetch()
  for (;;) {
    const { rows: part } = await coming
    if (part.length > 0) coming = fetch()
    if (part.length === 0) break
    yield part
  }
  await tx.client.query(`close ${name}`)
}

const AS_TEXT = { getTypeParser: () => (text: string) => text }

/** A literal for `copyOut`, which takes no parameters. */
export const literal = (value: string): string => pg.escapeLiteral(value)

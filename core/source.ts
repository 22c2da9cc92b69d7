/**
 * What a source delivers, whatever its kind: pages of rows in column order, and faults for what cannot be read.
 * Every record of the delivery is either a row or a fault, so `rows + faults = records` holds for each page and for the whole.
 */

/** A row that cannot be read, or a file that cannot be used. Data, not an exception. */
export interface ReadFault {
  /** Physical line on which the record starts, counted from 1; null where the fault belongs to no line. */
  readonly line: number | null
  /** Column name, or its number counted from 1 where it has no usable name. */
  readonly column: string | null
  /** Stable code, such as `ragged-row`. */
  readonly fault: string
  /** Sentences for the clerk who repairs the file, Vietnamese first; content of the file is cut to 80 characters. */
  readonly got: string
  readonly expected: string
  readonly todo: string
  /** The whole record as it stands in the file (bytes of a legacy encoding as Latin-1); only where the fault is of a row. */
  readonly raw?: string
}

export interface Page {
  /** `lines[i]` is the physical line, counted from 1, on which `rows[i]` starts. */
  readonly lines: readonly number[]
  readonly rows: readonly (readonly string[])[]
  readonly faults: readonly ReadFault[]
  /**
   * The same rows as they stand in the file, bytes of a legacy encoding as Latin-1 characters. Only there when text was
   * decoded (`encoding` is a legacy one, or `columnEncodings` is there); otherwise `rows` are what was delivered.
   */
  readonly delivered?: readonly (readonly string[])[]
}

export interface Delivery {
  /** File name without its folder. */
  readonly file: string
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly encoding: string
  /** Share of the evidence that speaks for the encoding, 0 to 1; 1 where the bytes prove it. */
  readonly confidence: number
  readonly delimiter: string
  readonly columns: readonly string[]
  /** Columns whose cells were pasted in another encoding than the file's, by column name. */
  readonly columnEncodings?: Readonly<Record<string, string>>
  /** Row count stated by the sender; null when none was stated, which is never the same as equal. */
  readonly declaredRows: number | null
  /** The sender states that this is everything, so that an absent key means something. */
  readonly complete: boolean
  /**
   * Reads from the start each time it is called, about 1,000 records a page, in the order of the file.
   * Throws SourceRefused when the file turns out to be unusable; pages read until then must be thrown away.
   */
  pages(): AsyncIterable<Page>
}

export interface SourceKind {
  readonly kind: string
  /** Paths of the deliveries not later than the business date (`yyyy-mm-dd`), newest first. */
  find(request: {
    readonly folder: string
    readonly source: string
    readonly businessDate: string
  }): Promise<readonly string[]>
  /** Throws SourceRefused when the file as a whole cannot be used. */
  open(path: string): Promise<Delivery>
}

/** The delivery as a whole cannot be used. Carries no content of cells, so it may leave the process. */
export class SourceRefused extends Error {
  override readonly name = 'SourceRefused'
  /** File name without its folder. */
  readonly file: string
  /** At least one; all that were found. */
  readonly faults: readonly ReadFault[]

  constructor(file: string, faults: readonly ReadFault[]) {
    super(faults.map((fault) => `${file}${place(fault)}: ${fault.got}. ${fault.todo}`).join('\n'))
    this.file = file
    this.faults = faults
  }
}

function place({ line, column }: ReadFault): string {
  return (line === null ? '' : `, dòng ${line}`) + (column === null ? '' : `, cột ${column}`)
}

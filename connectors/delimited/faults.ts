import type { ReadFault } from '../../core/source.ts'

/** What can be wrong with delimited text, said so that the clerk who made the file can repair it. One function per code. */

const SHOWN = 80
export const shown = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

export function raggedRow(line: number, cells: number, columns: number, raw: string): ReadFault {
  return {
    line,
    column: null,
    fault: 'ragged-row',
    got: `${cells} ô (cells)`,
    expected: `${columns} ô, như dòng tiêu đề (cells, as in the header)`,
    todo:
      cells > columns
        ? `Dòng ${line} thừa dấu phân cách: đặt ô có dấu phân cách vào trong ngoặc kép rồi xuất lại. (Quote the cell that holds a delimiter on line ${line} and export again.)`
        : `Dòng ${line} thiếu ô: xem dòng có bị ngắt giữa chừng không, sửa rồi xuất lại. (Line ${line} lacks cells: see whether it was broken in two, then export again.)`,
    raw,
  }
}

export function strayQuote(line: number, column: string | null, raw?: string): ReadFault {
  return {
    line,
    column,
    fault: 'stray-quote',
    got: `dấu ngoặc kép nằm giữa ô (a quote inside a cell)${raw === undefined ? '' : `: ${shown(raw)}`}`,
    expected: 'ngoặc kép chỉ ở đầu và cuối ô, trong ô thì viết "" (quotes only around a cell, "" inside it)',
    todo: `Mở lại tệp, bỏ dấu ngoặc kép thừa ở dòng ${line} rồi xuất lại. (Remove the stray quote on line ${line} and export again.)`,
    ...(raw === undefined ? {} : { raw }),
  }
}

export function nulByte(line: number, column: string | null, raw: string): ReadFault {
  return {
    line,
    column,
    fault: 'nul-byte',
    got: 'ký tự rỗng, byte 0 (a NUL byte)',
    expected: 'chỉ có chữ (text only)',
    todo: `Xuất lại dòng ${line} từ phần mềm gốc; ký tự này làm hỏng dữ liệu. (Export line ${line} again from the original software.)`,
    raw,
  }
}

export function undecodableCell(line: number, column: string, encoding: string, cell: string, raw: string): ReadFault {
  return {
    line,
    column,
    fault: 'undecodable-cell',
    got: `ô không thuộc bảng mã của cột (not in the encoding of its column): ${shown(cell)}`,
    expected: encoding,
    todo: `Gõ lại ô này ở dòng ${line} bằng Unicode rồi xuất lại. (Type this cell of line ${line} again in Unicode and export again.)`,
    raw,
  }
}

export function unterminatedQuote(line: number): ReadFault {
  return {
    line,
    column: null,
    fault: 'unterminated-quote',
    got: `ngoặc kép mở ở dòng ${line} không được đóng đúng chỗ (the quote opened on line ${line} is not closed where it should be)`,
    expected: 'mỗi ngoặc kép mở đều có ngoặc kép đóng ở cuối ô (every opening quote is closed at the end of its cell)',
    todo: `Mở lại tệp, bỏ hoặc đóng dấu ngoặc kép ở dòng ${line} rồi xuất lại. (Remove or close the quote on line ${line} and export again.)`,
  }
}

export function recordTooLong(line: number, limit: number): ReadFault {
  return {
    line,
    column: null,
    fault: 'record-too-long',
    got: `dòng ${line} dài hơn ${limit} ký tự (longer than ${limit} characters)`,
    expected: 'một bản ghi trên mỗi dòng (one record a line)',
    todo: `Xem dòng ${line}: tệp có thể không phải CSV, hoặc thiếu dấu xuống dòng hay dấu đóng ngoặc kép. (Look at line ${line}: perhaps not CSV, or a line break or closing quote is missing.)`,
  }
}

export function emptyColumnName(line: number, at: number): ReadFault {
  return {
    line,
    column: String(at),
    fault: 'empty-column-name',
    got: `cột thứ ${at} không có tên (column ${at} has no name)`,
    expected: 'mọi cột đều có tên ở dòng tiêu đề (a name for every column in the header)',
    todo: `Đặt tên cho cột thứ ${at}, hoặc xóa cột này, rồi xuất lại. (Name column ${at} or delete it, and export again.)`,
  }
}

export function duplicateColumn(line: number, at: number, first: number, name: string): ReadFault {
  return {
    line,
    column: String(at),
    fault: 'duplicate-column',
    got: `tên "${shown(name)}" ở cả cột ${first} và cột ${at} (the same name on columns ${first} and ${at})`,
    expected: 'mỗi tên cột chỉ dùng một lần (each name once)',
    todo: `Đổi tên hoặc xóa cột thứ ${at} rồi xuất lại. (Rename or delete column ${at} and export again.)`,
  }
}

export function missingColumn(line: number, name: string, near: string | null, columns: readonly string[]): ReadFault {
  return {
    line,
    column: name,
    fault: 'missing-column',
    got: `không có cột "${name}"; tệp có: ${shown(columns.join(', '))} (column not found)`,
    expected: `cột "${name}"`,
    todo:
      near === null
        ? `Thêm cột "${name}" rồi xuất lại. (Add the column and export again.)`
        : `Có phải là cột "${near}" không? Đổi tên cột đó thành "${name}" rồi xuất lại. (Did you mean "${near}"? Rename it and export again.)`,
  }
}

export function noHeader(): ReadFault {
  return {
    line: 1,
    column: null,
    fault: 'no-header',
    got: 'tệp chỉ có dòng trống (only blank lines)',
    expected: 'dòng đầu là tên các cột (a first line with column names)',
    todo: 'Xuất lại tệp có dòng tiêu đề. (Export the file again with a header line.)',
  }
}

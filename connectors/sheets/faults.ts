import type { ReadFault } from '../../core/source.ts'

/** Why a workbook, or a row of one, cannot be used. One function per code. */

const ofFile = (fault: string, got: string, expected: string, todo: string): ReadFault => ({
  line: null,
  column: null,
  fault,
  got,
  expected,
  todo,
})

const A_WORKBOOK = 'sổ tính Excel .xlsx không khóa (an unlocked .xlsx workbook)'

export const passwordProtected = () =>
  ofFile(
    'password-protected',
    'sổ tính có mật khẩu (a workbook with a password)',
    A_WORKBOOK,
    'Bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc) rồi lưu và gửi lại. (Remove the password, save and send again.)',
  )

export const oldWorkbook = () =>
  ofFile(
    'old-workbook',
    'tệp .xls của Excel 97-2003 (an Excel 97-2003 file)',
    A_WORKBOOK,
    'Mở tệp, chọn Lưu thành "Excel Workbook (.xlsx)" rồi gửi lại. (Save it as .xlsx and send again.)',
  )

export const notAWorkbook = (why: string) =>
  ofFile(
    'not-a-workbook',
    `không phải sổ tính .xlsx: ${why} (not an .xlsx workbook)`,
    A_WORKBOOK,
    'Mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại. (Open it in a spreadsheet, save as .xlsx and send again.)',
  )

export const tooLarge = (what: string, limit: string) =>
  ofFile(
    'too-large',
    `${what} khi giải nén lớn quá mức (too large when unpacked)`,
    `không quá ${limit} (at most ${limit})`,
    'Xuất lại thành nhiều tệp, hoặc dạng "CSV UTF-8". (Export in several files, or as "CSV UTF-8".)',
  )

export const noSuchSheet = (name: string, sheets: readonly string[]) =>
  ofFile(
    'no-such-sheet',
    `không có trang tính "${name}"; sổ có: ${sheets.join(', ')} (no such sheet)`,
    `trang tính "${name}"`,
    'Đặt lại tên trang tính rồi gửi lại. (Rename the sheet and send again.)',
  )

export const emptyWorkbook = () =>
  ofFile(
    'empty-workbook',
    'không trang tính nào có dữ liệu (no sheet holds anything)',
    'một trang tính có dòng tiêu đề (a sheet with a header row)',
    'Xuất lại sổ tính có dòng tiêu đề. (Export it again with a header row.)',
  )

export const severalSheets = (sheets: readonly string[]) =>
  ofFile(
    'several-sheets',
    `các trang tính ${sheets.join(', ')} đều có các cột cần đọc (several sheets have the columns)`,
    'chỉ một trang tính có các cột ấy (only one sheet with those columns)',
    'Gộp các dòng về một trang tính rồi gửi lại. (Put all rows on one sheet and send again.)',
  )

export function errorCell(line: number, column: string, value: string, raw: string): ReadFault {
  return {
    line,
    column,
    fault: 'error-cell',
    got: `ô báo lỗi ${value} (an error value)`,
    expected: 'một giá trị (a value)',
    todo: `Sửa công thức ở dòng ${line}, cột ${column} rồi xuất lại. (Repair the formula and export again.)`,
    raw,
  }
}

export function extraCell(line: number, column: string, raw: string): ReadFault {
  return {
    line,
    column,
    fault: 'extra-cell',
    got: `ô có dữ liệu ngoài các cột có tên (a cell beyond the named columns)`,
    expected: 'mọi ô nằm dưới một tên cột (every cell under a column name)',
    todo: `Đặt tên cho cột ${column} hoặc xóa ô thừa ở dòng ${line}. (Name the column or clear the cell.)`,
    raw,
  }
}

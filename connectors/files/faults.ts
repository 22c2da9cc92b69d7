import type { ReadFault } from '../../core/source.ts'

/** Why a file cannot be used before a single row of it is looked at. One function per code. */

const ofFile = (fault: string, got: string, expected: string, todo: string): ReadFault => ({
  line: null,
  column: null,
  fault,
  got,
  expected,
  todo,
})

export const fileMissing = () =>
  ofFile(
    'file-missing',
    'không có tệp này (no such file)',
    'một tệp có thật (an existing file)',
    'Kiểm tra tên tệp và thư mục. (Check the name and the folder.)',
  )

export const folderMissing = (folder: string) =>
  ofFile(
    'folder-missing',
    `không có thư mục "${folder}" (no such folder)`,
    'thư mục mà nơi gửi chép tệp vào (the folder into which the sender copies its files)',
    'Tạo thư mục hoặc sửa cấu hình. (Create the folder or correct the configuration.)',
  )

export const fileUnreadable = (code: string) =>
  ofFile(
    'file-unreadable',
    `hệ điều hành không cho đọc tệp: ${code} (the operating system refuses to read it)`,
    'tệp mà chương trình được phép đọc (a file that this program may read)',
    'Cấp quyền đọc tệp cho tài khoản chạy chương trình. (Grant read permission.)',
  )

export const notAFile = () =>
  ofFile(
    'not-a-file',
    'đây là thư mục hoặc thiết bị (a folder or a device)',
    'một tệp (a file)',
    'Chỉ ra tệp nằm trong đó. (Name the file inside it.)',
  )

export const emptyFile = () =>
  ofFile(
    'empty-file',
    'tệp rỗng, 0 byte (an empty file)',
    'ít nhất dòng tiêu đề (a header line at least)',
    'Xuất lại tệp; nếu thật không có dòng nào, vẫn phải có dòng tiêu đề. (Export again; without rows a header is still needed.)',
  )

export const binaryFile = (kind: string, todo: string) =>
  ofFile('binary-file', `tệp ${kind} (a ${kind} file)`, 'tệp văn bản CSV (a CSV text file)', todo)

export const fileChanged = () =>
  ofFile(
    'file-changed',
    'tệp bị thay đổi trong lúc đọc (the file changed while it was read)',
    'tệp đã chép xong (a file that is complete)',
    'Chép tệp dưới tên tạm ".part", xong mới đổi tên, rồi đọc lại. (Copy it as ".part", rename it when complete, read again.)',
  )

export const badManifest = (file: string, why: string) =>
  ofFile(
    'bad-manifest',
    `${file}: ${why}`,
    '{ "rows": số dòng, "sha256": 64 chữ số hex, "complete": true | false }',
    'Tạo lại tệp kê khai. (Write the manifest again.)',
  )

export const sha256Mismatch = (got: string, expected: string) =>
  ofFile(
    'sha256-mismatch',
    `sha256 ${got}`,
    `sha256 ${expected}, theo tệp kê khai (as in the manifest)`,
    'Tệp gửi chưa đủ hoặc đã bị sửa: gửi lại. (Truncated or altered: send the file again.)',
  )

export const rowsMismatch = (got: number, expected: number) =>
  ofFile(
    'rows-mismatch',
    `${got} dòng dữ liệu (rows)`,
    `${expected} dòng, theo tệp kê khai (as in the manifest)`,
    'Tệp gửi chưa đủ: xuất và gửi lại cùng tệp kê khai mới. (Not all rows arrived: export and send again with a new manifest.)',
  )

/** Where the bytes stop making sense, counted from 0. */
export interface BadByte {
  readonly offset: number
  readonly line: number
  readonly byte: number
}

const at = ({ offset, line, byte }: BadByte) =>
  `byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')} ở vị trí ${offset}, dòng ${line}`

/** Neither Unicode nor, clearly, one legacy encoding. `scores`: share of legal Vietnamese syllables per encoding. */
export const unknownEncoding = (bad: BadByte, scores: string): ReadFault => ({
  ...ofFile(
    'unknown-encoding',
    `không rõ bảng mã: ${at(bad)} không phải UTF-8; điểm: ${scores} (unknown encoding, with the scores of the candidates)`,
    'utf-8, utf-16, windows-1258, tcvn3, vni-windows, viscii',
    'Xuất lại tệp với mã "CSV UTF-8", hoặc khai báo bảng mã của nguồn. (Export as "CSV UTF-8", or declare the encoding.)',
  ),
  line: bad.line,
})

/** Pasted text of one column that two encodings explain about equally well. */
export const ambiguousColumn = (column: string, scores: string): ReadFault => ({
  ...ofFile(
    'unknown-encoding',
    `không rõ bảng mã của cột; điểm: ${scores} (the encoding of the column is ambiguous)`,
    'chữ Unicode (Unicode text)',
    'Chuyển cột này sang Unicode rồi xuất lại. (Convert this column to Unicode and export again.)',
  ),
  column,
})

export const undecodableBytes = (encoding: string, bad: BadByte): ReadFault => ({
  ...ofFile(
    'undecodable-bytes',
    `${at(bad)} không có trong bảng mã ${encoding} (no character of ${encoding})`,
    encoding,
    'Bỏ khai báo bảng mã để chương trình tự dò, hoặc xuất lại tệp với mã "CSV UTF-8". (Leave the encoding undeclared, or export as "CSV UTF-8".)',
  ),
  line: bad.line,
})

export const encodingMismatch = (declared: string, found: string) =>
  ofFile(
    'encoding-mismatch',
    `khai báo ${declared}, nhưng tệp là ${found} (declared ${declared}, but the file is ${found})`,
    declared,
    `Sửa khai báo thành ${found}, hoặc bỏ khai báo. (Declare ${found}, or nothing.)`,
  )

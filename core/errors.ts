/**
 * Every failure that may leave an activity or a command, by what helps: `retry` again later, or `stop` until a person or
 * the input changes. The code is the Temporal failure type; `{…}` in the message is filled from the details, which carry
 * ids, counts and names of things, never personal data. Source: temporal.md 6.3.
 */
export const ERRORS = {
  InvalidInput: { recovery: 'stop', benign: false, message: '{problems}' },
  RunFailed: { recovery: 'stop', benign: false, message: '{problems}' },
  ConfigError: { recovery: 'stop', benign: false, message: '{setting}: {got}. Expected {expected}. {todo}' },
  SourceMissing: {
    recovery: 'stop',
    benign: false,
    message:
      'Nguồn {source}: không có tệp nào cho ngày {date} trong {folder}. Mong đợi {expected}. Chép tệp vào thư mục rồi chạy lại nguồn này. (No delivery found.)',
  },
  SourceRefused: {
    recovery: 'stop',
    benign: false,
    message: '{file}, dòng {line}{column}: {got}. Mong đợi {expected}. {todo}',
  },
  CompletenessFailed: {
    recovery: 'stop',
    benign: false,
    message:
      'Nguồn {source}: khai {declared} dòng, nhận {landed} dòng. Yêu cầu nơi gửi xuất lại tệp. (Row count differs from the manifest.)',
  },
  LedgerMismatch: {
    recovery: 'stop',
    benign: false,
    message: 'Sổ cái của lượt chạy {runId} không khớp: {problems}. Không coi là thành công; xem sogoc ledger {runId}.',
  },
  TargetStopped: {
    recovery: 'stop',
    benign: false,
    message: 'Đích {target} từ chối kết nối: {why}. Kiểm tra thông tin xác thực, rồi chạy lại từ bước publish.',
  },
  CaseClosed: {
    recovery: 'stop',
    benign: true,
    message: 'Hồ sơ {caseId} không còn mở ({state}). Xem lại danh sách: sogoc case list.',
  },
  StaleCase: {
    recovery: 'stop',
    benign: true,
    message:
      'Hồ sơ {caseId} đã đổi sang phiên bản {version} (câu trả lời dành cho {got}). Mở lại hồ sơ rồi quyết định trên dữ kiện mới.',
  },
  NotAllowed: { recovery: 'stop', benign: true, message: '{what}' },
  UnknownName: { recovery: 'stop', benign: false, message: '{kind} "{got}" không có. Có: {known}.{hint}' },
  LeaseLost: { recovery: 'stop', benign: true, message: 'Một lượt khác đang giữ việc {what}.' },
  DomainBusy: {
    recovery: 'retry',
    benign: true,
    message: 'Domain {domain} đang được lượt chạy {runId} đối sánh; chờ lượt đó xong. (Another run is matching it.)',
  },
  TooManyPairs: {
    recovery: 'stop',
    benign: false,
    message:
      'Domain {domain}: phải so {pairs} cặp, quá mức {budget} (SOGOC_PAIR_BUDGET). Nhiều nhất: {rules}. Thêm phần vào khóa của luật đó, hạ limit của nó, hoặc nâng mức, rồi chạy lại từ bước match. (Too many pairs; nothing was compared.)',
  },
  RateLimited: { recovery: 'retry', benign: true, message: 'Đích {target} yêu cầu chờ {seconds} giây.' },
  TargetUnavailable: { recovery: 'retry', benign: false, message: 'Đích {target} không trả lời: {why}. Sẽ thử lại.' },
  ProgramFault: {
    recovery: 'stop',
    benign: false,
    message:
      'Lỗi chương trình ({kind}): {message}. Việc này dừng lại, dữ liệu không đổi; gửi nhật ký của worker cho nhóm phát triển.',
  },
  DatabaseUnavailable: { recovery: 'retry', benign: false, message: 'PostgreSQL không trả lời ({code}). Sẽ thử lại.' },
} as const satisfies Record<string, { recovery: 'retry' | 'stop'; benign: boolean; message: string }>

export type ErrorCode = keyof typeof ERRORS
export type Details = Readonly<Record<string, string | number | null>>

/** A failure with a code of the table. The only error class of the project that crosses a folder border. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: ErrorCode
  readonly details: Details
  readonly retryAfterMs: number | null
  constructor(
    code: ErrorCode,
    details: Details,
    retryAfterMs: number | null = null,
    message: string = messageOf(code, details),
  ) {
    super(message)
    this.code = code
    this.details = details
    this.retryAfterMs = retryAfterMs
  }
}

function messageOf(code: ErrorCode, details: Details): string {
  return ERRORS[code].message.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}

/** PostgreSQL and socket conditions that pass by themselves (SQLSTATE classes 08, 40, 53, 57P; errno of a lost peer). */
const PASSING =
  /^(08\w{3}|40\w{3}|53\w{3}|57P\d{2}|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|CONNECTION_LOST)$/

/** SQL that can never succeed (data exception, constraint, syntax) and faults of our own code: trying again is no help. */
const HOPELESS = /^(22|23|42)\w{3}$/

/** What kind of program fault an error is, or null when it may pass. Its message carries no row values (`detail` does). */
export function programFault(error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown }
  if (typeof code === 'string' && HOPELESS.test(code)) return `SQL ${code}`
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
    ? error.name
    : null
}

/** The code of a driver error when waiting helps, else null. */
export function passingFault(error: unknown): string | null {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && PASSING.test(code)) return code
  return typeof message === 'string' && /Connection terminated|timeout exceeded when trying to connect/.test(message)
    ? 'CONNECTION_LOST'
    : null
}

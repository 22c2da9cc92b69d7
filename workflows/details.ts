import type { Stage } from './messages.ts'

/** What the dashboard of a night is drawn from: counts and names only. */
export interface NightState {
  readonly businessDate: string
  readonly dryRun: boolean
  readonly verdict: string
  readonly rows: readonly StageLine[]
  readonly parked: readonly string[]
  readonly pausedBy: string | null
}

export interface StageLine {
  readonly stage: Stage | 'plan' | 'deliver'
  readonly name: string
  readonly counts: Readonly<Record<string, number | string | null>>
}

const LABELS: Readonly<Record<StageLine['stage'], string>> = {
  pull: 'Nhận dữ liệu',
  check: 'Kiểm tra',
  match: 'Đối sánh',
  merge: 'Hợp nhất',
  'cross-check': 'Kiểm tra chéo',
  plan: 'Lập kế hoạch gửi',
  deliver: 'Gửi',
  publish: 'Gửi',
  reconcile: 'Đối chiếu',
}
const WORDS: Readonly<Record<string, string>> = {
  rows: 'dòng',
  unchanged: 'không đổi',
  changed: 'đổi',
  superseded: 'thay thế',
  unreadable: 'không đọc được',
  suspected: 'nghi mất',
  confirmed: 'mất',
  records: 'bản ghi',
  accepted: 'nhận',
  quarantined: 'cách ly',
  findings: 'lỗi',
  touched: 'xét',
  pairs: 'cặp',
  edges: 'cặp giữ',
  minted: 'mã mới',
  merged: 'gộp',
  split: 'tách',
  casesOpened: 'hồ sơ mở',
  casesWithdrawn: 'hồ sơ rút',
  hotKeys: 'khóa nóng',
  groups: 'nhóm',
  cleared: 'hết lỗi',
  blocked: 'giữ lại',
  stale: 'tính lại',
  retired: 'ngừng',
  create: 'thêm',
  update: 'sửa',
  deactivate: 'ngừng',
  waiting: 'chờ',
  unready: 'chưa đủ để gửi',
  behind: 'mã chưa chuyển được',
  withheld: 'không gửi mã cũ',
  rejected: 'từ chối',
  calls: 'lần gọi',
  open: 'còn mở',
  ours: 'ta có',
  theirs: 'đích có',
  missing: 'thiếu',
  extra: 'thừa',
  differs: 'lệch',
}

const inCell = (text: string): string => text.replace(/\|/g, '\\|').replace(/</g, '&lt;')

/** The dashboard as Markdown (GFM tables, no HTML), under 20 KB. Unknown counts are left out. */
export function detailsMarkdown(state: NightState): string {
  const lines = state.rows.map(({ stage, name, counts }) => {
    const words = Object.entries(counts).flatMap(([key, n]) => (WORDS[key] && n ? [`${WORDS[key]} ${n}`] : []))
    return `| ${LABELS[stage]} | ${inCell(name)} | ${words.join(' · ') || '0'} |`
  })
  return [
    `**${inCell(state.verdict)}** · ngày nghiệp vụ ${state.businessDate}${state.dryRun ? ' · chạy thử, không gửi' : ''}`,
    ...(state.pausedBy ? [`\n⏸ ${inCell(state.pausedBy)}`] : []),
    '',
    '| Bước | Việc | Kết quả |',
    '|---|---|---|',
    ...lines,
    ...(state.parked.length > 0 ? ['', '**Chưa làm được**', ...state.parked.map((why) => `- ${inCell(why)}`)] : []),
  ].join('\n')
}

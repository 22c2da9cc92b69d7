import type { NightReport } from '../activities/night.ts'
import type { EffectTotals } from '../store/effects.ts'
import type { LedgerLine } from '../store/ledger.ts'
import { grouped, table } from './print.ts'

const VERDICT = {
  success: 'HOÀN THÀNH: sổ cái khớp (the ledger adds up)',
  partial: 'XONG MỘT PHẦN: sổ cái khớp, còn việc chờ (partial; the ledger adds up)',
  failed: 'HỎNG: sổ cái KHÔNG khớp (failed: the ledger does not add up)',
} as const

/** A night on one screen. */
export function nightText(report: NightReport): string {
  const { effects, seconds } = report
  return [
    VERDICT[report.state],
    ...report.problems.map((problem) => `  ! ${problem}`),
    table(
      ['', ''],
      [
        ['Dòng nhận (rows in)', grouped(report.rowsIn)],
        ['  không đổi (unchanged)', grouped(report.unchanged)],
        ['  nhận (accepted)', grouped(report.accepted)],
        ['  cách ly (quarantined)', grouped(report.quarantined)],
        ['  bị thay thế (superseded)', grouped(report.superseded)],
        ['  chờ (pending)', grouped(report.pending)],
        ['Vắng mặt, nghi mất (missing, suspected)', grouped(report.suspectedMissing)],
        ['Bản ghi vàng (golden records)', grouped(report.golden)],
        ['Bản ghi trùng đã gộp (duplicates found)', grouped(report.duplicates)],
        ['Hồ sơ chờ người (open cases)', grouped(report.cases)],
        ['Việc gửi (effects planned)', grouped(effects.planned)],
        ['  đã nhận / từ chối (accepted / rejected)', `${grouped(effects.accepted)} / ${grouped(effects.rejected)}`],
        ['  gửi lại / còn mở (retried / open)', `${grouped(effects.retried)} / ${grouped(effects.open)}`],
        [
          'Giây mỗi bước (seconds per stage)',
          Object.entries(seconds)
            .map(([stage, s]) => `${stage} ${grouped(s)}`)
            .join(' · '),
        ],
        ['Băm bản ghi vàng (golden hash)', report.goldenHash.slice(0, 16)],
      ],
    )
      .split('\n')
      .slice(2)
      .join('\n'),
  ].join('\n')
}

/** The account of a run: every row that came in is in exactly one end state; every effect likewise. */
export function ledgerText(
  lines: readonly LedgerLine[],
  effects: readonly EffectTotals[],
  faults: readonly string[],
): string {
  const inbound = lines.map((line) => {
    const sum = line.unchanged + line.accepted + line.quarantined + line.superseded + line.pending
    return [
      line.source,
      line.landed,
      line.unchanged,
      line.accepted,
      line.quarantined,
      line.superseded,
      line.pending,
      sum === line.landed ? '=' : `≠ ${sum}`,
      line.suspected,
      line.confirmed,
    ]
  })
  const outbound = effects.map((row) => {
    const sum = row.accepted + row.rejected + row.superseded + row.open
    return [
      row.target,
      row.planned,
      row.accepted,
      row.rejected,
      row.superseded,
      row.open,
      sum === row.planned ? '=' : `≠ ${sum}`,
      row.retried,
    ]
  })
  return [
    table(
      ['nguồn', 'nhận', 'không đổi', 'chấp nhận', 'cách ly', 'thay thế', 'chờ', 'cộng', 'nghi mất', 'mất'],
      inbound,
    ),
    '',
    table(['đích', 'kế hoạch', 'đã nhận', 'từ chối', 'thay thế', 'còn mở', 'cộng', 'gửi lại'], outbound),
    '',
    faults.length === 0
      ? 'Sổ cái khớp (the ledger adds up).'
      : `Sổ cái KHÔNG khớp:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
  ].join('\n')
}

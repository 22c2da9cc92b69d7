import type { Command } from 'commander'
import { Failure } from '../../core/errors.ts'
import { type Lineage, winnerOf } from '../../engine/survivorship/merge.ts'
import { goldenById } from '../../store/golden.ts'
import { landedRow } from '../../store/landing.ts'
import { effectsOf, findingsOf, historyOf, quarantinedRow, type RecordStory, recordsOf } from '../../store/passport.ts'
import { splitRef } from '../../store/records.ts'
import type { Tx } from '../../store/sql.ts'
import { withStore } from '../environment.ts'
import { put, table } from '../print.ts'

export const passport = (program: Command): void => {
  program
    .command('passport')
    .argument('<id>', 'mã bản ghi vàng (person-0000001) hoặc NGUỒN:KHÓA (residence:NK0000001)')
    .description('câu chuyện của một bản ghi, từ dòng nguồn đến biên nhận (the story of a record)')
    .option('--json', 'JSON')
    .addHelpText('after', '\nVí dụ: sogoc passport person-0000001')
    .action((id: string, { json }: { json?: boolean }) =>
      withStore((store) =>
        store.read(async (tx) => {
          const story = await storyOf(tx, id)
          put(json ? JSON.stringify(story) : storyText(story))
        }),
      ),
    )
}

type Story = Awaited<ReturnType<typeof storyOf>>

async function storyOf(tx: Tx, id: string) {
  const [source, key] = splitRef(id)
  const golden = id.includes(':') ? null : await goldenById(tx, id)
  const records = await recordsOf(tx, golden?.golden_id ?? null, source, key)
  const waiting = id.includes(':') ? await quarantinedRow(tx, source, key) : null
  if (!golden && records.length === 0 && !waiting) {
    throw new Failure('UnknownName', { kind: 'Bản ghi', got: id, known: 'mã bản ghi vàng hoặc NGUỒN:KHÓA', hint: '' })
  }
  const places = waiting ? [...records, { ...waiting, source, key }] : records
  const rows = await Promise.all(
    places.map(async (place) => ({
      ref: `${place.source}:${place.key}`,
      domain: place.domain,
      row: await landedRow(tx, place.batch_id, place.seq),
      findings: await findingsOf(tx, place.batch_id, place.seq),
    })),
  )
  const ids = [...new Set([golden?.golden_id, ...records.map(({ golden_id }) => golden_id)])].filter(
    (own) => own != null,
  )
  const entities = await Promise.all(
    ids.map(async (own) => ({
      golden: await goldenById(tx, own),
      history: await historyOf(tx, own),
      effects: await effectsOf(tx, own),
    })),
  )
  return { requested: id, quarantined: waiting !== null, records: records as readonly RecordStory[], rows, entities }
}

function storyText({ requested, quarantined, rows, entities }: Story): string {
  const blocks = entities.flatMap(({ golden, history, effects }) =>
    golden
      ? [
          `# ${golden.golden_id} · ${golden.domain} · ${golden.state} · bản ${golden.version}${golden.golden_id === requested || requested.includes(':') ? '' : ` (thay cho ${requested})`}`,
          table(
            ['trường', 'giá trị', 'thắng', 'quy tắc'],
            Object.entries(golden.values).map(([field, value]) => {
              const { winner, rule, via, stays } = winnerOf(golden.lineage as Lineage, field)
              const carried = via ? `; danh mục ${via}` : stays ? `; chưa chuyển danh mục: ${stays}` : ''
              return [field, String(value), winner, rule + carried]
            }),
          ),
          table(
            ['bản', 'trạng thái', 'lượt chạy'],
            history.map(({ version, state, run_id }) => [version, state, run_id]),
          ),
          effects.length > 0
            ? table(
                ['đích', 'việc', 'trạng thái', 'lần', 'mã trả lời', 'mã quốc gia'],
                effects.map((own) => [
                  own.target,
                  own.op,
                  own.state,
                  own.attempts,
                  own.code ?? '',
                  own.national_id ?? '',
                ]),
              )
            : 'Chưa có việc gửi.',
        ]
      : [],
  )
  const sources = rows.map(({ ref, domain, row, findings }) =>
    [
      `## ${ref} (${domain})${row ? ` · ${row.file}, dòng ${row.line}` : ''}`,
      ...(row ? [row.columns.map((column, at) => `${column}=${row.cells[at] ?? ''}`).join(' | ')] : []),
      ...findings.map(
        ({ code, severity, got, expected }) => `  ${severity} ${code}: ${got ?? ''} (mong đợi: ${expected})`,
      ),
    ].join('\n'),
  )
  return [...blocks, ...(quarantined ? ['Đang cách ly: xem các lỗi mức error dưới đây.'] : []), ...sources].join('\n\n')
}

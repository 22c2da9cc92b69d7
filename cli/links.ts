import type { Config } from '../core/config.ts'

/** What to open and what to try while a stack stays up. */
export function startLinks({
  TEMPORAL_UI_URL: ui,
  TEMPORAL_NAMESPACE: namespace,
  SOGOC_TASK_QUEUE: queue,
}: Config): string {
  const form = (type: string, id: string) =>
    `${ui}/namespaces/${namespace}/workflows/start-workflow?workflowType=${type}&taskQueue=${queue}&workflowId=${id}`
  const addresses = ui
    ? [
        `Temporal UI            ${ui}/namespaces/${namespace}/workflows`,
        `Biểu mẫu chạy một đêm  ${form('nightlySync', 'night-manual')}`,
        '                       đầu vào: docs/examples/nightly-sync.json',
        `Biểu mẫu trả lời hồ sơ ${form('decideCase', 'decision-manual')}`,
        '                       đầu vào: docs/examples/decide-case.json',
      ]
    : ['Temporal UI            (đặt TEMPORAL_UI_URL để in đường dẫn)']
  return [
    '',
    'Tỉnh mẫu đang chạy. Mở một cửa sổ lệnh khác rồi thử:',
    ...addresses,
    '  npx sogoc status',
    '  npx sogoc case list',
    '  npx sogoc case show case-000001',
    '  npx sogoc passport person-0000001',
    '  npx sogoc night --date 2026-11-23 --watch',
    '  npx sogoc schedule apply',
    'Ctrl-C để dừng tất cả.',
  ].join('\n')
}

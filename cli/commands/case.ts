import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { Failure } from '../../core/errors.ts'
import { caseById, caseEvents, caseMembers, listOpenCases } from '../../store/cases.ts'
import type { DecisionResult } from '../../workflows/decide-case.ts'
import { type DecideInput, decideInput, problemsOf } from '../../workflows/messages.ts'
import { withStore, withTemporal } from '../environment.ts'
import { relayed } from '../failures.ts'
import { put, table } from '../print.ts'

const QUESTIONS: Readonly<Record<string, string>> = {
  duplicate: 'Có phải một đối tượng?',
  dispute: 'Dữ kiện mâu thuẫn',
  'two held ids': 'Hai mã đã có ở trung ương',
  contradiction: 'Hai quyết định trái nhau',
}

export const cases = (program: Command): void => {
  const group = program
    .command('case')
    .description('hồ sơ chờ người quyết định (what waits for a person, and the answer)')
  group
    .command('list')
    .option('--domain <name>', 'chỉ domain này')
    .option('--limit <n>', 'nhiều nhất', '50')
    .option('--json', 'JSON, mỗi dòng một hồ sơ')
    .action(listCases)
  group.command('show').argument('<case>', 'mã hồ sơ').option('--json', 'JSON').action(showCase)
  group
    .command('decide')
    .argument('<case>', 'mã hồ sơ')
    .requiredOption('--decision <d>', 'same | different | "cannot tell"')
    .requiredOption('--reviewer <code>', 'mã cán bộ, ví dụ CB-017')
    .requiredOption('--reason <text>', 'lý do')
    .option('--version <n>', 'phiên bản hồ sơ đã xem; mặc định phiên bản hiện tại')
    .option('--groups <json>', 'chỉ với different: các nhóm, ví dụ \'[["land:A"],["land:B","land:C"]]\'')
    .option('--json', 'JSON')
    .action(decide)
  group.addHelpText(
    'after',
    '\nVí dụ: sogoc case decide case-000001 --decision same --reviewer CB-017 --reason "cùng số CCCD trên thẻ"',
  )
}

function listCases({ domain, limit, json }: { domain?: string; limit: string; json?: boolean }): Promise<void> {
  return withStore((store) =>
    store.read(async (tx) => {
      const open = await listOpenCases(tx, domain ?? null, Number(limit))
      if (json) for (const own of open) put(JSON.stringify(own))
      else {
        put(
          table(
            ['hồ sơ', 'domain', 'câu hỏi', 'bản ghi', 'bản', 'hạn'],
            open.map((own) => [
              own.case_id,
              own.domain,
              QUESTIONS[own.kind] ?? own.kind,
              own.members.length,
              own.version,
              own.due_at.toISOString().slice(0, 10),
            ]),
          ),
        )
      }
    }),
  )
}

function showCase(caseId: string, { json }: { json?: boolean }): Promise<void> {
  return withStore((store) =>
    store.read(async (tx) => {
      const own = await caseById(tx, caseId)
      if (!own) throw new Failure('UnknownName', { kind: 'Hồ sơ', got: caseId, known: 'sogoc case list', hint: '' })
      const members = await caseMembers(tx, caseId)
      const events = await caseEvents(tx, caseId)
      if (json) return put(JSON.stringify({ ...own, facts: members, events }))
      const fields = [...new Set(members.flatMap(({ values }) => Object.keys(values)))]
      put(`${own.case_id} · ${own.domain} · ${QUESTIONS[own.kind] ?? own.kind} · bản ${own.version} · ${own.state}`)
      put(
        table(
          ['', ...members.map(({ ref }) => ref)],
          [
            ['bản ghi vàng', ...members.map(({ golden_id }) => golden_id ?? '')],
            ...fields.map((field) => [field, ...members.map(({ values }) => String(values[field] ?? ''))]),
          ],
        ),
      )
      put('')
      put(
        table(
          ['cặp', 'trọng số (bit)', 'khóa gặp', 'vì sao hỏi'],
          own.evidence.map(({ left, right, weight, rule, fate }) => [
            `${left} ~ ${right}`,
            inBits(weight),
            rule ?? '',
            fate,
          ]),
        ),
      )
      for (const { left, right, levels } of own.evidence) {
        put('')
        put(
          table(
            [`${left} ~ ${right}`, 'mức', 'bit', 'trong đó độ hiếm'],
            levels.map(({ comparison, label, microbits, terms }) => [
              comparison,
              label,
              inBits(microbits),
              terms === 0 ? '' : inBits(terms),
            ]),
          ),
        )
      }
    }),
  )
}

const inBits = (microbits: number): string => (microbits / 1e6).toFixed(2)

interface DecideOptions {
  readonly decision: DecideInput['decision']
  readonly reviewer: string
  readonly reason: string
  readonly version?: string
  readonly groups?: string
  readonly json?: boolean
}

async function decide(caseId: string, options: DecideOptions): Promise<void> {
  const seen = await withStore((store) => store.read((tx) => caseById(tx, caseId)))
  const input: DecideInput = {
    caseId,
    caseVersion: Number(options.version ?? seen?.version ?? 1),
    decision: options.decision,
    reviewer: options.reviewer,
    reason: options.reason,
    requestId: randomUUID(),
    ...(options.groups ? { groups: JSON.parse(options.groups) } : {}),
  }
  const problems = problemsOf(decideInput, input)
  if (problems) throw new Failure('InvalidInput', { problems })
  const result = await withTemporal(async (client, config) => {
    try {
      return (await client.workflow.execute('decideCase', {
        taskQueue: config.SOGOC_TASK_QUEUE,
        workflowId: `decision/${caseId}/${input.requestId}`,
        args: [input],
        staticSummary: `Trả lời ${caseId}`,
      })) as DecisionResult
    } catch (error) {
      throw relayed(error)
    }
  })
  put(
    options.json
      ? JSON.stringify(result)
      : `${caseId}: gộp ${result.merged}, tách ${result.split}, bản ghi vàng đổi ${result.goldenChanged}, việc gửi ${result.effectsPlanned}`,
  )
}

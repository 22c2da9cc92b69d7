import { z } from 'zod'
import { nearest } from '../core/nearest.ts'

// Every message of every workflow, shared with CLI and console. One JSON object each; ids, dates, counts and names only.

export const STAGES = ['pull', 'check', 'match', 'merge', 'cross-check', 'publish', 'reconcile'] as const
export type Stage = (typeof STAGES)[number]

const isRealDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

const names = (label: string) =>
  z
    .array(z.string().min(1, 'tên không được để trống'), { error: `một danh sách tên ${label}, ví dụ ["person"]` })
    .min(1, 'bỏ hẳn trường này để chạy tất cả')

export const nightlyInput = z.strictObject({
  businessDate: z
    .string({ error: 'ngày nghiệp vụ dạng YYYY-MM-DD, ví dụ "2026-11-21"' })
    .refine(isRealDate, {
      error: ({ input }) => `"${String(input)}" không phải ngày có thật dạng YYYY-MM-DD, ví dụ "2026-11-21"`,
    })
    .optional()
    .describe('Ngày nghiệp vụ. Lịch tự điền; chạy tay thì bắt buộc.'),
  dryRun: z
    .boolean({ error: 'true (chạy thử, không gửi) hoặc false (chạy thật)' })
    .default(true)
    .describe('true: làm mọi bước nhưng không gửi gì ra ngoài. Mặc định true.'),
  domains: names('domain').optional().describe('Chỉ những domain này; bỏ trống là tất cả.'),
  sources: names('nguồn').optional().describe('Chỉ những nguồn này; bỏ trống là tất cả.'),
  startFrom: z
    .enum(STAGES, { error: ({ input }) => `"${String(input)}" không phải bước; các bước: ${STAGES.join(', ')}` })
    .default('pull')
    .describe('Bắt đầu từ bước này: việc đang chờ trong kho được làm tiếp.'),
})
export type NightlyInput = z.input<typeof nightlyInput>
export type Nightly = z.output<typeof nightlyInput>

const id = (example: string) =>
  z
    .string({ error: `mã, ví dụ "${example}"` })
    .min(1)
    .max(100)

export const decideInput = z.strictObject({
  caseId: id('case-000001'),
  caseVersion: z.number({ error: 'số phiên bản của hồ sơ mà bạn đã xem' }).int().positive(),
  decision: z.enum(['same', 'different', 'cannot tell'], {
    error: ({ input }) =>
      `"${String(input)}" không phải quyết định; có: same (cùng một), different (khác nhau), cannot tell (chưa đủ căn cứ)`,
  }),
  groups: z.array(z.array(z.string()).min(1)).min(2).optional().describe('Chỉ với different: các nhóm bản ghi là một.'),
  reviewer: z
    .string({ error: 'mã cán bộ, ví dụ "CB-017"' })
    .regex(/^[A-Za-z0-9._-]{2,40}$/, 'mã cán bộ (không phải họ tên), ví dụ "CB-017"'),
  reason: z.string({ error: 'lý do, ít nhất 3 ký tự' }).trim().min(3, 'lý do, ít nhất 3 ký tự').max(500),
  requestId: id('req-1').optional().describe('Mã yêu cầu của bạn; gửi lại cùng mã không tạo quyết định thứ hai.'),
  verified: z.boolean().default(false).describe('Cửa nào đã xác thực cán bộ thì điền true; biểu mẫu Web UI để false.'),
})
export type DecideInput = z.input<typeof decideInput>

export const remapInput = z.strictObject({
  list: z
    .string({ error: 'tên danh mục, ví dụ "commune"' })
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'tên danh mục, ví dụ "commune"; xem: sogoc codes list'),
  to: z
    .string({ error: 'phiên bản đã nạp, ví dụ "2027-01-01"' })
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'phiên bản đã nạp, ví dụ "2027-01-01"; xem: sogoc codes list'),
  dryRun: z
    .boolean({ error: 'true (chỉ đếm) hoặc false (làm thật)' })
    .default(true)
    .describe('true: chỉ đếm bản ghi sẽ đổi. Mặc định true.'),
})
export type RemapInput = z.input<typeof remapInput>

export const pauseInput = z.strictObject({
  reason: z.string({ error: 'lý do tạm dừng' }).trim().min(3, 'lý do, ít nhất 3 ký tự').max(200),
  by: z.string({ error: 'mã cán bộ' }).min(2).max(40),
})

/** What is wrong with an input, as `path: sentence` lines; null when nothing is. */
export function problemsOf(schema: z.ZodType, raw: unknown): string | null {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return null
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  return parsed.error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => {
            const near = nearest(key, known)
            return `${key}: không có trường này${near ? `, có phải "${near}"?` : ''} (có: ${known.join(', ')})`
          })
        : [`${issue.path.join('.') || '(input)'}: ${issue.message}`],
    )
    .join('; ')
}

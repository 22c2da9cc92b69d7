import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import type { Family } from '../../core/finding.ts'
import { isBlank, words } from './cell.ts'
import { findings } from './findings.ts'

const LONGEST = 60
const CLEAN = /^[0-9A-Z][0-9A-Z/.-]{0,59}$/

/** Free numbers of a register: upper case, one space between words, otherwise as the register writes them. */
function readNumber(raw: string, say: Say): string | null {
  if (CLEAN.test(raw) && !isBlank(raw) && raw !== '0') return raw
  const text = words(raw).toUpperCase().normalize('NFC')
  if (isBlank(text) || text === '0') return null
  if (text.length <= LONGEST && /[\p{L}\p{N}]/u.test(text)) return text
  say('not-a-number')
  return null
}

function numberField(type: string, label: string, family: Family, description: string, example: string) {
  return field<string>({
    type,
    label,
    description,
    examples: [example],
    family,
    schema: z
      .string()
      .max(LONGEST)
      .regex(/[\p{L}\p{N}]/u),
    findings: findings(`một ${label.toLowerCase()}`, {
      'not-a-number': {
        vi: '{got} không phải số hồ sơ.',
        en: 'Not a register number.',
        fix: 'Đối chiếu hồ sơ rồi nhập lại, hoặc để trống.',
      },
    }),
    read: readNumber,
  })
}

/** Số hồ sơ cư trú: a free string that took the place of the household-book number (Luật Cư trú 2020). */
export const householdNo = numberField(
  'household-no',
  'Số hồ sơ cư trú',
  'E9',
  'Số hồ sơ cư trú, thay số sổ hộ khẩu giấy từ năm 2023 (Luật Cư trú 2020).',
  'HS-0001234',
)

/** Số hiệu cán bộ, công chức, viên chức: unique only inside the issuing agency, never compared across sources. */
export const staffNo = numberField(
  'staff-no',
  'Số hiệu cán bộ',
  'E1',
  'Số hiệu do cơ quan quản lý cấp; chỉ duy nhất trong cơ quan đó nên không dùng để đối sánh giữa các nguồn.',
  'CB-01234',
)

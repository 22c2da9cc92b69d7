import type { Payload } from '../protocol.ts'

/** One thing a ministry refuses, with its own code. `today` is the date in Viet Nam, ISO. */
export interface Rule {
  readonly code: string
  readonly field: string
  readonly message: string
  readonly refuses: (payload: Payload, today: string) => boolean
}

/** What a service takes: its fields, and its rules in the order in which they are tried. */
export interface ServiceRules {
  readonly fields: ReadonlySet<string>
  readonly unknownField: string
  readonly rules: readonly Rule[]
}

export interface Refusal {
  readonly code: string
  readonly field: string
  readonly message: string
}

/** The first reason to refuse a payload. A deactivation says nothing about the content, so only its shape is judged. */
export function refusalOf(
  service: ServiceRules,
  payload: Payload,
  today: string,
  isDeactivation: boolean,
): Refusal | null {
  const stranger = Object.keys(payload).find((field) => !service.fields.has(field))
  if (stranger !== undefined) {
    return {
      code: service.unknownField,
      field: stranger,
      message: `Trường ${stranger} không có trong cấu trúc gói tin`,
    }
  }
  const broken = isDeactivation ? undefined : service.rules.find((rule) => rule.refuses(payload, today))
  return broken ? { code: broken.code, field: broken.field, message: broken.message } : null
}

/** The value as text; a missing field, null and blanks are all ''. */
export const text = (payload: Payload, field: string): string => String(payload[field] ?? '').trim()

export const isMissing = (payload: Payload, field: string): boolean => text(payload, field) === ''

/** A value that is there and does not look as it must. */
export const isMalformed = (payload: Payload, field: string, form: RegExp): boolean =>
  !isMissing(payload, field) && !form.test(text(payload, field))

import type { z } from 'zod'
import { nearest } from '../../core/nearest.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** What is wrong with a spec, a sentence for each fault with the path to it. `fields`: the names that may stand at a path. */
export function faultsIn(
  issues: readonly Issue[],
  fields: (path: Path) => readonly string[],
  under: Path = [],
): string {
  return issues.flatMap((issue) => sentencesOf(issue, fields, under)).join('; ')
}

function sentencesOf(issue: Issue, fields: (path: Path) => readonly string[], under: Path): readonly string[] {
  const path = [...under, ...issue.path]
  const at = path.map(String).join('.') || 'spec'
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = fields(path)
        const near = nearest(key, known)
        const meant = near === null ? '' : ` Ý bạn là "${near}"? (Did you mean "${near}"?)`
        return `${at}: không có "${key}"${known.length > 0 ? `, chỉ có ${known.join(', ')}` : ''} (unknown field).${meant}`
      })
    case 'invalid_union':
      // a value with a tag that no form has fits none of them, and zod lists no errors
      return issue.errors.length > 0 ? sentencesOf(closest(issue.errors), fields, path) : [`${at}: ${issue.message}`]
    case 'invalid_type':
      return [
        issue.message.endsWith('received undefined')
          ? `${at}: thiếu, cần ${typeName(issue.expected)} (missing, expected ${issue.expected})`
          : `${at}: cần ${typeName(issue.expected)} (${issue.message})`,
      ]
    case 'invalid_value':
      return [`${at}: chỉ nhận ${issue.values.map((value) => JSON.stringify(value)).join(' hoặc ')} (one of these)`]
    case 'too_small':
      return [`${at}: nhỏ hoặc ít nhất là ${issue.minimum} (${issue.message})`]
    case 'too_big':
      return [`${at}: lớn nhất là ${issue.maximum} (${issue.message})`]
    default:
      return [`${at}: ${issue.message}`]
  }
}

/** Of the ways in which a value fits no form the one that gets furthest into it. */
function closest(errors: readonly (readonly Issue[])[]): Issue {
  const depth = ([first]: readonly Issue[]): number =>
    first === undefined ? -1 : first.code === 'unrecognized_keys' ? 1 : first.path.length
  const best = [...errors].sort((a, b) => depth(b) - depth(a))[0]
  return best?.find(({ code }) => code === 'unrecognized_keys') ?? best![0]!
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'chữ',
  number: 'số',
  int: 'số nguyên',
  boolean: 'true hoặc false',
  array: 'danh sách [...]',
  object: 'nhóm {...}',
  record: 'nhóm {...}',
}
const typeName = (expected: string): string => TYPES[expected] ?? expected

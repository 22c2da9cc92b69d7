import type { TextEncoding } from './encoding.ts'
import { tcvn3 } from './tcvn3.ts'
import { tcvn3LostHyphen } from './tcvn3-lost-hyphen.ts'
import { tcvn5712 } from './tcvn5712.ts'
import { utf8Twice } from './utf-8-twice.ts'
import { viqr } from './viqr.ts'
import { viscii } from './viscii.ts'
import { vni } from './vni.ts'
import { windows1258 } from './windows-1258.ts'

/** The one place where an encoding is added. Of two that fit equally well, the earlier one is taken. */
export const textEncodings: readonly TextEncoding[] = [
  windows1258,
  tcvn3,
  tcvn3LostHyphen,
  tcvn5712,
  vni,
  viscii,
  viqr,
  utf8Twice,
]

const unicode = ['utf-8', 'utf-16le', 'utf-16be'] as const

/** Names by which an encoding can be declared. */
export const encodingNames: readonly string[] = [...unicode, ...textEncodings.map(({ name }) => name)]

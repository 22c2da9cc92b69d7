import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { textEncodings } from '../../../connectors/text/encodings.ts'
import { isSyllable } from '../../../connectors/text/syllable.ts'
import { addresses, fullNames, to1258, toTcvn3, toUtf8Twice, toViqr, toViscii, toVn1, toVni } from './samples.ts'

const named = (name: string) => textEncodings.find((encoding) => encoding.name === name)!

/** What glibc makes of one byte; null when it refuses it. One process for all bytes: those it refuses are asked alone. */
function glibc(encoding: string): readonly (string | null)[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const { status, stdout } = spawnSync('iconv', ['-f', encoding, '-t', 'UTF-8'], { input: Buffer.of(byte) })
    return status === 0 ? stdout.toString('utf8') : null
  })
}

const hasIconv = spawnSync('iconv', ['--version']).status === 0

describe.skipIf(!hasIconv)('tables agree with the iconv program', () => {
  test.each([
    ['windows-1258', 'CP1258'],
    ['viscii', 'VISCII'],
    ['tcvn5712', 'TCVN5712-1'],
  ])('%s', (name, charset) => {
    const table = glibc(charset)
    const ours = Array.from({ length: 256 }, (_, byte) => named(name).decode(String.fromCharCode(byte)))
    expect(ours).toEqual(table)
  })

  test('tcvn3 is TCVN 5712-1 without toned capitals and combining tones', () => {
    const table = glibc('TCVN5712-1')
    for (let byte = 0xa1; byte < 0x100; byte++) {
      const ours = named('tcvn3').decode(String.fromCharCode(byte))
      if (ours !== null) expect([byte, ours]).toEqual([byte, table[byte]])
      else expect(table[byte]).toMatch(/[\u0300-\u0323]|[ẰẲẴẮẦẨẪẤỀỂỄẾỒỔỖỐ]/)
    }
  })

  test.each([
    ['windows-1258', 'CP1258', to1258],
    ['viscii', 'VISCII', toViscii],
    ['tcvn5712', 'TCVN5712-1', toVn1],
  ])('whole texts in %s', (name, charset, write) => {
    const text = write([...fullNames, ...addresses].join('; '))
    const { stdout } = spawnSync('iconv', ['-f', charset, '-t', 'UTF-8'], { input: Buffer.from(text, 'latin1') })
    expect(named(name).decode(text)).toBe(stdout.toString('utf8').normalize('NFC'))
  })
})

/** Every Vietnamese letter, alone and as a capital. */
const letters = [...'aăâeêioôơuưy'].flatMap((vowel) =>
  ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'].map((tone) => (vowel + tone).normalize('NFC')),
)
const alphabet = [...letters, 'đ']

describe('every letter comes back', () => {
  test.each([
    ['windows-1258', to1258],
    ['viscii', toViscii],
    ['tcvn5712', toVn1],
    ['vni-windows', toVni],
    ['viqr', toViqr],
    ['utf-8-twice', toUtf8Twice],
  ])('in %s', (name, write) => {
    for (const letter of alphabet.flatMap((small) => [small, small.toUpperCase()])) {
      expect([letter, named(name).decode(write(letter))]).toEqual([letter, letter])
    }
  })

  test('in tcvn3, whose fonts have no toned capitals', () => {
    for (const letter of [...alphabet, ...'ĂÂÊÔƠƯĐ']) expect(named('tcvn3').decode(toTcvn3(letter))).toBe(letter)
  })
})

describe('vni-windows', () => {
  // The npm package vietnamese-conversion 2.0.0 leaves yû and yõ as they are: "Myõ Tho" stays.
  test('ỷ and ỹ are letters like the others', () => {
    expect(named('vni-windows').decode('Myõ Tho, thuûy, kyû luaät, KYÛ')).toBe('Mỹ Tho, thủy, kỷ luật, KỶ')
  })

  test('a capital takes its mark in either case', () => {
    expect(named('vni-windows').decode('AÙ Aù EÃ Eã ÔØ Ôø')).toBe('Á Á Ễ Ễ Ờ Ờ')
  })

  test('a mark that stands on nothing is no text', () => {
    expect(named('vni-windows').decode('Ø60')).toBe(null)
  })
})

test('tcvn3: signs of Windows fonts stay, bytes without a meaning do not decode', () => {
  expect(named('tcvn3').decode('\x93T\xe6 5\x94 \x96 2\xa0ha')).toBe('“Tổ 5” – 2\xa0ha')
  expect(named('tcvn3').decode('m\xb2')).toBe(null)
})

test('tcvn3: a cell of a capital font is raised, an abbreviation beside small words is not', () => {
  const { decode } = named('tcvn3')
  expect(decode(toTcvn3('HỒ CHÍ MINH'))).toBe('HỒ CHÍ MINH')
  expect(decode(toTcvn3('UBND xã Hoà Vang'))).toBe('UBND xã Hoà Vang')
  expect(decode(toTcvn3('UBND Hồ Sỹ'))).toBe('UBND Hồ Sỹ')
  expect(decode(`${toTcvn3('LÊ THỊ')}\0${toTcvn3('Lê Thị')}`)).toBe('LÊ THỊ\0Lê Thị')
})

test('viqr: a backslash keeps the sign, plain text keeps its full stops after consonants', () => {
  const { decode } = named('viqr')
  expect(decode("Tho^n DDo^ng, xa~ Hoa` Phu+o+'c")).toBe('Thôn Đông, xã Hoà Phước')
  expect(decode('ba\\. Tp. HCM')).toBe('ba. Tp. HCM')
  expect(decode('Hồ')).toBe(null)
})

test('utf-8-twice: through Windows-1252, Latin-1 and Windows-1258 alike', () => {
  const { decode } = named('utf-8-twice')
  expect(decode(Buffer.from('Nguyễn Đình à').toString('latin1'))).toBe('Nguyễn Đình à')
  expect(decode(new TextDecoder('windows-1252').decode(Buffer.from('Nguyễn Đình à')))).toBe('Nguyễn Đình à')
  expect(decode(new TextDecoder('windows-1258').decode(Buffer.from('à ã ê')))).toBe('à ã ê')
  expect(decode('Nguyễn')).toBe(null)
})

test('a page of cells is decoded in one call, NUL between them', () => {
  const cells = [...fullNames, ...addresses]
  for (const [name, write] of [
    ['windows-1258', to1258],
    ['viscii', toViscii],
    ['vni-windows', toVni],
    ['viqr', toViqr],
    ['utf-8-twice', toUtf8Twice],
  ] as const) {
    expect(named(name).decode(cells.map(write).join('\0'))?.split('\0')).toEqual(cells)
  }
})

describe('syllables', () => {
  test('of names and addresses are legal, in either style of tone', () => {
    const words = [...fullNames, ...addresses].join(' ').match(/\p{L}+/gu)!
    expect(words.filter((word) => !isSyllable(word) && !isSyllable(word.normalize('NFD')))).toEqual([])
    for (const word of [
      'Hòa',
      'Hoà',
      'Thủy',
      'THUỶ',
      'quý',
      'Quới',
      'Gìn',
      'giếng',
      'nghiêng',
      'khuỷu',
      'ngoèo',
      'Đắk',
    ]) {
      expect([word, isSyllable(word)]).toEqual([word, true])
    }
  })

  test('of other languages and wrong decodings are not', () => {
    const words = 'NguyÔn Nguyeãn ngụyễn Nguỹên café Müller Kpă Êban nGuyễn ngê kà cãc đưc mơng'.split(' ')
    expect(words.filter(isSyllable)).toEqual([])
  })
})

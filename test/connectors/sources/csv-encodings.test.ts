import { describe, expect, test } from 'vitest'
import { csv } from '../../../connectors/sources/csv.ts'
import { refusalOf } from '../../contracts/source.ts'
import {
  addresses,
  english,
  fullNames,
  highlandNames,
  plainNames,
  to1258,
  toTcvn3,
  toUtf8Twice,
  toViqr,
  toViscii,
  toVn1,
  toVni,
} from '../text/samples.ts'
import { fileWith, readFile, readText } from './folder.ts'

const header = 'Mã,Họ và tên,Địa chỉ'
const records = fullNames.map((name, i) => [`0${i}`, name, addresses[i % addresses.length]!])
const text = `${header}\n${records.map(([code, name, address]) => `${code},${name},"${address}"`).join('\n')}\n`
const columns = header.split(',')

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1')
const swapped = (utf16: Buffer) => Buffer.from(utf16).swap16()

describe('a whole file in one encoding', () => {
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', swapped(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ['utf-16be', swapped(Buffer.from(text, 'utf16le'))],
    ['windows-1258', bytes(to1258(text))],
    ['tcvn3', bytes(toTcvn3(text))],
    ['tcvn5712', bytes(toVn1(`${text}99,NGUYỄN THỊ ÁNH,"Ấp Ổ, Ẩn"\n`))],
    ['vni-windows', bytes(toVni(text))],
    ['viscii', bytes(toViscii(text))],
  ])('%s is found', async (encoding, content) => {
    const { delivery, rows, faults } = await readText(content)
    expect(delivery).toMatchObject({ encoding, columns })
    expect(delivery.confidence).toBeGreaterThan(0.9)
    expect(delivery.columnEncodings).toBe(undefined)
    const expected = records.map((row) => (encoding === 'tcvn3' ? row.map((cell) => lowered(cell)) : row))
    expect(rows.slice(0, records.length)).toEqual(expected)
    expect(faults).toEqual([])
  })

  /** TCVN3 fonts have no toned capitals: what was written with one comes back in lower case. */
  const lowered = (cell: string) => cell.replace(/Á|Ấ|Ổ/g, (letter) => letter.toLowerCase())

  test('a file of three rows is enough', async () => {
    const short = `ma,ten\n1,Trần Văn Đức\n2,Phạm Ngọc Quỳnh\n3,Bùi Thị Hương\n`
    for (const [encoding, write] of [
      ['tcvn3', toTcvn3],
      ['vni-windows', toVni],
      ['windows-1258', to1258],
      ['viscii', toViscii],
    ] as const) {
      const { delivery, rows } = await readText(bytes(write(short)))
      expect([delivery.encoding, rows[0]]).toEqual([encoding, ['1', 'Trần Văn Đức']])
    }
  })

  test('what stands in the last third of a long file counts too', async () => {
    const rows = `${'1,Nguyen Van A\n'.repeat(150_000)}2,${toTcvn3(fullNames.join('\n2,'))}\n`
    const { delivery } = await readText(bytes(`ma,ten\n${rows}`))
    expect(delivery.encoding).toBe('tcvn3')
  })

  test('the bytes are kept beside the text', async () => {
    const { delivered, rows } = await readText(bytes(toTcvn3(text)))
    expect(delivered[0]).toEqual(records[0]!.map(toTcvn3))
    expect(rows).toHaveLength(delivered.length)
    expect((await readText(text)).delivered).toEqual([])
  })

  test('capital fonts: vowels that came out small are raised', async () => {
    const capital = fullNames.map((name) => name.toUpperCase())
    const { rows } = await readText(bytes(toTcvn3(`ten\n${capital.join('\n')}\n`)))
    expect(rows.flat()).toEqual(capital)
  })
})

describe('single columns of a Unicode file', () => {
  test.each([
    ['tcvn3', toTcvn3],
    ['vni-windows', toVni],
    ['viqr', toViqr],
    ['utf-8-twice', toUtf8Twice],
  ])('%s pasted into one column beside clean ones', async (encoding, write) => {
    const pasted = records.map(([code, name, address]) => `${code};${write(name!)};${address}`)
    const { delivery, rows, delivered } = await readText(`${header.replaceAll(',', ';')}\n${pasted.join('\n')}\n`)
    expect(delivery).toMatchObject({ encoding: 'utf-8', columns, columnEncodings: { 'Họ và tên': encoding } })
    expect(Object.keys(delivery.columnEncodings!)).toEqual(['Họ và tên'])
    const named = encoding === 'tcvn3' ? (name: string) => name.replace('Á', 'á') : (name: string) => name
    expect(rows).toEqual(records.map(([code, name, address]) => [code, named(name!), address]))
    expect(delivered[3]![1]).toBe(write(records[3]![1]!))
  })

  test('a header that was pasted with its columns is decoded too, mark and all', async () => {
    const { delivery, rows } = await readText(toUtf8Twice(`\ufeff${text}`))
    expect(delivery.columns).toEqual(columns)
    expect(rows).toEqual(records)
  })

  test('TCVN3 without its soft hyphens gets back the letters that can be told', async () => {
    const names = [
      'Nguyễn Hữu Trường',
      'Trần Thị Phượng',
      'Bùi Thị Hương',
      'Đặng Xuân Trường',
      'Dương Văn Đức',
      'Lê Văn Mười',
    ]
    const dropped = names.map((name) => toTcvn3(name).replaceAll('\xad', ''))
    const { delivery, rows } = await readText(`ten\n${dropped.join('\n')}\n`)
    expect(delivery.columnEncodings).toEqual({ ten: 'tcvn3-lost-hyphen' })
    // `Mười` lost its ư and is still a word; nobody can tell.
    expect(rows.flat()).toEqual([...names.slice(0, 5), 'Lê Văn Mời'])
  })

  test('what one column holds makes a single word of another credible', async () => {
    const pasted = records.map(([code, name], i) => `${code};${toTcvn3(name!)};${i % 2 ? toTcvn3('Nữ') : 'Nam'}`)
    const { delivery } = await readText(`ma;ten;gioi\n${pasted.join('\n')}\n`)
    expect(delivery.columnEncodings).toEqual({ ten: 'tcvn3', gioi: 'tcvn3' })
  })

  test('a cell that does not fit the encoding of its column is a fault of its row', async () => {
    const cells = [...Array(20).fill(fullNames).flat().map(toTcvn3), 'Nguyễn Thị Hồng']
    const { rows, faults } = await readText(`ma,ten\n${cells.map((cell, i) => `${i},${cell}`).join('\n')}\n`)
    expect(rows).toHaveLength(cells.length - 1)
    expect(faults).toMatchObject([
      { line: cells.length + 1, column: 'ten', fault: 'undecodable-cell', raw: `${cells.length - 1},Nguyễn Thị Hồng` },
    ])
  })
})

describe('a column in which clean and pasted cells are mixed', () => {
  test.each([
    ['tcvn3', toTcvn3],
    ['utf-8-twice', toUtf8Twice],
  ])('half %s: nobody can tell cell by cell, so the file is refused and the column named', async (encoding, write) => {
    const names = fullNames.map((name, i) => `${i},${i % 2 ? name : write(name)}`)
    const path = await fileWith(`ma,ten\n${names.join('\n')}\n`)
    const { faults } = await refusalOf(csv({ files: '*' }), path)
    expect(faults).toMatchObject([{ line: null, column: 'ten', fault: 'unknown-encoding' }])
    expect(faults[0]!.got).toContain(encoding)
  })
})

describe('text that needs no repair gets none', () => {
  test.each([
    ['names of the Central Highlands', highlandNames],
    ['names without diacritics', plainNames],
    ['English with Latin-1 letters', english],
    ['digits', ['046001', '1.23E+11', '0909123456']],
    ['full names', fullNames],
    ['decomposed names', fullNames.map((name) => name.normalize('NFD'))],
    ['signs', ['µm', '© 2024', '£5', '±2', 'm²']],
  ])('%s', async (_, cells) => {
    const { delivery, rows } = await readText(`cột\n${cells.map((cell) => `"${cell}"`).join('\n')}\n`)
    expect(delivery).toMatchObject({ encoding: 'utf-8', confidence: 1 })
    expect(delivery.columnEncodings).toBe(undefined)
    expect(rows.flat()).toEqual(cells)
  })

  test('plain ASCII is utf-8', async () => {
    expect((await readText('a,b\n1,2\n')).delivery).toMatchObject({ encoding: 'utf-8', confidence: 1 })
  })

  test('names of the Central Highlands are found in TCVN3 and VNI beside Vietnamese addresses', async () => {
    const rows = highlandNames
      .map((name, i) => `${name.replace(/[ĔŬĬŎ]/gi, 'u')};${addresses[i % addresses.length]}`)
      .join('\n')
    for (const [encoding, write] of [
      ['tcvn3', toTcvn3],
      ['vni-windows', toVni],
    ] as const) {
      expect((await readText(bytes(write(`ten;dia_chi\n${rows}\n`)))).delivery.encoding).toBe(encoding)
    }
  })
})

describe('what nothing explains is refused, with the first byte and the scores', () => {
  test('Western European text', async () => {
    const path = await fileWith(bytes('a,b\n1,2\n3,café\n4,Müller\n5,São Paulo\n6,naïve\n'))
    const { faults } = await refusalOf(csv({ files: '*' }), path)
    expect(faults).toMatchObject([{ line: 3, fault: 'unknown-encoding' }])
    expect(faults[0]!.got).toContain('0xE9 ở vị trí 13')
    expect(faults[0]!.got).toMatch(/windows-1258 0\.\d\d/)
  })

  test('one sign in otherwise plain text', async () => {
    const { faults } = await refusalOf(csv({ files: '*' }), await fileWith(bytes('a\n100 m\xb2\n')))
    expect(faults).toMatchObject([{ line: 2, fault: 'unknown-encoding' }])
  })

  test('UTF-8 with a torn character', async () => {
    const torn = Buffer.concat([
      Buffer.from(text),
      Buffer.from('x,Nguy\u1ec5n'.slice(0, 7)).subarray(0, 8),
      Buffer.from(',y\n'),
    ])
    const { faults } = await refusalOf(csv({ files: '*' }), await fileWith(torn))
    expect(faults).toMatchObject([{ line: records.length + 2, fault: 'unknown-encoding' }])
    expect(faults[0]!.got).toContain(`ở vị trí ${Buffer.byteLength(text) + 6}`)
  })

  test('half TCVN3, half UTF-8', async () => {
    const mixed = Buffer.concat([bytes(toTcvn3(text)), Buffer.from(text)])
    expect((await refusalOf(csv({ files: '*' }), await fileWith(mixed))).faults).toMatchObject([
      { fault: 'unknown-encoding' },
    ])
  })

  test('UTF-16 with half a character', async () => {
    const lone = Buffer.concat([
      Buffer.from('\ufeffa\n', 'utf16le'),
      Buffer.from([0x3d, 0xd8]),
      Buffer.from('b\n', 'utf16le'),
    ])
    const odd = Buffer.concat([Buffer.from('\ufeffa\nb\n', 'utf16le'), Buffer.from([0x63])])
    for (const [content, offset] of [
      [lone, 6],
      [odd, 10],
    ] as const) {
      const { faults } = await refusalOf(csv({ files: '*' }), await fileWith(content))
      expect(faults[0]!.got).toContain(`ở vị trí ${offset}`)
    }
  })
})

describe('a declared encoding', () => {
  test('is believed where the text alone would not tell', async () => {
    const { delivery, rows } = await readText(bytes(`ten\n${toTcvn3('Hồ')}\n`), { encoding: 'tcvn3' })
    expect([delivery.encoding, rows]).toEqual(['tcvn3', [['Hồ']]])
    expect((await readText('ten\nHo^`\n', { encoding: 'viqr' })).rows).toEqual([['Hồ']])
    expect((await readText(`ten\n${toUtf8Twice('Hồ')}\n`, { encoding: 'utf-8-twice' })).rows).toEqual([['Hồ']])
  })

  test.each([
    ['tcvn3', Buffer.from(text), 'encoding-mismatch'],
    ['vni-windows', bytes(toViscii(text)), 'undecodable-bytes'],
    ['viscii', bytes(toTcvn3(text)), 'encoding-mismatch'],
    ['utf-8', bytes(toTcvn3(text)), 'undecodable-bytes'],
    ['utf-16le', Buffer.from(text), 'encoding-mismatch'],
    ['utf-8', Buffer.from(text, 'utf16le'), 'encoding-mismatch'],
  ])('%s that the bytes contradict is refused', async (encoding, content, fault) => {
    const { faults } = await refusalOf(csv({ files: '*', encoding }), await fileWith(content))
    expect(faults).toMatchObject([{ fault }])
  })

  test('of an unknown name is a fault of the declaration', () => {
    expect(() => csv({ files: '*', encoding: 'utf8' })).toThrow('Did you mean utf-8?')
  })

  test('holds for ASCII files too', async () => {
    expect((await readFile(await fileWith('a\n1\n'), { encoding: 'tcvn3' })).delivery.encoding).toBe('tcvn3')
  })
})

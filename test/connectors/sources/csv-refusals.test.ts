import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { csv } from '../../../connectors/sources/csv.ts'
import { expectComplete, refusalOf } from '../../contracts/source.ts'
import { fileWith, newFolder, readText, refusedFor } from './folder.ts'

describe('rows that cannot be read become faults, and reading goes on', () => {
  test('a ragged row says how many cells were found, in which line, and is kept whole', async () => {
    const { rows, faults } = await readText('a,b,c\n1,2,3\n4,5\n6,7,8,"9"\n"x\ny",2,3\n')
    expect(rows).toEqual([
      ['1', '2', '3'],
      ['x\ny', '2', '3'],
    ])
    expect(faults).toMatchObject([
      { line: 3, fault: 'ragged-row', got: '2 ô (cells)', raw: '4,5' },
      { line: 4, fault: 'ragged-row', got: '4 ô (cells)', raw: '6,7,8,"9"' },
    ])
    for (const fault of faults) expect(fault.expected).toContain('3 ô')
    faults.forEach(expectComplete)
  })

  test.each([
    ['in the middle of an unquoted cell', '1,màn 5" mới,3', 'b'],
    ['behind a closing quote', '1,"Nguyễn "Bé" Tư",3', 'b'],
    ['behind a space', '1, "x",3', 'b'],
    ['in the first cell', 'x"y,2,3', 'a'],
  ])('a stray quote %s', async (_, line, column) => {
    const { rows, lines, faults } = await readText(`a,b,c\n${line}\n4,"5 ""x""",6\n`)
    expect(faults).toMatchObject([{ line: 2, column, fault: 'stray-quote', raw: line }])
    expect(faults[0]!.got).toContain(line)
    expect(faults[0]!.todo).toContain('dòng 2')
    expect([rows, lines]).toEqual([[['4', '5 "x"', '6']], [3]])
  })

  test('content of the file is cut to 80 characters, the raw record is not', async () => {
    const long = `${'đ'.repeat(500)}"`
    const { faults } = await readText(`a\n${long}\n`)
    expect(faults[0]!.got.length).toBeLessThan(160)
    expect(faults[0]!.raw).toBe(long)
  })

  test('a NUL byte', async () => {
    const { rows, faults } = await readText('a,b\n1,2\n3,x\0y\n5,"6\n\0"\n7,8\n')
    expect(rows).toEqual([
      ['1', '2'],
      ['7', '8'],
    ])
    expect(faults).toMatchObject([
      { line: 3, column: 'b', fault: 'nul-byte', raw: '3,x\0y' },
      { line: 4, column: 'b', fault: 'nul-byte', raw: '5,"6\n\0"' },
    ])
  })

  test('many faults do not upset the order or the pages', async () => {
    const text = Array.from({ length: 5_000 }, (_, i) =>
      i % 3 === 0 ? `${i}\n` : i % 3 === 1 ? `${i},"a ""b"""\n` : `${i},c"d\n`,
    )
    const { rows, lines, faults } = await readText(`a,b\n${text.join('')}`)
    expect(lines).toEqual(text.flatMap((_, i) => (i % 3 === 1 ? [i + 2] : [])))
    expect(faults.map(({ line }) => line)).toEqual(text.flatMap((_, i) => (i % 3 === 1 ? [] : [i + 2])))
    expect(rows.length + faults.length).toBe(5_000)
  })
})

describe('a quote that is not closed refuses the file and names the line where it was opened', () => {
  const filler = '1,2,3\n'.repeat(4_000)
  test.each([
    ['never closed', `a,b,c\n${filler}7,"8,9\n${filler}`, 4_002],
    ['closed by the quote of a later row', `a,b,c\n1,"2,3\n${filler}4,"5",6\n`, 2],
    ['two rows of the same kind', `a,b,c\n1,"2,3\n4,5,6\n7,"8,9\n`, 2],
    ['opened where another was closed', 'a,b,c\n"1\n2",x,"3\n4,5,6\n', 3],
    ['opened in the header', 'a,"b,c\n1,2,3\n', 1],
    ['closed late, after it has swallowed whole rows', 'a,b,c\n1,"2,3\n4,5,6\n7,8"\n10,11,12\n', 2],
    ['after a stray quote, so that nobody knows what the next line is', 'a,b\nx"y,"z\nw",1\n', 2],
  ])('%s', async (_, text, line) => {
    const [fault, ...more] = await refusedFor(text)
    expect(fault).toMatchObject({ line, fault: 'unterminated-quote' })
    expect(more).toEqual([])
    expectComplete(fault!)
    expect(fault!.todo).toContain(`dòng ${line}`)
  })
})

describe('records that would only fill the memory', () => {
  test('a line of 16 million characters', async () => {
    const [fault] = await refusedFor(`a,b\n1,2\n3,${'x'.repeat(16_000_000)}\n5,6\n`)
    expect(fault).toMatchObject({ line: 3, fault: 'record-too-long' })
    expect((await refusedFor('x'.repeat(16_777_216)))[0]).toMatchObject({ line: 1, fault: 'record-too-long' })
  })

  test('a quoted cell of 16 million characters, over one line or many', async () => {
    const [one] = await refusedFor(`a,b\n"${'x'.repeat(16_000_000)}",2\n`)
    expect(one).toMatchObject({ line: 2, fault: 'record-too-long' })
    const [many] = await refusedFor(`a,b\n1,2\n3,"${'y\n'.repeat(8_100_000)}",2\n`)
    expect(many).toMatchObject({ line: 3, fault: 'unterminated-quote' })
  })
})

describe('the header', () => {
  test('names that are empty or used twice are refused, each with its number', async () => {
    const faults = await refusedFor('ma,,Họ tên, ,"Họ tên "\n1,2,3,4,5\n')
    expect(faults).toMatchObject([
      { line: 1, column: '2', fault: 'empty-column-name' },
      { line: 1, column: '4', fault: 'empty-column-name' },
      { line: 1, column: '5', fault: 'duplicate-column' },
    ])
    expect(faults[2]!.got).toContain('cột 3 và cột 5')
    faults.forEach(expectComplete)
  })

  test('the same name composed and decomposed is the same name', async () => {
    const [fault] = await refusedFor(`Mã,${'Mã'.normalize('NFD')}\n`)
    expect(fault).toMatchObject({ fault: 'duplicate-column', column: '2' })
  })

  test('a missing column is refused with the nearest one that is there', async () => {
    const requiredColumns = ['ho_ten', 'so_cccd', 'ma_ngach']
    const faults = await refusedFor('Họ tên,so_cccd,bac\n1,2,3\n', { requiredColumns })
    expect(faults).toMatchObject([
      { line: 1, column: 'ho_ten', fault: 'missing-column' },
      { line: 1, column: 'ma_ngach', fault: 'missing-column' },
    ])
    expect(faults[0]!.todo).toContain('"Họ tên"')
    expect(faults[1]!.todo).not.toContain('Có phải')
    faults.forEach(expectComplete)
  })

  test('a file of blank lines has none', async () => {
    expect(await refusedFor('\n\r\n\n')).toMatchObject([{ fault: 'no-header' }])
  })

  test('a stray quote in it refuses the file', async () => {
    expect(await refusedFor('a"b,c\n1,2\n')).toMatchObject([{ line: 1, fault: 'stray-quote' }])
  })
})

describe('files that are no text', () => {
  const zip = Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.from('[Content_Types].xml')])
  test.each([
    ['XLSX', zip],
    ['ZIP', Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.from('ho-khau.csv')])],
    ['gzip', gzipSync('a,b\n1,2\n')],
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['XLS', Buffer.from('d0cf11e0a1b11ae10000', 'hex')],
  ])('%s is named', async (kind, content) => {
    const [fault] = await refusedFor(content)
    expect(fault).toMatchObject({ line: null, fault: 'binary-file' })
    expect(fault!.got).toContain(kind)
    expectComplete(fault!)
  })

  test('an empty file', async () => {
    expect(await refusedFor('')).toMatchObject([{ line: null, fault: 'empty-file' }])
  })

  test('a folder, and a file that is not there', async () => {
    const folder = await newFolder()
    const kind = csv({ files: '*' })
    expect((await refusalOf(kind, folder)).faults).toMatchObject([{ fault: 'not-a-file' }])
    expect((await refusalOf(kind, join(folder, 'x.csv'))).faults).toMatchObject([{ fault: 'file-missing' }])
    expect((await refusalOf(kind, join(folder, 'x.csv'))).message).not.toContain(folder)
  })

  // The superuser may read everything.
  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const path = await fileWith('a\n1\n')
    await chmod(path, 0)
    expect((await refusalOf(csv({ files: '*' }), path)).faults).toMatchObject([{ fault: 'file-unreadable' }])
  })

  test('a refusal repeats no cell of the file', async () => {
    const path = await fileWith('ma,ten\n1,"Nguyễn Thị Bí Mật\n2,b\n')
    expect((await refusalOf(csv({ files: '*' }), path)).message).not.toContain('Bí Mật')
  })
})

test('pages that came before a refusal are handed on', async () => {
  const path = await fileWith(`a,b\n${'1,2\n'.repeat(3_000)}3,"4\n`)
  const delivery = await csv({ files: '*' }).open(path)
  let rows = 0
  await expect(
    (async () => {
      for await (const page of delivery.pages()) rows += page.rows.length
    })(),
  ).rejects.toMatchObject({ name: 'SourceRefused' })
  expect(rows).toBe(3_000)
  await writeFile(path, 'a\n')
})

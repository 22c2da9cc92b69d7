import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { csv } from '../../../connectors/sources/csv.ts'
import { describeSource } from '../../contracts/source.ts'
import { fileWith, newFolder, readFile, readText } from './folder.ts'

describeSource('csv', async () => {
  const folder = await newFolder()
  const path = join(folder, 'ho-khau-2026-11-22.csv')
  const refused = join(folder, 'hong-2026-11-01.csv')
  const many = Array.from({ length: 2_500 }, (_, i) => `${i},"Tổ ${i}\r\nấp ""Mới""",0${i}\r\n`).join('')
  await writeFile(path, `ma,dia_chi,so\r\n${many}a,b\r\nx,y"z,1\r\n"",,""\r\n`)
  await writeFile(refused, 'ma,ten\n1,"mở mà không đóng\n2,b\n')
  const rows = Array.from({ length: 2_500 }, (_, i) => ({
    line: 2 + 2 * i,
    values: [`${i}`, `Tổ ${i}\r\nấp "Mới"`, `0${i}`],
  }))
  return {
    kind: csv({ files: '*.csv' }),
    folder,
    path,
    refused,
    businessDate: '2026-11-22',
    columns: ['ma', 'dia_chi', 'so'],
    rows: [...rows, { line: 5_004, values: ['', '', ''] }],
    faulty: [5_002, 5_003],
  }
})

describe('cells come as they stand in the file', () => {
  test('leading zeros, spaces, exponents, formulas and decomposed letters are not touched', async () => {
    const cells = ['046001', '  hai  ', '1.23E+11', '=1+1', 'NULL', 'Nguye\u0302\u0303n', '00/00/1950', "'09"]
    const { rows } = await readText(`a,b,c,d,e,f,g,h\n${cells.join(',')}\n`)
    expect(rows).toEqual([cells])
  })

  test('quotes may hold delimiters, line breaks and doubled quotes', async () => {
    const { rows, lines } = await readText('a,b\n"x,y","1\n2\r\n3"\n"say ""no""",""""\n"",\n')
    expect(rows).toEqual([
      ['x,y', '1\n2\r\n3'],
      ['say "no"', '"'],
      ['', ''],
    ])
    expect(lines).toEqual([2, 5, 6])
  })

  test('a carriage return inside a cell of a file with line feeds is part of the cell', async () => {
    const { rows } = await readText('a,b\n1\r2,"3\r4"\n')
    expect(rows).toEqual([['1\r2', '3\r4']])
  })
})

describe('lines', () => {
  test.each([
    ['\n', 'line feeds'],
    ['\r\n', 'Windows line ends'],
    ['\r', 'old Macintosh line ends'],
  ])('%j: %s, with and without one at the end', async (newline) => {
    for (const last of ['', newline, newline + newline]) {
      const { rows, lines } = await readText(['a;b', '1;2', '', '3;"4"'].join(newline) + last)
      expect(rows).toEqual([
        ['1', '2'],
        ['3', '4'],
      ])
      expect(lines).toEqual([2, 4])
    }
  })

  test('line ends may be mixed', async () => {
    const { rows, lines } = await readText('a,b\r\n1,2\n3,4\r\n"5\n",6')
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5\n', '6'],
    ])
    expect(lines).toEqual([2, 3, 4])
  })

  test('the end-of-file mark of DOS programs is no record', async () => {
    expect((await readText('a,b\r\n1,2\r\n\x1a')).rows).toEqual([['1', '2']])
  })

  test('a header alone is a delivery of no rows', async () => {
    const { delivery, rows, faults } = await readText('so_cccd,ho_ten\n')
    expect(delivery.columns).toEqual(['so_cccd', 'ho_ten'])
    expect([rows, faults]).toEqual([[], []])
  })

  test('lines are exact over the borders of blocks and pages', async () => {
    const text = Array.from({ length: 30_000 }, (_, i) =>
      i % 7 === 0 ? `${i},"ố\n${'ề'.repeat(i % 90)}"\n` : `${i},ạ\n`,
    )
    const { rows, lines } = await readText(`a,b\n${text.join('')}`)
    let line = 2
    const expected = text.map((record) => {
      const own = line
      line += record.split('\n').length - 1
      return own
    })
    expect(lines).toEqual(expected)
    expect(rows.map(([a]) => Number(a))).toEqual(text.map((_, i) => i))
  })
})

describe('delimiters', () => {
  test.each([',', ';', '\t', '|'])('%j is found', async (delimiter) => {
    const { delivery, rows } = await readText([`a${delimiter}b`, `"1,5;|\t"${delimiter}x`, `2${delimiter}y`].join('\n'))
    expect(delivery.delimiter).toBe(delimiter)
    expect(rows).toEqual([
      ['1,5;|\t', 'x'],
      ['2', 'y'],
    ])
  })

  test('decimal commas do not hide a semicolon', async () => {
    const { delivery, rows } = await readText('Mã;Hệ số, bậc;Diện tích\n1;2,34;100,5\n2;3,99;7,0\n3;4,0;1\n')
    expect(delivery.delimiter).toBe(';')
    expect(rows[0]).toEqual(['1', '2,34', '100,5'])
  })

  test('one column is legal when nothing else fits', async () => {
    const { delivery, rows } = await readText('ho_ten\nNguyễn Văn A\nTrần Thị B\n')
    expect(delivery.columns).toEqual(['ho_ten'])
    expect(rows).toEqual([['Nguyễn Văn A'], ['Trần Thị B']])
  })

  test("Excel's first line sep=; counts as a line and names the delimiter", async () => {
    const { delivery, lines, rows } = await readText('\ufeffsep=;\r\nma;ten\r\n1;a,b,c\r\n')
    expect(delivery).toMatchObject({ delimiter: ';', columns: ['ma', 'ten'] })
    expect([lines, rows]).toEqual([[3], [['1', 'a,b,c']]])
  })

  test('a declared delimiter is believed', async () => {
    expect((await readText('a^b\n1^2\n', { delimiter: '^' })).rows).toEqual([['1', '2']])
    expect(() => csv({ files: '*', delimiter: '"' })).toThrow(RangeError)
  })
})

test('column names are trimmed and composed', async () => {
  const { delivery } = await readText(`\ufeff ma ,"${'Họ tên'.normalize('NFD')}"\n`)
  expect(delivery.columns).toEqual(['ma', 'Họ tên'])
})

test('memory does not grow with the file: a page is all that is held', async () => {
  const path = await fileWith(`a,b,c\n${'0123456789,Nguyễn Văn Đức,"x, y"\n'.repeat(400_000)}`)
  const delivery = await csv({ files: '*' }).open(path)
  let rows = 0
  let most = 0
  for await (const page of delivery.pages()) {
    rows += page.rows.length
    if (rows % 100_000 < 1_000) most = Math.max(most, page.rows.length)
  }
  expect(rows).toBe(400_000)
  expect(most).toBeLessThanOrEqual(1_000)
})

describe('the drop folder', () => {
  const drop = async (...names: string[]) => {
    const folder = await newFolder()
    for (const name of names) await writeFile(join(folder, name), 'a\n1\n')
    return folder
  }
  const found = async (folder: string, businessDate: string, files: string) => {
    const paths = await csv({ files }).find({ folder, source: 'ho-khau', businessDate })
    return paths.map((path) => path.slice(folder.length + 1))
  }

  test('the newest delivery not later than the business date comes first', async () => {
    const folder = await drop(
      'hk-2026-11-20.csv',
      'hk-2026-11-22.csv',
      'hk_20261121.csv',
      'hk-2026-11-23.csv',
      'hk.csv',
    )
    const names = ['hk-2026-11-22.csv', 'hk_20261121.csv', 'hk-2026-11-20.csv', 'hk.csv']
    expect(await found(folder, '2026-11-22', 'hk*.csv')).toEqual(names)
  })

  test('files that are still being copied, manifests and other names are left alone', async () => {
    const folder = await drop(
      'ho-khau-1.csv',
      'ho-khau-2.csv.part',
      'ho-khau-1.csv.manifest.json',
      'nhan-su.csv',
      'ho-khau-12.csv',
    )
    await mkdir(join(folder, 'ho-khau-9.csv'))
    expect(await found(folder, '2026-11-22', '{source}-?.csv*')).toEqual(['ho-khau-1.csv'])
  })

  test('digits that are no date do not hide a file', async () => {
    const folder = await drop('bc-20269999.csv', 'bc-123456789012.csv')
    expect(await found(folder, '2026-11-22', 'bc-*')).toHaveLength(2)
  })

  test('a folder that is not there is said so', async () => {
    await expect(found('/nowhere/drop', '2026-11-22', '*')).rejects.toMatchObject({
      name: 'SourceRefused',
      faults: [{ fault: 'folder-missing' }],
    })
  })
})

describe('the manifest', () => {
  const delivered = async (manifest: unknown) => {
    const path = await fileWith('a,b\n1,2\n3\n')
    await writeFile(`${path}.manifest.json`, typeof manifest === 'string' ? manifest : JSON.stringify(manifest))
    return path
  }
  const sha256 = '0b46a9fcb1dcb1dd1e6d9f3fbc6dd7bd4b1c1a70b1d7bb2dd3a6ad1b2d5fbd70'

  test('states rows and completeness; a row that cannot be read counts as a row', async () => {
    const { delivery } = await readFile(await delivered({ rows: 2, complete: true, batch_id: 'b-1' }), {
      complete: false,
    })
    expect(delivery).toMatchObject({ declaredRows: 2, complete: true })
  })

  test('without one nothing is claimed', async () => {
    const { delivery } = await readText('a\n1\n')
    expect(delivery).toMatchObject({ declaredRows: null, complete: false })
    expect((await readText('a\n1\n', { complete: true })).delivery.complete).toBe(true)
  })

  test.each([
    ['rows-mismatch', { rows: 3 }],
    ['sha256-mismatch', { sha256 }],
    ['bad-manifest', { rows: '2' }],
    ['bad-manifest', '{ "rows": 2'],
  ])('%s: %j', async (fault, manifest) => {
    await expect(readFile(await delivered(manifest))).rejects.toMatchObject({
      name: 'SourceRefused',
      faults: [{ fault }],
    })
  })

  test('the right checksum is accepted in either case', async () => {
    const { delivery } = await readText('a,b\n1,2\n3\n')
    await readFile(await delivered({ sha256: delivery.sha256.toUpperCase() }))
  })
})

test('a file that changes between opening and reading is refused', async () => {
  const path = await fileWith('a,b\n1,2\n')
  const delivery = await csv({ files: '*' }).open(path)
  await writeFile(path, 'a,b\n1,2\n3,4\n')
  await expect(delivery.pages()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    faults: [{ fault: 'file-changed' }],
  })
})

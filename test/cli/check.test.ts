import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { textRow, workbookOf } from '../connectors/sources/sheet-files.ts'
import { files, sogoc } from './run.ts'

const { folder, stored } = await files()
afterAll(() => rm(folder, { recursive: true, force: true }))

const HEADER = 'ma_nhan_khau,so_ho_so,ho_ten,ngay_sinh,gioi_tinh,so_dinh_danh,quan_he_chu_ho,ma_xa,dia_chi'
const rows = [
  'NK1,HS1,Nguyễn Văn An,01/02/1980,Nam,048080000011,chủ hộ,20200,Tổ 1',
  'NK2,HS1,Trần Thị Bích,05/06/1982,Nữ,04818200012,vợ,20200,Tổ 1',
  'NK3,HS2,,01/02/1990,Nam,,chủ hộ,20200,Tổ 2',
  'NK4,HS2,thiếu ô',
  ',HS3,Lê Văn Cường,1990,Nam,,chủ hộ,20200,Tổ 3',
  'NK1,HS1,Nguyễn Văn An,01/02/1980,Nam,048080000011,chủ hộ,20200,Tổ 1',
]
const extract = (name = 'residence-2026-11-22.csv') => stored(name, [HEADER, ...rows, ''].join('\n'))

test('every fault of every row comes with line, key, column, rule, sentence and what to do', async () => {
  const { code, objects, err } = await sogoc('check', await extract(), '--source', 'residence', '--json')
  expect([code, err]).toEqual([0, ''])
  const findings = objects.slice(0, -1)
  expect(findings).toContainEqual({
    line: 3,
    key: 'NK2',
    column: 'so_dinh_danh',
    field: 'personalId',
    code: 'person.personalId.wrong-length',
    severity: 'error',
    criterion: 'đúng',
    got: '04818200012',
    expected: expect.stringContaining('12 chữ số'),
    message: expect.stringContaining('04818200012'),
    fix: expect.stringMatching(/\.$/),
  })
  expect(findings).toContainEqual(
    expect.objectContaining({ line: 4, key: 'NK3', column: 'ho_ten', code: 'person.fullName.required' }),
  )
  expect(findings).toContainEqual(expect.objectContaining({ line: 5, key: 'line:5', code: 'row.ragged-row' }))
  expect(findings).toContainEqual(expect.objectContaining({ line: 6, key: 'line:6', code: 'row.no-key' }))
  expect(findings).toContainEqual(
    expect.objectContaining({
      line: 7,
      key: 'NK1',
      code: 'row.repeated-key',
      message: expect.stringContaining('dòng 2'),
    }),
  )
  const { summary } = objects.at(-1) as { summary: Record<string, unknown> }
  expect(summary).toMatchObject({
    file: 'residence-2026-11-22.csv',
    source: 'residence',
    date: '2026-11-22',
    rows: 6,
    unreadable: 1,
    findings: findings.length,
  })
  const codes = summary.codes as Record<string, number>
  expect(Object.values(codes).reduce((a, b) => a + b)).toBe(findings.length)
})

test('rules over several rows judge the rows of the file', async () => {
  const two = rows[0]!.replace('NK1', 'NK9').replace('048080000011', '048080000012').replace('An', 'Bình')
  const file = await stored('hai-chu-ho.csv', [HEADER, rows[0], two, ''].join('\n'))
  const { objects } = await sogoc('check', file, '--source', 'residence', '--json')
  expect(objects).toContainEqual(expect.objectContaining({ code: 'household.two-heads', severity: 'error' }))
})

test('without --json the findings are CSV and the summary stands beside them', async () => {
  const { code, out, err } = await sogoc('check', await extract(), '--source', 'residence')
  expect(code).toBe(0)
  expect(out.split('\n')[0]).toBe('line,key,column,field,code,severity,criterion,got,expected,message,fix')
  expect(out.startsWith('\ufeff')).toBe(false)
  expect(err).toMatch(/dòng \(rows\) +6\n/)
  expect(err).toContain('person.personalId.wrong-length')
})

test('a CSV file is marked as UTF-8 and holds no formula; another end of the name is a wrong request', async () => {
  const file = await stored('cong-thuc.csv', [HEADER, rows[0]!.replace('Nguyễn Văn An', '=cmd()'), ''].join('\n'))
  const to = join(folder, 'loi.csv')
  expect((await sogoc('check', file, '--source', 'residence', '--out', to)).code).toBe(0)
  const text = await readFile(to, 'utf8')
  expect(text.startsWith('\ufeffline,key,')).toBe(true)
  expect(text).not.toMatch(/(^|,)=/m)
  expect((await sogoc('check', file, '--source', 'residence', '--out', join(folder, 'loi.txt'))).code).toBe(2)
})

test('findings go into a workbook in the order of the lines, and a workbook is judged like a text', async () => {
  const to = join(folder, 'loi.xlsx')
  expect((await sogoc('check', await extract(), '--source', 'residence', '--out', to)).code).toBe(0)
  const { objects } = await sogoc('read', to, '--json')
  expect(objects[0]).toMatchObject({ columns: expect.arrayContaining(['Dòng', 'Khóa', 'Cột', 'Mã lỗi', 'Cách sửa']) })
  const lines = objects.slice(1).map(({ values }) => Number((values as string[])[0]))
  expect(lines).toEqual(lines.toSorted((a, b) => a - b))
  const sheet = `${textRow(1, ['DANH SÁCH'])}${textRow(3, HEADER.split(','))}${textRow(4, rows[1]!.split(','))}`
  const book = await stored('residence.xlsx', workbookOf([{ name: 'Người', rows: sheet }]))
  const judged = await sogoc('check', book, '--source', 'residence', '--json')
  expect(judged.code).toBe(0)
  expect(judged.objects).toContainEqual(
    expect.objectContaining({ line: 4, key: 'NK2', code: 'person.personalId.wrong-length' }),
  )
})

test('a refused file is exit 1, an unknown source exit 2 with the nearest name', async () => {
  const other = await stored('khac.csv', 'a,b\n1,2\n')
  const refused = await sogoc('check', other, '--source', 'residence', '--json')
  expect([refused.code, refused.objects[0]]).toMatchObject([1, { fault: 'missing-column', column: 'ma_nhan_khau' }])
  const { code, out, err } = await sogoc('check', other, '--source', 'residense')
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('Ý bạn là "residence"')
  expect((await sogoc('check', other)).code).toBe(2)
  expect((await sogoc('check', other, '--source', 'land', '--date', '2026-02-30')).code).toBe(2)
})

import { rm } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { toTcvn3 } from '../connectors/text/samples.ts'
import { files, sogoc } from './run.ts'

const { folder, stored } = await files()
afterAll(() => rm(folder, { recursive: true, force: true }))

test('an extract like a declared source: head, columns, and what the rules say', async () => {
  const header = 'ma_nhan_khau,so_ho_so,ho_ten,ngay_sinh,gioi_tinh,so_dinh_danh,quan_he_chu_ho,ma_xa,dia_chi,dan_toc'
  const row = (i: number) => `NK${i},HS${i},Nguyễn Văn An,01/02/1980,Nam,0480800000${i},chủ hộ,20200,Tổ 1,Kinh`
  const file = await stored('residence.csv', [header, row(10), row(11), row(1), 'ngắn', ''].join('\n'))
  const { code, objects } = await sogoc('profile', file, '--json')
  expect(code).toBe(0)
  expect(objects[0]).toMatchObject({ encoding: 'utf-8', delimiter: ',', rows: 3, unreadable: 1 })
  expect(objects.slice(1, -1).map(({ column }) => column)).toEqual(header.split(','))
  expect(objects[3]).toMatchObject({ column: 'ho_ten', values: [] })
  const { rules } = objects.at(-1) as { rules: { source: string; codes: Record<string, number> } }
  expect(rules.source).toBe('residence')
  expect(rules.codes['person.personalId.wrong-length']).toBe(1)
  const listing = await sogoc('profile', file)
  expect(listing.out).toContain('sogoc check TỆP --source residence')
})

test('any other file is profiled too, in whatever encoding', async () => {
  const text = ['ten;nam', ...Array.from({ length: 50 }, (_, i) => `Nguyễn Thị Hường ${i};19${10 + i}`)].join('\n')
  const { objects } = await sogoc('profile', await stored('abc.txt', Buffer.from(toTcvn3(text), 'latin1')), '--json')
  expect(objects[0]).toMatchObject({ encoding: 'tcvn3', delimiter: ';', rows: 50 })
  expect(objects.at(-1)).toEqual({ rules: null })
})

test('a refused file is exit 1, a missing one exit 2', async () => {
  expect((await sogoc('profile', await stored('rong.csv', ''), '--json')).objects[0]).toMatchObject({
    fault: 'empty-file',
  })
  expect((await sogoc('profile', `${folder}/khong-co.csv`)).code).toBe(2)
})

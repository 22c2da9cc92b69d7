import { rm } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { toTcvn3 } from '../connectors/text/samples.ts'
import { files, sogoc } from './run.ts'

const { folder, stored } = await files()
afterAll(() => rm(folder, { recursive: true, force: true }))

test('an address is answered with the unit of today, as text or as one object', async () => {
  const text = 'phường Hòa Thuận, TP. Tam Kỳ, Quảng Nam'
  const shown = await sogoc('address', text, '--as-of', '2023-01-01')
  expect([shown.code, shown.err]).toEqual([0, ''])
  expect(shown.out).toContain('20335  Phường Bàn Thạch')
  const { objects } = await sogoc('address', text, '--as-of', '01/01/2023', '--json')
  expect(objects).toEqual([
    {
      status: 'merged',
      units: [{ code: '20335', name: 'Phường Bàn Thạch', provinceCode: '48' }],
      why: expect.stringMatching(/^Danh mục 2025-06-30: 20375 .* nghị quyết năm 2025.* 01\/7\/2025.*\.$/),
    },
  ])
})

test('a file gets one answer for every row, in its order; the day of a row goes before --as-of', async () => {
  const file = await stored(
    'noi-o.csv',
    'text;code;as_of\nPhường Vỹ Dạ, Huế;;2024\n;20335;\n;20335;01/07/2025\n;00553;2024\n;;\nXã A;;31/02/2025\n',
  )
  const { code, objects } = await sogoc('address', '--file', file, '--as-of', '2025-06-30', '--json')
  expect(code).toBe(0)
  expect(objects.map(({ status }) => status)).toEqual([
    'merged',
    'merged',
    'unchanged',
    'split-by-population',
    'unknown',
    'unknown',
  ])
  const parcels = await sogoc('address', '--file', file, '--subject', 'parcel', '--json')
  expect(parcels.objects[3]).toMatchObject({ status: 'ambiguous' })
})

test('a file in an old encoding is read, and a broken row stays in its place', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `,"${i} Hùng Vương, Phường Tân Thạnh, Thành phố Tam Kỳ, Quảng Nam",2024`,
  )
  const file = await stored(
    'tcvn3.csv',
    Buffer.from(toTcvn3(['code,text,as_of', ...rows.slice(0, 20), 'a,b', ...rows.slice(20)].join('\n')), 'latin1'),
  )
  const { code, objects } = await sogoc('address', '--file', file, '--json')
  expect(code).toBe(1)
  expect(objects).toHaveLength(41)
  expect(objects[20]).toMatchObject({ status: 'unknown', units: [], why: expect.stringContaining('ragged-row') })
  expect(objects.filter(({ status }) => status === 'merged')).toHaveLength(40)
})

test('a wrong request is told what to do, with exit 2', async () => {
  const file = await stored('thieu.csv', 'ma,dia_chi\n1,a\n')
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['x', '--as-of', '31/02/2025'], /31\/02\/2025: không phải ngày/],
    [['x', '--file', file], /không cả hai/],
    [[], /TEXT, hoặc --file/],
    [['--file', file], /thiếu cột code, text, as_of/],
    [['--file', `${file}x`], /Ý bạn là "thieu.csv"/],
    [['x', '--subject', 'persn'], /Ý bạn là "person"/],
  ]
  for (const [args, message] of wrong) {
    const { code, out, err } = await sogoc('address', ...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
  }
})

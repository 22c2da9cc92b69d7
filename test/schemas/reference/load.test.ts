import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { csv } from '../../../connectors/sources/csv.ts'
import type { ListCode } from '../../../core/code-list.ts'
import { SAME } from '../../../schemas/reference/file.ts'
import { type LoadRequest, versionOf } from '../../../schemas/reference/load.ts'

const folder = mkdtempSync(join(tmpdir(), 'sogoc-codes-'))
const open = (name: string, lines: readonly string[]) => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return csv({ files: '*' }).open(join(folder, name))
}
const code = (name: string, label = name): ListCode => ({ code: name, label, parent: null, from: null, to: null })

async function load(codes: readonly string[], map: readonly string[] | null = null, more: Partial<LoadRequest> = {}) {
  return versionOf({
    list: 'ethnicity',
    version: '2',
    from: '2027-01-01',
    title: 'Dân tộc',
    source: '',
    days: new Map([['1', null]]),
    earlier: new Map([['1', [code('A', 'An'), code('B', 'Bình'), code('C', 'Cúc'), code('D', 'Dung')]]]),
    codes: await open('codes.csv', codes),
    map: map && (await open('map.csv', map)),
    ...more,
  })
}

const MAP = 'from_version,from_code,to_code,kind,authority'

test('a file of codes becomes a version; its crosswalk is completed by codes of the same name', async () => {
  const { version, problems } = await load(
    ['code,label,parent,valid_from,valid_to', 'A,An,,,', 'X,Xuân,,2027-01-01,31/12/2030', 'D,Đổi tên,,,'],
    [MAP, '1,B,A,merged,NQ 1/2027', '1,C,,retired,NQ 1/2027'],
  )
  expect(problems).toEqual([])
  expect(version?.codes[1]).toEqual({ code: 'X', label: 'Xuân', parent: null, from: '2027-01-01', to: '2030-12-31' })
  expect(version?.moves.map(({ from, to, kind, authority }) => [from, to, kind, authority])).toEqual([
    ['B', 'A', 'merged', 'NQ 1/2027'],
    ['C', null, 'retired', 'NQ 1/2027'],
    ['A', 'A', 'merged', SAME],
  ])
})

test.each([
  ['a column is missing', ['code,name', 'A,An'], 'thiếu cột label. Tệp có cột: code, name'],
  ['a code stands twice', ['code,label', 'A,An', 'B,Bình', 'A,Anh'], 'dòng 4: mã A đã có ở dòng 2'],
  ['a label is missing', ['code,label', 'A,'], 'dòng 2: thiếu tên (label)'],
  ['a code carries a version', ['code,label', 'A@1,An'], 'mã "A@1" không dùng được'],
  ['a day does not exist', ['code,label,valid_from', 'A,An,2027-02-30'], '"2027-02-30" không phải ngày'],
  ['a code ends before it begins', ['code,label,valid_from,valid_to', 'A,An,2027-02-01,2026-01-01'], 'trước khi'],
  ['there is no code', ['code,label'], 'tệp không có mã nào'],
])('says where and what: %s', async (_, lines, sentence) => {
  const { version, problems } = await load(lines)
  expect(version).toBeNull()
  expect(problems.join('\n')).toContain(sentence)
})

test.each([
  ['an unknown kind, with the nearest', '1,A,A,merge,NQ', '"merge" không phải loại chuyển'],
  ['a version that is not loaded', '0,A,A,merged,NQ', 'phiên bản "0" chưa nạp hoặc không sớm hơn; có: 1'],
  ['a code that the older version lacks', '1,Z,A,merged,NQ', 'mã Z không có trong phiên bản 1'],
  ['a code that the new version lacks', '1,B,Z,merged,NQ', 'mã Z không có trong phiên bản đang nạp'],
  ['a successor of what was retired', '1,B,A,retired,NQ', 'retired thì để trống mã mới'],
  ['no successor', '1,B,,merged,NQ', 'merged cần mã mới'],
  ['no authority', '1,B,A,merged,', 'thiếu căn cứ (authority)'],
])('refuses a crosswalk with %s', async (_, line, sentence) => {
  const { version, problems } = await load(['code,label', 'A,An'], [MAP, line])
  expect(version).toBeNull()
  expect(problems.join('\n')).toContain(`map.csv, dòng 2: `)
  expect(problems.join('\n')).toContain(sentence)
})

test('a code that goes to several places is ambiguous in each, or settled by its people in one', async () => {
  const both = ['code,label', 'A,An', 'B,Bình']
  const certain = await load(both, [MAP, '1,C,A,merged,NQ', '1,C,B,merged,NQ'])
  expect(certain.problems.join()).toContain('mã C đi nhiều nơi')
  const split = await load(both, [MAP, '1,C,A,split-by-population,NQ', '1,C,B,ambiguous,NQ'])
  expect(split.problems).toEqual([])
})

test('names and days are judged with the file, all faults at once', async () => {
  const { problems } = await load(['code,label', 'A,'], null, { version: 'hai ba', from: '2027-13-01' })
  expect(problems).toHaveLength(3)
  const rival = await load(['code,label', 'A,An'], null, { days: new Map([['cũ', '2027-01-01']]) })
  expect(rival.problems.join()).toContain('phiên bản cũ đã có hiệu lực từ ngày này')
  const commune = await load(['code,label', '00004,Phường Ba Đình'], null, { list: 'commune', version: 'moi' })
  expect(commune.problems.join()).toContain('phiên bản của danh mục commune là ngày hiệu lực')
})

test('the organisation tree reads its own columns, both notations of a code, and wants its parents', async () => {
  const header = 'ma_dinh_danh,ten,ma_cha,hieu_luc_tu,hieu_luc_den'
  const tree = [header, 'H17,UBND thành phố,,2010-01-01,', '000.01.H17,Sở Nội vụ,H17,2010-01-01,2025-07-01']
  const { version } = await load(tree, null, { list: 'organisation', earlier: new Map(), days: new Map() })
  expect(version?.codes[1]).toEqual({
    code: 'H17.01',
    label: 'Sở Nội vụ',
    parent: 'H17',
    from: '2010-01-01',
    to: '2025-07-01',
  })
  const orphan = await load([header, 'H17.01,Sở Nội vụ,H17,,'], null, { list: 'organisation' })
  expect(orphan.problems.join()).toContain('mã cha H17 không có trong tệp')
})

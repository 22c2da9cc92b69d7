import { expect, test } from 'vitest'
import { isOrganisation, personName, splitOwners } from '../../../schemas/fields/person-name.ts'
import { surprises } from './reading.ts'

test('names are kept as written, whatever their form', () => {
  const names = [
    'Nguyễn Văn A',
    'Nguyễn Thị Hoà',
    'Nguyễn Thị Hòa',
    'Lý Thị Mỹ',
    'Lí Thị Mĩ',
    'A Viết',
    "H' Hen",
    "H'Hen Niê",
    'Y Bhăm',
    "K' Brền",
    'Alăng Bhươch',
    'Coor Thị Nghệ',
    'Zơrâm Nhứt',
    'Bhnướch Vai',
    'Ria Đơn',
    'Tôn Nữ Thị Ninh',
    'Công Tằng Tôn Nữ',
    'Nguyễn Phúc Bảo',
    'Và Bá Sùa',
    'Hờ Và Chá',
    'Đoàn Văn Hội',
    'Trương Thị Bản',
    'Hồ Chủ',
    'nguyễn văn a',
    'Lê Ý',
  ]
  expect(
    surprises(
      personName,
      names.map((name) => [name, name] as const),
    ),
  ).toEqual([])
})

test('spaces, Unicode forms, look-alikes and capitals are put right', () => {
  expect(
    surprises(personName, [
      ['  Nguyễn\u00a0 Văn  A ', 'Nguyễn Văn A'],
      ['Nguyễn Văn Đức'.normalize('NFD'), 'Nguyễn Văn Đức', 'decomposed'],
      ['Nguyê\u0303n Va\u0306n A\u0301', 'Nguyễn Văn Á', 'decomposed'],
      ['Nguyễn\u200b Văn A', 'Nguyễn Văn A'],
      ['Trần ð\u1ee9c', 'Trần đức'],
      ['Trần Ɖức', 'Trần Đức'],
      ['Trần Ðức', 'Trần Đức'],
      ['Nguyễn Văn Неn', 'Nguyễn Văn Hen'],
      ['NGUYỄN THỊ HỒNG', 'Nguyễn Thị Hồng', 'capitals'],
      ['NGUYỄN THỊ HỒNG'.normalize('NFD'), 'Nguyễn Thị Hồng', 'decomposed', 'capitals'],
      ['NGUYễN THị HồNG', 'Nguyễn Thị Hồng', 'capitals'],
      ["H' HEN NIÊ", "H' Hen Niê", 'capitals'],
      ['H’HEN NIÊ', "H'Hen Niê", 'capitals'],
      ['NGUYEN VAN A', 'Nguyen Van A', 'capitals'],
      ['Nguyễn Văn A.', 'Nguyễn Văn A'],
    ]),
  ).toEqual([])
})

test('what is no part of the name is removed and told', () => {
  expect(
    surprises(personName, [
      ['ông Nguyễn Văn A', 'Nguyễn Văn A', 'honorific'],
      ['Ông Nguyễn Văn A', 'Nguyễn Văn A', 'honorific'],
      ['Bà: Lê Thị X', 'Lê Thị X', 'honorific'],
      ['hộ ông Nguyễn Văn A', 'Nguyễn Văn A', 'honorific'],
      ['Hộ Ông Ích Khiêm', 'Ông Ích Khiêm', 'honorific'],
      ['HỘ GIA ĐÌNH ÔNG NGUYỄN VĂN A', 'Nguyễn Văn A', 'honorific', 'capitals'],
      ['cụ Trần Văn B (đã chết)', 'Trần Văn B', 'death-remark', 'honorific'],
      ['Nguyễn Văn Sáu (tức Bảy)', 'Nguyễn Văn Sáu', 'other-name'],
      ['Nguyễn Văn A (B)', 'Nguyễn Văn A', 'remark'],
      ['Anh Đức', 'Anh Đức', 'maybe-honorific'],
      ['Ông Ích Khiêm', 'Ông Ích Khiêm', 'maybe-honorific'],
    ]),
  ).toEqual([])
})

test('what cannot be one name is told', () => {
  expect(
    surprises(personName, [
      ['ông Nguyễn Văn A và bà Lê Thị X', 'Nguyễn Văn A', 'two-persons', 'honorific'],
      ['Nguyễn Văn A, Lê Thị X', 'Nguyễn Văn A', 'two-persons'],
      ['Nguyễn Văn A 1960', 'Nguyễn Văn A 1960', 'digits'],
      ['Nguyeexn Van A', 'Nguyeexn Van A', 'typing-residue'],
      ['Tra62n Va8n B', 'Tra62n Va8n B', 'typing-residue'],
      ['Nguy?n V?n A', null, 'lost-letters'],
      ['UBND xã Hòa Liên', null, 'organisation-in-name'],
      ['12345', null, 'not-a-name'],
      ['không', null],
      ['x', null],
    ]),
  ).toEqual([])
})

test('owner cells split into persons', () => {
  const cells: readonly (readonly [string, ...string[]])[] = [
    ['ông Nguyễn Văn A và bà Lê Thị X', 'Nguyễn Văn A', 'Lê Thị X'],
    ['bà Lê Thị X và ông Nguyễn Văn Y', 'Lê Thị X', 'Nguyễn Văn Y'],
    ['Nguyễn Văn A, Lê Thị X', 'Nguyễn Văn A', 'Lê Thị X'],
    ['Nguyễn Văn A - Lê Thị X', 'Nguyễn Văn A', 'Lê Thị X'],
    ['Nguyễn Văn A-Lê Thị X', 'Nguyễn Văn A', 'Lê Thị X'],
    ['Nguyễn Văn A; Lê Thị X; Trần B', 'Nguyễn Văn A', 'Lê Thị X', 'Trần B'],
    ['Nguyễn Văn A\nLê Thị X', 'Nguyễn Văn A', 'Lê Thị X'],
    ['Nguyễn\nVăn A', 'Nguyễn Văn A'],
    ['hộ ông Nguyễn Văn A', 'Nguyễn Văn A'],
    ['Hộ ông: Nguyễn Văn A', 'Nguyễn Văn A'],
    ['ông Nguyễn Văn A và vợ', 'Nguyễn Văn A'],
    ['ông Nguyễn Văn A và vợ là bà Lê Thị X', 'Nguyễn Văn A', 'Lê Thị X'],
    ['NGUYỄN VĂN A VÀ LÊ THỊ X', 'NGUYỄN VĂN A', 'LÊ THỊ X'],
    ['ONG NGUYEN VAN A VA BA LE THI X', 'NGUYEN VAN A', 'LE THI X'],
    ['Nguyễn Văn A (đã chết), Lê Thị X', 'Nguyễn Văn A', 'Lê Thị X'],
    ['Nguyễn Văn A, sinh năm 1960, CMND 201234567', 'Nguyễn Văn A'],
    ['Và Bá Sùa', 'Và Bá Sùa'],
    ['Hờ Và Chá', 'Hờ Và Chá'],
    ['Ông Ích Khiêm', 'Ông Ích Khiêm'],
    ["H' Hen Niê và Y Bhăm", "H' Hen Niê", 'Y Bhăm'],
    ['ông Nguyễn Văn A và Công ty TNHH B', 'Nguyễn Văn A'],
    ['UBND xã Hòa Liên'],
    [''],
    ['-'],
  ]
  for (const [cell, ...names] of cells) expect(splitOwners(cell), cell).toEqual(names)
})

test('bodies are told from persons', () => {
  const bodies = [
    'UBND xã Hòa Liên',
    'Ủy ban nhân dân phường Hải Vân',
    'Uỷ ban nhân dân',
    'Công ty TNHH Một thành viên B',
    'CÔNG TY CỔ PHẦN C',
    'Cty CP D',
    'Trường Tiểu học Kim Đồng',
    'Trường THCS E',
    'Hợp tác xã nông nghiệp F',
    'HTX F',
    'Chùa Linh Ứng',
    'Ban quản lý dự án',
    'BQL rừng phòng hộ',
    'Nhà thờ tộc Trần',
    'Cộng đồng dân cư thôn 3',
    'Sở Nội vụ',
    'TRUONG TIEU HOC KIM DONG',
    'Giáo xứ Phước Kiều',
    'Đoàn Thanh niên xã',
  ]
  const persons = [
    'Trương Thị Bé',
    'TRUONG THI BE',
    'Đoàn Văn B',
    'Công Tằng Tôn Nữ',
    'Nguyễn Văn Trường',
    'Bộ',
    'Hội',
    'Đình Văn C'.replace('Đình', 'Đinh'),
    'Chu Văn An',
    'Bàn Văn Ba',
    'Nguyễn Thị Viện',
  ]
  expect(bodies.filter((text) => !isOrganisation(text))).toEqual([])
  expect(persons.filter((text) => isOrganisation(text))).toEqual([])
})

import { expect, test } from 'vitest'
import { email, phone } from '../../../schemas/fields/contact.ts'
import { surprises } from './reading.ts'

test('phones come out in national form, old prefixes renewed', () => {
  expect(
    surprises(phone, [
      ['0905123456', '0905123456'],
      ['0905 123 456', '0905123456'],
      ['0905.123.456', '0905123456'],
      ['+84 905 123 456', '0905123456'],
      ['0084905123456', '0905123456'],
      ['84905123456', '0905123456'],
      ['+840905123456', '0905123456'],
      ['(0236) 3822 111', '02363822111'],
      ['ĐT: 0905123456', '0905123456'],
      ['905123456', '0905123456', 'lost-zero'],
      ['01671234567', '0371234567', 'old-prefix'],
      ['0120 123 4567', '0701234567', 'old-prefix'],
      ['01231234567', '0831234567', 'old-prefix'],
      ['01861234567', '0561234567', 'old-prefix'],
      ['01991234567', '0591234567', 'old-prefix'],
      ['05113822111', '02363822111', 'old-area-code'],
      ['05103822111', '02353822111', 'old-area-code'],
      ['0543822111', '02343822111', 'old-area-code'],
      ['03503822111', '02283822111', 'old-area-code'],
      ['0905123456 - 0914123456', '0905123456', 'several-phones'],
      ['0905123456; 02363822111', '0905123456', 'several-phones'],
      ['12345', null, 'not-a-phone'],
      ['chưa có số', null, 'not-a-phone'],
      ['0', null],
      ['0000000000', null],
    ]),
  ).toEqual([])
})

test('e-mail addresses come out in lower case', () => {
  expect(
    surprises(email, [
      ['ten@danang.gov.vn', 'ten@danang.gov.vn'],
      ['Ten@DaNang.gov.vn ', 'ten@danang.gov.vn'],
      ['ten @danang,gov.vn', 'ten@danang.gov.vn', 'repaired'],
      ['ten@danang', null, 'not-an-email'],
      ['tên@danang.gov.vn', null, 'not-an-email'],
      ['a@b.vn, c@d.vn', null, 'not-an-email'],
      ['a..b@c.vn', null, 'not-an-email'],
    ]),
  ).toEqual([])
})

import { expect, test } from 'vitest'
import { partialDate, pastDate } from '../../../schemas/fields/date.ts'
import { surprises } from './reading.ts'

test('dates keep the precision they were written with', () => {
  expect(
    surprises(partialDate, [
      ['17/05/1960', '1960-05-17'],
      ['17-5-1960', '1960-05-17'],
      ['17.05.1960', '1960-05-17'],
      ['17 / 5 / 1960', '1960-05-17'],
      ['1960-05-17', '1960-05-17'],
      ['1960/5/17', '1960-05-17'],
      ['19600517', '1960-05-17'],
      ['17051960', '1960-05-17'],
      ['17/05/1960 00:00:00', '1960-05-17'],
      ['1960-05-17T00:00:00.000Z', '1960-05-17'],
      ['1960-05-17 00:00:00.000', '1960-05-17'],
      ['ngày 17 tháng 5 năm 1960', '1960-05-17'],
      ['17-May-1960', '1960-05-17'],
      ['01/01/1960', '1960-01-01'],
      ['29/02/2000', '2000-02-29'],
      ['00/00/1950', '1950'],
      ['0/0/1950', '1950'],
      ['1950', '1950'],
      ['1950.0', '1950'],
      ['năm 1950', '1950'],
      ['19500000', '1950'],
      ['00/05/1950', '1950-05'],
      ['05/1950', '1950-05'],
      ['1950-05', '1950-05'],
      ['19500500', '1950-05'],
      ['195005', '1950-05'],
      ['tháng 5 năm 1950', '1950-05'],
      ['00/00/0000', null],
      ['0000-00-00', null],
    ]),
  ).toEqual([])
})

test('what spreadsheets and programs do to dates is recognised and told', () => {
  expect(
    surprises(partialDate, [
      ['22052', '1960-05-16', 'serial'],
      ['22053.5', '1960-05-17', 'serial'],
      ['05/25/1980', '1980-05-25', 'swapped'],
      ['1980-25-05', '1980-05-25', 'swapped'],
      ['17/5/60', '1960-05-17', 'two-digit-year'],
      ['17-5-25', '2025-05-17', 'two-digit-year'],
      ['1960-05-16T17:00:00.000Z', '1960-05-17', 'utc-midnight'],
    ]),
  ).toEqual([])
})

test('what is no date is told and not kept', () => {
  expect(
    surprises(partialDate, [
      ['31/02/1960', null, 'not-a-date'],
      ['29/02/1900', null, 'not-a-date'],
      ['15/00/1950', null, 'not-a-date'],
      ['17/05/196', null, 'not-a-date'],
      ['60001', null, 'not-a-date'],
      ['17/05/1060', null, 'year-range'],
      ['1749', null, 'year-range'],
      ['Giáp Tý', null, 'lunar'],
      ['15 tháng Giêng', null, 'lunar'],
      ['17/05/1960 âm lịch', null, 'lunar'],
      ['không nhớ', null, 'not-a-date'],
    ]),
  ).toEqual([])
})

test('a date that must be past is judged by the business date of the extract', () => {
  expect(
    surprises(pastDate, [
      ['15/06/2026', '2026-06-15'],
      ['16/06/2026', null, 'future'],
      ['2026', '2026'],
      ['06/2026', '2026-06'],
      ['07/2026', null, 'future'],
      ['2027', null, 'future'],
      ['17/5/26', '1926-05-17', 'two-digit-year'],
      ['1906', '1906'],
      ['17/05/1905', '1905-05-17', 'too-old'],
    ]),
  ).toEqual([])
})

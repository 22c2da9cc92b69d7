import { expect, test } from 'vitest'
import { sogoc } from './run.ts'

test('every rule has a code of its own, a severity, a criterion and its texts', async () => {
  const { code, objects } = await sogoc('rules', '--json')
  expect(code).toBe(0)
  const codes = objects.map((rule) => rule.code as string)
  expect(new Set(codes).size).toBe(codes.length)
  for (const { severity, criterion, vi, en, fix } of objects) {
    expect(['note', 'warn', 'error']).toContain(severity)
    for (const text of [criterion, vi, en, fix]) expect(text).toMatch(/\S/)
  }
  expect(codes).toEqual(
    expect.arrayContaining(['person.pid-birth-year', 'household.two-heads', 'person.fullName.required']),
  )
})

test('one domain may be asked for; an unknown one is a wrong request', async () => {
  const { out } = await sogoc('rules', '--domain', 'household')
  expect(out).toContain('household.two-heads')
  expect(out).not.toContain('person.pid-sex')
  const { code, err } = await sogoc('rules', '--domain', 'persn')
  expect(code).toBe(2)
  expect(err).toContain('"person"')
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Model } from '../../engine/matching/model.ts'
import { files, ROOT, sogoc } from './run.ts'

const saved = JSON.parse(readFileSync(join(ROOT, 'test/engine/matching/fixtures/splink-people.json'), 'utf8')) as {
  readonly settings: Readonly<Record<string, unknown>>
}
let folder: string
let stored: (name: string, content: string) => Promise<string>
let model: string
const path = (name: string): string => join(folder, name)
const json = (name: string) => JSON.parse(readFileSync(path(name), 'utf8'))

beforeAll(async () => {
  ;({ folder, stored } = await files())
  const settings = await stored('people.json', JSON.stringify(saved.settings))
  model = path('model.json')
  const { code, err } = await sogoc(
    'model',
    'import',
    settings,
    '--splink',
    '--spec',
    path('spec.json'),
    '--out',
    model,
  )
  expect(code, err).toBe(0)
  expect(err).toContain('Not trained: the default of Splink is used')
})

test('an imported model is a spec with its name and a model that shows where it comes from', async () => {
  expect(json('spec.json')).toMatchObject({ format: 'match-spec/1', name: 'people', key: 'id' })
  const { out, code } = await sogoc('model', 'show', model)
  expect(code).toBe(0)
  expect(out).toMatch(/^people: match-model\/1, .*from Splink\nprior -5\.01 bits \(Splink\)/)
  expect(out).toMatch(/ {2}levenshtein-1 +\d/)
  const { objects } = await sogoc('model', 'show', model, '--json')
  expect(objects).toHaveLength(1)
  expect(objects[0]).toMatchObject({ name: 'people', terms: { given: { kept: 0, fromData: true } } })
  expect(objects[0]).not.toHaveProperty('sql')
})

test('what moved between two models is one object a figure, largest first', async () => {
  const other = json('model.json') as Model
  other.prior += 3_000_000
  const changed = await stored('changed.json', JSON.stringify(other))
  const { objects } = await sogoc('model', 'compare', model, changed, '--json')
  expect(objects[0]).toEqual({
    what: 'prior',
    before: expect.closeTo(-5.0148, 3),
    after: expect.closeTo(-2.0148, 3),
    moved: 3,
  })
  expect(objects.length).toBeGreaterThan(20)
  expect((await sogoc('model', 'compare', model, changed)).out).toMatch(/^prior +-5\.01 +-2\.01 +3\.00\n/)
})

test('export writes the settings, says what they leave out, and with --prepare the query that goes with them', async () => {
  const plain = await sogoc('model', 'export', model, '--splink', path('settings.json'), '--link')
  expect(plain.code).toBe(0)
  expect(plain.out).toBe('')
  expect(plain.err).toContain('Read all columns as text')
  expect(json('settings.json')).toMatchObject({ link_type: 'link_only', unique_id_column_name: 'id' })
  await sogoc('model', 'export', model, '--splink', path('settings.json'), '--prepare', path('prepare.sql'))
  expect(readFileSync(path('prepare.sql'), 'utf8')).toMatch(/^-- .*\nSELECT \*,\n[^;]*FROM input\n$/s)
  expect(json('settings.json')).toMatchObject({ link_type: 'dedupe_only' })
})

test('files that are missing, no JSON, or no model end the command with 2 and a sentence', async () => {
  const torn = await stored('torn.json', '{"format": ')
  const other = await stored('other.json', '{"format": "match-model/9"}')
  for (const [file, said] of [
    [path('nowhere.json'), /nowhere\.json không mở được/],
    [torn, /torn\.json không phải JSON/],
    [other, /match-model\/9.*match-model\/1/s],
  ] as const) {
    const { code, err } = await sogoc('model', 'show', file)
    expect(code).toBe(2)
    expect(err).toMatch(said)
  }
  const refused = await sogoc('model', 'import', other, '--splink', '--spec', path('a.json'), '--out', path('b.json'))
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('Not Splink settings')
})

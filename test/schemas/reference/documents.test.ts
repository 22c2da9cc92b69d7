import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Fields } from '../../../core/domain.ts'
import { fieldMeta, type Scalar } from '../../../core/field.ts'
import { documentsOf } from '../../../schemas/reference/documents.ts'
import { jsonSchemaOf } from '../../../schemas/reference/json-schema.ts'
import { loadSchemas } from '../../support/chain.ts'

const ROOT = new URL('../../../', import.meta.url)
const { domains } = await loadSchemas()
const fields = [...domains.values()].flatMap(({ name, fields: own }) =>
  Object.entries(own as Fields).map(([field, schema]) => [`${name}.${field}`, fieldMeta(schema).spec] as const),
)

test('the committed pages are those that the schemas give; regenerate them by: npx sogoc dictionary --write', () => {
  const documents = documentsOf(domains.values())
  const committed = ['docs/data-dictionary/', 'docs/schemas/'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT)).map((file) => folder + file),
  )
  expect(committed.sort()).toEqual([...documents.keys()].sort())
  const drifted = [...documents].filter(([path, text]) => readFileSync(new URL(path, ROOT), 'utf8') !== text)
  expect(drifted.map(([path]) => path)).toEqual([])
})

test('the pages do not hang on the order in which domains are found', () => {
  expect(documentsOf([...domains.values()].reverse())).toEqual(documentsOf(domains.values()))
})

test.each(fields)('%s says what it is and shows clean values', (_, { description, examples = [], schema, read }) => {
  expect(description).toMatch(/\.$/)
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) {
    expect(schema.safeParse(example).success, String(example)).toBe(true)
    expect(read(String(example), () => {}, '2026-11-21')).toBe(example)
  }
})

test.each([...domains.values()].map((domain) => [domain.name, domain] as const))(
  'the JSON Schema of %s takes its own examples and refuses what is not declared',
  (name, domain) => {
    const schema = jsonSchemaOf(domain)
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
    expect(schema.$id).toBe(`urn:sogoc:schema:${name}`)
    const read = z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema)
    const record = Object.fromEntries(
      Object.entries(domain.fields as Fields).map(([field, own]): [string, Scalar] => [
        field,
        fieldMeta(own).spec.examples?.[0] ?? null,
      ]),
    )
    expect(read.safeParse(record).error?.issues).toBeUndefined()
    expect(read.safeParse({ ...record, somethingElse: 1 }).success).toBe(false)
    for (const required of schema.required as readonly string[])
      expect(read.safeParse({ ...record, [required]: undefined }).success, required).toBe(false)
  },
)

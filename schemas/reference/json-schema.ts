import { z } from 'zod'
import type { AnyDomain, Fields } from '../../core/domain.ts'
import { type CodeCatalogue, fieldMeta } from '../../core/field.ts'

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * The JSON Schema of a domain's records, from the zod schemas of its fields. A field that a record need not have may be left
 * out or null; codes of a catalogue carry their labels. The id is a name, not an address: nothing is fetched to read it.
 */
export function jsonSchemaOf(domain: AnyDomain): JsonSchema {
  const fields = domain.fields as Fields
  const { $schema, properties } = z.toJSONSchema(z.object(fields), { io: 'output' }) as {
    readonly $schema: string
    readonly properties: Readonly<Record<string, JsonSchema>>
  }
  return {
    $schema,
    $id: `urn:sogoc:schema:${domain.name}`,
    title: domain.label,
    description: `Bản ghi chủ của domain ${domain.name}. Giá trị là chuỗi, số hoặc đúng/sai; trường không có giá trị thì bỏ trống.`,
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, schema]) => [name, labelled(properties[name] ?? {}, fieldMeta(schema).spec)]),
    ),
    required: Object.keys(fields).filter((name) => fieldMeta(fields[name] as z.ZodType).required),
    additionalProperties: false,
  }
}

/**
 * Many validators read patterns without Unicode classes. The ranges take in a little more than the classes (signs beyond
 * Latin), so such a schema lets pass what the field type would still refuse.
 */
const CLASSES: Readonly<Record<string, string>> = { L: 'A-Za-z\\u00aa-\\uffff', N: '0-9', M: '\\u0300-\\u036f' }

function portable(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('\\p{')) return value
  let isInside = false
  return value.replace(/\\p\{(\w)\}|\\.|[[\]]/g, (token, letter?: string) => {
    if (token === '[' || token === ']') isInside = token === '['
    const ranges = letter === undefined ? undefined : CLASSES[letter]
    return ranges === undefined ? token : isInside ? ranges : `[${ranges}]`
  })
}

/** What people read first, then the constraint; the bare list of codes gives way to codes with labels. */
function labelled(property: JsonSchema, { catalogue }: { readonly catalogue?: CodeCatalogue }): JsonSchema {
  const { title, description, examples, ...declared } = property
  const constraint = JSON.parse(JSON.stringify(declared, portable)) as JsonSchema
  return {
    title,
    ...(description === undefined ? {} : { description }),
    ...(examples === undefined ? {} : { examples }),
    ...(catalogue ? withLabels(constraint, catalogue) : constraint),
  }
}

function withLabels(constraint: JsonSchema, { codes }: CodeCatalogue): JsonSchema {
  const oneOf = codes.map(({ code, label }) => ({ const: code, title: label }))
  return 'anyOf' in constraint ? { anyOf: [{ type: 'string', oneOf }, { type: 'null' }] } : { type: 'string', oneOf }
}

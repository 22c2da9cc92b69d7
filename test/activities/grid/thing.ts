import { z } from 'zod'
import { csv } from '../../../connectors/sources/csv.ts'
import { defineDomain, defineSource, from } from '../../../core/domain.ts'
import { field } from '../../../core/field.ts'
import { exact, identifiers, texts } from '../../../engine/matching/comparisons/plain.ts'
import { latest } from '../../../engine/survivorship/picks.ts'

const text = (label: string) =>
  field<string>({ type: 'text', label, schema: z.string(), family: 'E1', findings: {}, read: (raw) => raw || null })

const columns = ['id', 'code', 'name', 'year', 'tags'] as const
const source = <const N extends string>(name: N) =>
  defineSource({ name, label: name, from: csv({ complete: true, files: `${name}*` }), columns, key: ['id'] })
const mapped = { code: 'code', name: 'name', year: 'year', tags: 'tags' } as const

/** Things of two registers, with every way to meet: limits that a handful of records crosses, longer keys, several keys a row. */
export default defineDomain({
  name: 'thing',
  label: 'Vật',
  after: [],
  fields: { code: text('Mã'), name: text('Tên'), year: text('Năm'), tags: text('Nhãn') },
  sources: { a: from(source('a'), { columns: mapped }), b: from(source('b'), { columns: mapped }) },
  quality: [],
  matching: {
    block: {
      year: { key: ({ year }) => [year], limit: 4, hot: ({ name }) => [name] },
      code: ({ code }) => [code],
      tag: { each: ({ tags }) => (tags ?? '').split(' ').map((tag) => [tag]), limit: 3 },
    },
    compare: {
      code: identifiers({ name: 'code' }),
      name: texts({ name: 'name' }),
      year: exact({ name: 'year' }),
      tags: { of: ({ name, tags }) => (tags === null ? null : `${tags} ${name ?? ''}`), by: texts({ name: 'tags' }) },
    },
    must: [{ code: 'code and name', key: ({ code, name }) => [code, name] }],
    clean: ['b'],
    never: [{ code: 'years apart', test: (a, b) => Math.abs(Number(a.year) - Number(b.year)) > 2 }],
    dispute: [
      {
        code: 'one code, two names',
        of: ['code'],
        test: (a, b) => a.code !== null && a.code === b.code && a.name?.[0] !== b.name?.[0],
      },
    ],
    prior: -6,
    link: 3,
    review: -1,
  },
  survivorship: { code: latest, name: latest, year: latest, tags: latest },
  targets: {},
})

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { loadCatalog } from '../../core/catalog.ts'
import type { AnyDomain } from '../../core/domain.ts'
import { Failure } from '../../core/errors.ts'
import { nearest } from '../../core/nearest.ts'
import { dictionaryPage } from '../../schemas/reference/dictionary.ts'
import { documentsOf } from '../../schemas/reference/documents.ts'
import { jsonSchemaOf } from '../../schemas/reference/json-schema.ts'
import { put, say } from '../print.ts'

const EXAMPLE = `
Ví dụ (examples):
  sogoc dictionary person
  sogoc dictionary --json > schemas.jsonl
  sogoc dictionary --write`

interface Options {
  readonly write?: boolean
  readonly json?: boolean
}

export const dictionary = (program: Command): void => {
  program
    .command('dictionary')
    .description('từ điển dữ liệu và JSON Schema, sinh từ schemas/ (data dictionary and JSON Schemas)')
    .argument('[domain...]', 'chỉ những domain này; mặc định tất cả')
    .option('--write', 'ghi lại docs/data-dictionary và docs/schemas (regenerates the committed pages)')
    .option('--json', 'JSON Schema, mỗi dòng một domain')
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run(names: readonly string[], { write, json }: Options): Promise<void> {
  const { domains } = await loadCatalog(new URL('../../schemas/', import.meta.url))
  if (write) {
    if (names.length > 0)
      throw new Failure('InvalidInput', { problems: '--write ghi mọi domain: bỏ tên domain (it writes all of them)' })
    return writeDocuments(domains.values())
  }
  const wanted = names.length > 0 ? names.map((name) => domainOf(domains, name)) : [...domains.values()]
  for (const domain of wanted) put(json ? JSON.stringify(jsonSchemaOf(domain)) : dictionaryPage(domain))
}

async function writeDocuments(domains: Iterable<AnyDomain>): Promise<void> {
  for (const [path, text] of documentsOf(domains)) {
    const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    say(path)
  }
}

function domainOf(domains: ReadonlyMap<string, AnyDomain>, got: string): AnyDomain {
  const found = domains.get(got)
  if (found) return found
  const near = nearest(got, [...domains.keys()])
  throw new Failure('UnknownName', {
    kind: 'Domain',
    got,
    known: [...domains.keys()].join(', '),
    hint: near ? ` Có phải "${near}"?` : '',
  })
}

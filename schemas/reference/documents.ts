import type { AnyDomain } from '../../core/domain.ts'
import { dictionaryIndex, dictionaryPage } from './dictionary.ts'
import { jsonSchemaOf } from './json-schema.ts'

/** Every generated page by its path in the repository: the same domains give the same bytes. */
export function documentsOf(domains: Iterable<AnyDomain>): ReadonlyMap<string, string> {
  const sorted = [...domains].sort((a, b) => (a.name < b.name ? -1 : 1))
  return new Map([
    ['docs/data-dictionary/index.md', dictionaryIndex(sorted)],
    ...sorted.map((domain) => [`docs/data-dictionary/${domain.name}.md`, dictionaryPage(domain)] as const),
    ...sorted.map(
      (domain) =>
        [`docs/schemas/${domain.name}.schema.json`, `${JSON.stringify(jsonSchemaOf(domain), null, 2)}\n`] as const,
    ),
  ])
}

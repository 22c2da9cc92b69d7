import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { loadCatalog } from '../../core/catalog.ts'
import { describeDomain } from '../contracts/domain.ts'
import { loadSchemas } from '../support/chain.ts'

const { domains } = await loadSchemas()
for (const domain of domains.values()) describeDomain(domain)

test('domains come after those they refer to', () => {
  const order = [...domains.keys()]
  for (const { name, after } of domains.values())
    for (const earlier of after) expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(name))
})

test('the catalog lists all faults of all files at once, with the nearest name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sogoc-schemas-'))
  const core = new URL('../../core/', import.meta.url).href
  const head = `import { reference } from '${core}field.ts'\n`
  const rest = 'sources: {}, quality: [], matching: { block: {}, dispute: [] }, survivorship: {}, targets: {}'
  await writeFile(join(folder, 'persn.ts'), `export default { name: 'person', after: [], fields: {}, ${rest} }`)
  await writeFile(
    join(folder, 'house.ts'),
    `${head}export default { name: 'house', after: ['hous'], fields: { head: reference('perso', { label: 'x' }) }, ${rest} }`,
  )
  await writeFile(join(folder, 'empty.ts'), 'export const nothing = 1')
  const error = await loadCatalog(pathToFileURL(`${folder}/`)).catch((thrown: Error) => thrown.message)
  expect(error).toContain('4 fault(s)')
  expect(error).toContain('persn.ts: declares "person"; the file name is the domain name')
  expect(error).toContain('empty.ts: exports no domain')
  expect(error).toContain('house: after names "hous", which is not declared; did you mean "house"?')
})

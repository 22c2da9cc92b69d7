import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { type AnyDomain, mappingsOf, type RowRule, rulesOf, type Source, type Values } from './domain.ts'
import { fieldMeta } from './field.ts'
import { nearest } from './nearest.ts'

/** Everything that the files of `schemas/` declare, by name. */
export interface Catalog {
  /** Where its files lie. */
  readonly folder: URL
  /** In dependency order: a domain comes after those it refers to. */
  readonly domains: ReadonlyMap<string, AnyDomain>
  readonly sources: ReadonlyMap<string, Source>
  /** Trained match models by domain, as their files have them (`models/<domain>.json`); whoever uses one checks it. */
  readonly models: ReadonlyMap<string, unknown>
}

/**
 * Loads every domain file of a folder: a domain is found by being there. Collects all faults of all files before it raises
 * one error that lists them.
 */
export async function loadCatalog(folder: URL): Promise<Catalog> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()
  const faults: string[] = []
  const loaded = new Map<string, AnyDomain>()
  for (const file of files) {
    const module = (await import(new URL(file, folder).href)) as { default?: AnyDomain }
    const name = file.slice(0, -'.ts'.length)
    if (!module.default) faults.push(`${file}: exports no domain; export default defineDomain({ name: '${name}', … })`)
    else if (module.default.name !== name)
      faults.push(`${file}: declares "${module.default.name}"; the file name is the domain name`)
    else loaded.set(name, module.default)
  }
  for (const domain of loaded.values()) faults.push(...domainFaults(domain, loaded))
  const models = await loadModels(new URL('models/', folder), loaded, faults)
  if (faults.length > 0)
    throw new TypeError(`schemas/ has ${faults.length} fault(s):\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
  const domains = inOrder(loaded)
  const sources = new Map(
    [...domains.values()].flatMap((domain) => mappingsOf(domain).map(([name, { from }]) => [name, from])),
  )
  return { folder, domains, sources, models }
}

async function loadModels(
  folder: URL,
  domains: ReadonlyMap<string, AnyDomain>,
  faults: string[],
): Promise<ReadonlyMap<string, unknown>> {
  const files = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.json')).sort() : []
  const models = new Map<string, unknown>()
  for (const file of files) {
    const name = file.slice(0, -'.json'.length)
    if (!domains.has(name)) faults.push(`models/${file}: no domain is called "${name}"`)
    try {
      models.set(name, JSON.parse(await readFile(new URL(file, folder), 'utf8')))
    } catch (error) {
      faults.push(`models/${file}: ${(error as Error).message}`)
    }
  }
  return models
}

function domainFaults(domain: AnyDomain, all: ReadonlyMap<string, AnyDomain>): readonly string[] {
  const fields = Object.keys(domain.fields)
  const known = (name: string, where: string, names: readonly string[]) => {
    if (names.includes(name)) return []
    const near = nearest(name, names)
    return [`${domain.name}: ${where} names "${name}", which is not declared${near ? `; did you mean "${near}"?` : ''}`]
  }
  const codes = rulesOf(domain).map(({ code }) => code)
  return [
    ...domain.after.flatMap((name) => known(name, 'after', [...all.keys()])),
    ...fields.flatMap((field) => {
      const { reference } = fieldMeta(domain.fields[field])
      return reference ? known(reference.domain, `field ${field}`, domain.after) : []
    }),
    ...mappingsOf(domain).flatMap(([name, mapping]) => [
      ...(mapping.from.name === name ? [] : [`${domain.name}: sources.${name} maps the source "${mapping.from.name}"`]),
      ...mapping.names.flatMap((field) => known(field, `sources.${name}`, fields)),
    ]),
    ...codes
      .filter((code, index) => codes.indexOf(code) !== index)
      .map((code) => `${domain.name}: two rules are called "${code}"`),
    ...(domain.quality as readonly RowRule<Values>[]).flatMap(({ code, sources = [] }) =>
      sources.flatMap((source) => known(source, `rule ${code}`, Object.keys(domain.sources))),
    ),
    ...(domain.across ?? []).flatMap(({ code, through }) =>
      fields.includes(through) && fieldMeta(domain.fields[through]).reference
        ? []
        : [`${domain.name}: rule ${code} goes through "${through}", which is not a reference field`],
    ),
    ...(domain.matching.dispute as readonly { code: string; of?: readonly string[] }[]).flatMap(({ code, of = [] }) =>
      of.flatMap((rule) => known(rule, `dispute "${code}"`, Object.keys(domain.matching.block))),
    ),
    ...Object.keys(domain.survivorship).flatMap((field) => known(field, 'survivorship', fields)),
  ]
}

function inOrder(loaded: ReadonlyMap<string, AnyDomain>): ReadonlyMap<string, AnyDomain> {
  const ordered = new Map<string, AnyDomain>()
  const visit = (name: string, path: readonly string[]) => {
    if (path.includes(name)) throw new TypeError(`domains wait for each other: ${[...path, name].join(' -> ')}`)
    const domain = loaded.get(name)
    if (!domain || ordered.has(name)) return
    for (const earlier of domain.after) visit(earlier, [...path, name])
    ordered.set(name, domain)
  }
  for (const name of [...loaded.keys()].sort()) visit(name, [])
  return ordered
}

/** Domains that refer to the given one by a reference field. */
export const referringTo = (catalog: Catalog, name: string): readonly string[] =>
  [...catalog.domains.values()]
    .filter(({ fields }) => Object.values(fields).some((field) => fieldMeta(field as never).reference?.domain === name))
    .map((domain) => domain.name)

/** Domains whose records the rows of a source yield. */
export const domainsOf = (catalog: Catalog, source: string): readonly string[] =>
  [...catalog.domains.values()].filter((domain) => source in domain.sources).map(({ name }) => name)

import { createHash } from 'node:crypto'
import type { Catalog } from '../../core/catalog.ts'
import type { AnyDomain } from '../../core/domain.ts'
import { declaredOf } from '../../engine/matching/domain.ts'
import { type Model, readModel, untrained } from '../../engine/matching/model.ts'
import { keyedBy, matchedBy } from './version.ts'

/** The frozen model of a domain, and by what its records are keyed and matched. */
export interface DomainModel {
  readonly model: Model
  /** Names the model, whatever file it came from. */
  readonly hash: string
  readonly body: string
  readonly keyedBy: string
  readonly matchedBy: string
}

/**
 * The models of a catalog by domain: the trained file `schemas/models/<domain>.json` where there is one, else what the domain
 * declares. A file that was made for another declaration is refused by name.
 */
export function openModels(catalog: Catalog): ReadonlyMap<string, DomainModel> {
  return new Map([...catalog.domains].map(([name, domain]) => [name, modelFor(domain, catalog.models.get(name))]))
}

function modelFor(domain: AnyDomain, file: unknown): DomainModel {
  const declared = declaredOf(domain)
  const model = file === undefined ? untrained(declared, domain.matching.prior) : readModel(file, declared)
  const body = JSON.stringify(model)
  const hash = `sha256:${createHash('sha256').update(body).digest('hex')}`
  return { model, hash, body, keyedBy: keyedBy(domain), matchedBy: matchedBy(domain, hash) }
}

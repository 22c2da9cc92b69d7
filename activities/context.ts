import type { Catalog } from '../core/catalog.ts'
import type { Clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { AnyDomain } from '../core/domain.ts'
import { Failure } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import type { Store } from '../store/sql.ts'

/** What activities are given; nothing else reaches them. */
export interface Context {
  readonly store: Store
  readonly catalog: Catalog
  readonly config: Config
  readonly clock: Clock
}

/** Looks a thing up by name; says what there is, and the nearest, when it is not there. */
export function named<T>(kind: string, known: ReadonlyMap<string, T>, got: string): T {
  const found = known.get(got)
  if (found !== undefined) return found
  const near = nearest(got, [...known.keys()])
  throw new Failure('UnknownName', {
    kind,
    got,
    known: [...known.keys()].join(', '),
    hint: near ? ` Có phải "${near}"?` : '',
  })
}

export const domainNamed = (context: Context, name: string): AnyDomain => named('Domain', context.catalog.domains, name)

import type { Claim } from './truth.ts'

/** The entities that one row speaks of, role by role, over the nights. The objects are reused. */
export interface Claims {
  readonly clear: () => void
  readonly add: (role: string, entity: string, domain: string, from: string) => void
  /** Ends what the role spoke of and returns it; null where it spoke of nothing in that domain. */
  readonly end: (role: string, domain: string | null, until: string) => string | null
  /** Ends everything: the row is gone. */
  readonly endAll: (until: string) => void
  readonly each: (visit: (claim: Claim) => void) => void
}

export function openClaims(): Claims {
  const pool: Claim[] = []
  let count = 0
  const open = (role: string, domain: string | null): Claim | undefined => {
    for (let i = 0; i < count; i++) {
      const claim = pool[i]!
      if (claim.until === '' && claim.role === role && (domain === null || claim.domain === domain)) return claim
    }
    return undefined
  }
  return {
    clear() {
      count = 0
    },
    add(role, entity, domain, from) {
      if (count === pool.length) pool.push({ role: '', entity: '', domain: '', from: '', until: '' })
      const claim = pool[count++]!
      claim.role = role
      claim.entity = entity
      claim.domain = domain
      claim.from = from
      claim.until = ''
    },
    end(role, domain, until) {
      const claim = open(role, domain)
      if (!claim) return null
      claim.until = until
      return claim.entity
    },
    endAll(until) {
      for (let i = 0; i < count; i++) if (pool[i]!.until === '') pool[i]!.until = until
    },
    each(visit) {
      for (let i = 0; i < count; i++) visit(pool[i]!)
    },
  }
}

import { type AnyDomain, listsOf, type Values } from '../core/domain.ts'
import { fieldMeta } from '../core/field.ts'
import { keyOf } from '../core/keys.ts'
import type { Reference } from '../core/reference.ts'
import { judgeAcross, lookedThrough } from '../engine/quality/across.ts'
import { ruleHashes } from '../engine/quality/rules.ts'
import { entityGroupings, groupingOf, judgeGroup, type Member } from '../engine/quality/together.ts'
import { saveFindings } from '../store/findings.ts'
import { loadReference } from '../store/reference.ts'
import type { Tx } from '../store/sql.ts'
import { runById, stageOnce } from '../store/stages.ts'
import {
  type ComparedRecord,
  type CompareScope,
  clearUncompared,
  comparedIndex,
  comparedRecords,
  compareScope,
  recordsCompared,
  referringRecords,
  refreshBlocked,
  replaceStanding,
  type StandingFinding,
  standingFindings,
} from '../store/standing.ts'
import type { DomainInput } from './check.ts'
import { type Context, domainNamed } from './context.ts'
import { slices } from './slices.ts'

export interface CrossCheckCounts {
  readonly groups: number
  readonly findings: number
  readonly cleared: number
  readonly standing: number
  readonly blocked: number
  readonly [key: string]: number
}

export const crossCheckActivities = (context: Context) => ({
  /**
   * Judges records together: those of one household, one certificate, one golden record, and a record beside what it refers
   * to. Looks again at the groups that the run touched, raises what is new and clears what went away.
   */
  async crossCheckDomain({ runId, domain: name }: DomainInput): Promise<CrossCheckCounts> {
    const domain = domainNamed(context, name)
    return stageOnce(context.store, { runId, name, stage: 'cross-check' }, async (tx) => {
      const scope = await compareScope(tx, name)
      if (!scope.isWhole && scope.keys.length + scope.goldenIds.length === 0) return NOTHING
      const asOf = (await runById(tx, runId))?.business_date ?? ''
      const judged = new Judged(domain, asOf, await loadReference(tx, listsOf(domain)), scope)
      await judged.together(tx)
      await judged.across(tx)
      const before = await standingFindings(tx, scope, judged.groupKeys)
      const { raised, cleared } = changes(before, judged.found)
      await replaceStanding(tx, { domain: name, runId }, raised, cleared)
      await keep(tx, runId, domain, raised)
      const blocked = await refreshBlocked(tx, name)
      await clearUncompared(tx, name)
      return {
        groups: judged.groups,
        findings: raised.length,
        cleared: cleared.length,
        standing: judged.found.size,
        blocked,
      }
    })
  },
})

const NOTHING: CrossCheckCounts = { groups: 0, findings: 0, cleared: 0, standing: 0, blocked: 0 }

/** Rules through references are numbered behind those over groups. */
const ACROSS = 32

/** What the rules say of the records of a scope. */
class Judged {
  readonly found = new Map<string, StandingFinding>()
  /** Groups that were judged. */
  groups = 0
  /** What was looked at, also where nobody stands any more; empty where that is the whole domain. */
  readonly groupKeys = new Set<number>()
  readonly #domain: AnyDomain
  readonly #asOf: string
  readonly #scope: CompareScope
  readonly #reference: Reference
  readonly #blank: Values

  constructor(domain: AnyDomain, asOf: string, reference: Reference, scope: CompareScope) {
    this.#domain = domain
    this.#asOf = asOf
    this.#scope = scope
    this.#reference = reference
    this.#blank = Object.fromEntries(Object.keys(domain.fields).map((field) => [field, null]))
    for (const key of scope.keys) this.groupKeys.add(key)
    const rules = [
      ...entityGroupings(domain),
      ...(domain.across ?? []).map((_: unknown, rule: number) => ACROSS + rule),
    ]
    for (const id of scope.goldenIds) for (const rule of rules) this.groupKeys.add(keyOf(rule, [id]))
  }

  async together(tx: Tx): Promise<void> {
    const { isWhole, domain } = this.#scope
    if (!isWhole) return this.#judge(comparedRecords(tx, domain), this.groupKeys)
    const index = await comparedIndex(tx, domain, (id) => this.#entityKeys(id))
    for (const { ids, keys } of slices(this.#domain, index)) await this.#judge(recordsCompared(tx, domain, ids), keys)
  }

  #entityKeys(goldenId: string): readonly number[] {
    const parts = [goldenId]
    return entityGroupings(this.#domain).map((grouping) => keyOf(grouping, parts))
  }

  /** Judges the wanted groups of the records that come. */
  async #judge(parts: AsyncIterable<readonly ComparedRecord[]>, wanted: ReadonlySet<number>): Promise<void> {
    const groups = new Map<number, Member[]>()
    for await (const part of parts) {
      for (const { source, key, entity, values, groupKeys } of part) {
        const member: Member = { source, key, entity, row: { ...this.#blank, ...values } }
        for (const groupKey of [...groupKeys, ...this.#entityKeys(entity)]) {
          if (!wanted.has(groupKey)) continue
          const group = groups.get(groupKey)
          if (group) group.push(member)
          else groups.set(groupKey, [member])
        }
      }
    }
    this.groups += groups.size
    for (const [groupKey, group] of groups) {
      const members = group.sort(bySourceAndKey)
      const grouping = groupingOf(groupKey)
      for (const { at, ...finding } of judgeGroup(this.#domain, grouping, members, this.#asOf, this.#reference))
        this.#add(groupKey, members[at] as Member, finding)
    }
  }

  async across(tx: Tx): Promise<void> {
    for (const field of lookedThrough(this.#domain)) {
      const { reference } = fieldMeta(this.#domain.fields[field])
      if (!reference) continue
      for await (const part of referringRecords(tx, this.#scope, { field, domain: reference.domain })) {
        for (const record of part) {
          const row = { ...this.#blank, ...record.values }
          for (const { rule, ...finding } of judgeAcross(
            this.#domain,
            field,
            row,
            record.referred,
            this.#asOf,
            this.#reference,
          ))
            this.#add(keyOf(ACROSS + rule, [record.entity]), record, finding)
        }
      }
    }
  }

  #add(
    groupKey: number,
    { source, key }: { readonly source: string; readonly key: string },
    { code, severity, got, expected }: { code: string; severity: string; got: string | null; expected: string },
  ): void {
    const finding = { groupKey, code, source, key, severity, got: got ?? '', expected }
    this.found.set(nameOf(finding), finding)
  }
}

const bySourceAndKey = (a: Member, b: Member): number =>
  a.source < b.source ? -1 : a.source > b.source ? 1 : a.key < b.key ? -1 : 1

const nameOf = ({ groupKey, code, source, key }: StandingFinding): string => `${groupKey} ${code} ${source}:${key}`

/** One that says something else than before is cleared and raised anew. */
function changes(before: readonly StandingFinding[], found: ReadonlyMap<string, StandingFinding>) {
  const kept = new Set<string>()
  const cleared = before.filter((old) => {
    const now = found.get(nameOf(old))
    const isSame = now?.got === old.got && now.severity === old.severity
    if (isSame) kept.add(nameOf(old))
    return !isSame
  })
  return { raised: [...found.values()].filter((now) => !kept.has(nameOf(now))), cleared }
}

async function keep(tx: Tx, runId: string, domain: AnyDomain, raised: readonly StandingFinding[]): Promise<void> {
  const hashes = ruleHashes(domain)
  const fieldOf = new Map(
    [...(domain.together ?? []), ...(domain.across ?? [])].map(({ code, field }) => [code, field]),
  )
  for (const source of new Set(raised.map((finding) => finding.source))) {
    await saveFindings(
      tx,
      { runId, batchId: null, domain: domain.name, source },
      raised
        .filter((finding) => finding.source === source)
        .map(({ key, code, severity, got, expected }) => ({
          key,
          seq: null,
          code,
          field: fieldOf.get(code.slice(domain.name.length + 1)) ?? null,
          severity: severity as 'note' | 'warn' | 'error',
          got,
          expected,
          ruleHash: hashes.get(code) ?? '',
        })),
    )
  }
}

import { expect, test } from 'vitest'
import { type AnyDomain, rulesOf, type Values } from '../../../core/domain.ts'
import { NO_REFERENCE, type Reference } from '../../../core/reference.ts'
import { AS_OF } from '../fields/reading.ts'

/** What differs from a record that no rule minds. */
export type Draft = Readonly<Record<string, string | number | boolean | null>>
/** A record of a group: what differs, its source and the entity it belongs to (its own unless told). */
export type PeerDraft = Draft & { readonly _source?: string; readonly _entity?: string }

/** A case that a rule tells and one that it lets pass: one record, several that stand together, or a record and its referred. */
export interface Cases {
  readonly row?: Readonly<Record<string, readonly [told: Draft, passed: Draft]>>
  readonly together?: Readonly<Record<string, readonly [told: readonly PeerDraft[], passed: readonly PeerDraft[]]>>
  readonly across?: Readonly<Record<string, readonly [told: readonly [Draft, Draft], passed: readonly [Draft, Draft]]>>
}

/** Tests every rule of a domain against its cases; a rule without cases fails. */
export function testRules(domain: AnyDomain, clean: Draft, cases: Cases, reference: Reference = NO_REFERENCE): void {
  const blank = Object.fromEntries(Object.keys(domain.fields).map((field) => [field, null]))
  const row = (draft: Draft): Values => ({ ...blank, ...clean, ...draft })
  const one = (code: string, draft: Draft) =>
    domain.quality.find((rule) => rule.code === code)?.check(row(draft) as never, AS_OF, reference) ?? null
  const several = (code: string, drafts: readonly PeerDraft[]) => {
    const peers = drafts.map(({ _source = 'residence', _entity, ...draft }, at) => ({
      row: row(draft),
      source: _source,
      entity: _entity ?? `E${at}`,
    }))
    return domain.together?.find((rule) => rule.code === code)?.check(peers as never, AS_OF, reference) ?? []
  }
  const referred = (code: string, [draft, other]: readonly [Draft, Draft]) =>
    domain.across?.find((rule) => rule.code === code)?.check(row(draft) as never, other, AS_OF, reference) ?? null

  test(`${domain.name}: every rule has its cases`, () => {
    const told = [cases.row, cases.together, cases.across].flatMap((own) => Object.keys(own ?? {}))
    expect(told.sort()).toEqual(
      rulesOf(domain)
        .map(({ code }) => code)
        .sort(),
    )
  })
  test(`${domain.name}: no rule minds a clean record`, () => {
    const minded = domain.quality.filter((rule) => rule.check(row({}) as never, AS_OF, reference) !== null)
    expect(minded.map(({ code }) => code)).toEqual([])
  })
  test.each(Object.entries(cases.row ?? {}))(
    `${domain.name}.%s tells one record from another`,
    (code, [told, passed]) => {
      expect(one(code, told)).not.toBeNull()
      expect(one(code, passed)).toBeNull()
    },
  )
  test.each(Object.entries(cases.together ?? {}))(
    `${domain.name}.%s tells one group from another`,
    (code, [told, passed]) => {
      expect(several(code, told)).not.toEqual([])
      expect(several(code, passed)).toEqual([])
    },
  )
  test.each(Object.entries(cases.across ?? {}))(
    `${domain.name}.%s looks at what is referred to`,
    (code, [told, passed]) => {
      expect(referred(code, told)).not.toBeNull()
      expect(referred(code, passed)).toBeNull()
    },
  )
}

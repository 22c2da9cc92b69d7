import type { Comparison, TermFrequency } from '../../core/comparison.ts'
import type { UnitRef } from '../../core/values.ts'
import { loadPlaces } from './dataset.ts'
import { type Subject, unitsOf } from './resolution.ts'
import { type Resolver, resolverOf } from './resolve.ts'

/** A commune of some list beside the communes of today that hold it. */
export interface PlaceForm {
  readonly ref: UnitRef
  /** The one commune of today in which it lies, where that is certain. */
  readonly today: UnitRef | null
  /** Nothing else came into that commune: the two are one unit. */
  readonly isWhole: boolean
  /** Every commune of today that may hold a part of it. */
  readonly candidates: readonly UnitRef[]
}

/** How two references stand to each other, from one unit to units of today that have nothing in common. */
export type PlaceRelation = 'same' | 'mapped' | 'candidate' | 'joined' | 'apart'

/** Read on first use and once: a run without places never needs it. */
let resolver: Resolver | undefined
const forms = new Map<string, PlaceForm | null>()
/** Three lists of some ten thousand communes at most, for two subjects. */
const FORMS_KEPT = 60_000

/** What a reference `code@catalogue` means today for people or for land; null where its list lacks the code. */
export function placeForm(ref: UnitRef, subject: Subject): PlaceForm | null {
  const key = `${subject} ${ref}`
  const known = forms.get(key)
  if (known !== undefined) return known
  resolver ??= resolverOf(loadPlaces())
  const found = resolver.resolveRef(ref, subject)
  const candidates = unitsOf(found)
  const form =
    found.kind === 'unknown'
      ? null
      : {
          ref,
          today: found.kind === 'ambiguous' ? null : found.to,
          isWhole: found.kind === 'unchanged',
          candidates,
        }
  if (forms.size < FORMS_KEPT) forms.set(key, form)
  return form
}

/**
 * `same`: one unit as of one date, whatever the lists. `mapped`: one was merged into the other. `candidate`: one was split and
 * the other is among its parts. `joined`: two units of before that lie in one of today. Symmetric.
 */
export function placeRelation(a: PlaceForm, b: PlaceForm): PlaceRelation {
  if (a.ref === b.ref) return 'same'
  if (a.today !== null && a.today === b.today) {
    if (a.isWhole && b.isWhole) return 'same'
    return a.isWhole || b.isWhole ? 'mapped' : 'joined'
  }
  if (a.today !== null && b.today !== null) return 'apart'
  return a.candidates.some((unit) => b.candidates.includes(unit)) ? 'candidate' : 'apart'
}

/** Agreement on a small commune says more than on a city ward. */
const tf: TermFrequency<PlaceForm> = { k: 1, floor: 1e-4, shared: ({ today }) => (today === null ? [] : [today]) }

/** Communes as of their lists, `code@catalogue`: codes were re-used in 2025, so two equal codes of two lists may differ. */
export function places({
  name = 'commune',
  subject,
}: {
  readonly name?: string
  readonly subject: Subject
}): Comparison<string, PlaceForm> {
  const is = (relation: PlaceRelation) => (a: PlaceForm, b: PlaceForm) => placeRelation(a, b) === relation
  return {
    name,
    prepare: (ref) => placeForm(ref, subject),
    terms: ({ today }) => (today === null ? [] : [today]),
    levels: [
      { code: 'same', label: 'cùng xã', m: 0.8, u: 0.01, test: is('same'), tf },
      { code: 'mapped', label: 'xã cũ đã nhập vào xã này', m: 0.1, u: 0.01, test: is('mapped'), tf },
      { code: 'candidate', label: 'xã cũ bị chia, xã này là một phần', m: 0.02, u: 0.004, test: is('candidate') },
      { code: 'joined', label: 'hai xã cũ nay là một', m: 0.02, u: 0.01, test: is('joined') },
    ],
    otherwise: { m: 0.06, u: 0.966 },
  }
}

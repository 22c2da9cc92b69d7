import type { Planted } from './planted.ts'

/** Why nothing in the extracts contradicts a planted fault of a kind, where no other row speaks of the same entity. */
const ALONE: Readonly<Record<string, string>> = {
  'tone-lost': 'another name that Vietnamese can write',
  'syllable-without-marks': 'another name that Vietnamese can write',
  'tone-placement': 'both places of the tone mark are orthography',
  'hook-for-tilde': 'another name that Vietnamese can write',
  'i-for-y': 'both spellings are names',
  doublet: 'both forms are names',
  'changed-name': 'another name',
  'given-name-first': 'another name',
  'soft-hyphen-lost': 'another name that Vietnamese can write',
  'no-marks': 'a name that has no marks to lose',
  'all-caps-no-marks': 'a name that has no marks to lose',
  'telex-residue': 'a name whose keys are its letters',
  'day-month-swap': 'another day that exists',
  'filler-1-january': 'some are born on 1 January',
  'issue-day-month-swap': 'another day that exists',
  'one-person-two-ids': 'a personal ID has no check digit, and nobody else gives the person one',
  'sex-digit': 'the row says no sex beside the number',
  'serial-d-for-đ': 'both letters occur in serials',
  'serial-digit-lost': 'a serial of an older blank',
  'area-times-ten': 'nothing else gives the area',
}

/** The world moved on and the register did not: the row is as clean as it was. */
const STALE: Readonly<Record<string, string>> = {
  'retired-still-active': 'the decision to retire stands in no extract',
  'moved-still-active': 'the decision to leave stands in no extract',
  'death-not-recorded': 'the death stands in no extract',
  'phone-out-of-date': 'the new number stands in no extract',
  'address-out-of-date': 'the new address stands in no extract',
  'owner-dead': 'the death stands in no extract',
  'inheritance-not-registered': 'the inheritance stands in no extract',
  'informal-sale': 'the handwritten paper stands in no extract',
}

/** Registers that know whole birth dates: the land register knows the year, which says nothing of day and month. */
const KNOW_DAYS = new Set(['residence', 'home-affairs'])
const NEED_DAYS = new Set(['day-month-swap', 'filler-1-january'])
/** Cells of the land register that speak of the owners; all others speak of the parcel. */
const OF_OWNERS = new Set(['chu_su_dung', 'so_giay_to', 'nam_sinh', 'dia_chi_chu'])
/** Cells with the number by which a row finds its like. */
const NUMBERS = new Set(['so_giay_to', 'so_cccd', 'so_dinh_danh'])

/** Two faults in one house that undo each other: another member now stands as its only head. */
const UNDONE: Readonly<Record<string, string>> = { 'no-head': 'two-heads', 'two-heads': 'no-head' }
/** A number that another row has too, and that row may have lost it. */
const SHARED = new Set(['number-used-twice', 'serial-used-twice', 'number-used-twice-after-merge'])

/** What else the extracts say about the row of a planted fault. */
export interface Surroundings {
  /** Other rows of an entity, `source:key`. */
  readonly othersOf: (entity: string) => readonly string[]
  readonly entities: readonly string[]
  /** Columns of the same row that carry a planted fault. */
  readonly spoilt: ReadonlySet<string>
  /** Kinds of faults planted in a row. */
  readonly kindsIn: (row: string) => ReadonlySet<string>
  /** Whether some other row shows the same number as this one. */
  readonly isShared: () => boolean
}

/**
 * The argument that a planted fault cannot be seen in the extracts alone; null where it can. A second row of the same person
 * is a witness only while a sound number says whose row it is: where the number was spoilt too, the name or date in question
 * would have to find the witness itself.
 */
export function whyHidden(
  { source, column, kind }: Planted,
  { othersOf, entities, spoilt, kindsIn, isShared }: Surroundings,
): string | null {
  if (STALE[kind] !== undefined) return STALE[kind]
  if (SHARED.has(kind) && !isShared()) return 'the other row does not show its number'
  const home = entities.filter((entity) => entity.startsWith('H')).flatMap(othersOf)
  const undoing = UNDONE[kind]
  if (undoing !== undefined && home.some((row) => kindsIn(row).has(undoing))) return 'the house has one head again'
  if (kind === 'orphan-member' && home.length === 0) return 'a file of one person who is its head'
  const isOfPerson = source !== 'land' || OF_OWNERS.has(column)
  const lostNumber = [...spoilt].some((own) => own !== column && NUMBERS.has(own))
  const own = entities.filter((entity) => entity.startsWith(isOfPerson ? 'P' : 'T'))
  const witnesses = isOfPerson && lostNumber ? [] : own.flatMap(othersOf)
  const speaking = NEED_DAYS.has(kind)
    ? witnesses.filter((row) => KNOW_DAYS.has(row.split(':', 1)[0] ?? ''))
    : witnesses
  if (kind === 'birth-year' && lostNumber) return 'no number beside it says another year'
  return speaking.length > 0 ? null : (ALONE[kind] ?? null)
}

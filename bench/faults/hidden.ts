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
  'orphan-member': 'a file of one person who is its head',
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

/** The argument that a planted fault cannot be seen in the extracts alone; null where it can. `others`: rows of the same entity. */
export function whyHidden({ kind }: Planted, others: readonly string[]): string | null {
  const witnesses = NEED_DAYS.has(kind) ? others.filter((row) => KNOW_DAYS.has(row.split(':', 1)[0] ?? '')) : others
  return STALE[kind] ?? (witnesses.length > 0 ? null : (ALONE[kind] ?? null))
}

import { yearOf } from '../../core/values.ts'
import { CHILD, FATHER, HUSBAND, MOTHER, WIFE } from './person-row.ts'

/** Words of relation that only one sex can have. Anh, chị and em are left out: cousins are called by seniority. */
const SEXES: Readonly<Record<string, 'nam' | 'nu'>> = {
  [WIFE]: 'nu',
  [HUSBAND]: 'nam',
  [FATHER]: 'nam',
  [MOTHER]: 'nu',
  '10': 'nam',
  '11': 'nu',
  '19': 'nu',
  '20': 'nam',
}

/** The sex that the word says; null where it fits both. */
export const relationSex = (relation: string): 'nam' | 'nu' | null => SEXES[relation] ?? null

/** Years that a parent is older at least [A]. An adoptive parent is 20 years older by law, save for a stepchild. */
const GENERATION = 13

/** Children are born after, parents before the head. 'Cháu' may be a nephew, who may be older than his uncle. */
const AFTER_HEAD: Readonly<Record<string, 1 | -1>> = { [CHILD]: 1, [FATHER]: -1, [MOTHER]: -1 }

/** Years by which a relative is too near in age to the head; 0 where all is well or nobody can say. */
export function yearsTooNear(relation: string, birthDate: string | null, headBirth: string | null): number {
  const side = AFTER_HEAD[relation]
  if (side === undefined || birthDate === null || headBirth === null) return 0
  const apart = (Number(yearOf(birthDate)) - Number(yearOf(headBirth))) * side
  return Math.max(0, GENERATION - apart)
}

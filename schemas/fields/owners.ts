import { splitOwners } from './owner-names.ts'

/** The cells of one owner, as `from` puts them beside those of the row. */
export type OwnerCells = Readonly<Record<'name' | 'pid' | 'cmnd' | 'born', string>>

const parts = (cell: string): readonly string[] => cell.split(/\s*(?:[;,/+&]|\svà\s)\s*/u).filter((part) => part !== '')

/** Nine digits are an old identity card, whatever stands between them; anything else is read as a personal ID. */
const isOldId = (paper: string): boolean => paper.replace(/\D/g, '').length === 9

/**
 * Owners named in one cell of a land register, each with the paper number and birth year that stand at the same place of
 * their own cells. Where the counts differ nobody can say whose number it is: it is given to nobody. Bodies yield no owner.
 */
export function ownersOf(names: string, papers: string, years: string): readonly OwnerCells[] {
  const owners = splitOwners(names)
  const numbers = parts(papers)
  const births = parts(years)
  return owners.map((name, at) => {
    const own = owners.length === 1 ? numbers : numbers.length === owners.length ? [numbers[at] ?? ''] : []
    return {
      name,
      pid: own.find((paper) => !isOldId(paper)) ?? '',
      cmnd: own.find(isOldId) ?? '',
      born: births.length === owners.length ? (births[at] ?? '') : '',
    }
  })
}

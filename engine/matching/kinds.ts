import { z } from 'zod'
import type { AnyComparison } from '../../core/comparison.ts'
import { birthDates } from './comparisons/birth-dates.ts'
import { certificates } from './comparisons/certificates.ts'
import { partialDates } from './comparisons/dates.ts'
import { names } from './comparisons/names.ts'
import { oldCardNumbers, personalIds } from './comparisons/personal-ids.ts'
import { phones } from './comparisons/phones.ts'
import { exact, identifiers, places, prefixes, texts } from './comparisons/plain.ts'
import { vietnameseNames } from './comparisons/vietnamese-names.ts'
import { levelled, levelsOptions } from './splink-levels.ts'

const floor = z.number().min(0).max(1).optional()
const words = z.array(z.string()).optional()
const share = z.number().gt(0).max(1)
const plain = z.strictObject({ floor })

/** One kind of comparison as a spec may name it: the parameters it takes and how it is made. */
interface Kind {
  readonly options: z.ZodType
  readonly make: (name: string, options: Record<string, unknown>) => AnyComparison
}

/** The comparisons that a spec file may name. Domain files import the functions instead. */
export const KINDS: Readonly<Record<string, Kind>> = {
  exact: { options: plain, make: (name, options) => exact({ name, ...options }) },
  texts: {
    options: z.strictObject({ floor, near: z.array(share).optional() }),
    make: (name, options) => texts({ name, ...options }),
  },
  names: {
    options: z.strictObject({ floor, titles: words, near: share.optional() }),
    make: (name, options) => names({ name, ...options }),
  },
  'vietnamese-names': { options: plain, make: (name, options) => vietnameseNames({ name, ...options }) },
  'birth-dates': {
    options: z.strictObject({ floor, fillers: words }),
    make: (name, options) => birthDates({ name, ...options }),
  },
  'personal-ids': {
    options: z.strictObject({ implies: words }),
    make: (name, options) => personalIds({ name, ...options }),
  },
  'old-cards': { options: z.strictObject({}), make: (name) => oldCardNumbers({ name }) },
  phones: { options: z.strictObject({}), make: (name) => phones({ name }) },
  certificates: { options: z.strictObject({}), make: (name) => certificates({ name }) },
  dates: { options: plain, make: (name, options) => partialDates({ name, ...options }) },
  identifiers: { options: z.strictObject({}), make: (name, options) => identifiers({ name, ...options }) },
  prefixes: {
    options: z.strictObject({ floor, lengths: z.array(z.number().int().positive()).optional() }),
    make: (name, options) => prefixes({ name, ...options }),
  },
  places: { options: z.strictObject({ floor, common: words }), make: (name, options) => places({ name, ...options }) },
  levels: {
    options: levelsOptions,
    make: (name, options) => levelled({ name, ...levelsOptions.parse(options) }),
  },
}

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../core/errors.ts'
import { FAMILIES, type RateOverrides } from './rates.ts'

const percent = z.number().min(0).max(90)
const familyRates = z.partialRecord(z.enum(FAMILIES), percent)
const ratesFile = z.strictObject({ 'home-affairs': familyRates, residence: familyRates, land: familyRates }).partial()

/** Reads rates in percent, `{ "land": { "E1": 5 } }`; what the file leaves out keeps its default. */
export async function readRates(path: string): Promise<RateOverrides> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Failure('InvalidInput', { problems: `--rates ${path}: ${error.message}` })
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Failure('InvalidInput', { problems: `--rates ${path}: not JSON (${(error as Error).message})` })
  }
  const parsed = ratesFile.safeParse(json)
  if (!parsed.success)
    throw new Failure('InvalidInput', { problems: `--rates ${path}: ${z.prettifyError(parsed.error)}` })
  return parsed.data
}

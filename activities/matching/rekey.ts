import type { AnyDomain } from '../../core/domain.ts'
import { blockKeysOf, compositesOf } from '../../engine/matching/domain.ts'
import { replaceKeys, valuesInParts } from '../../store/records.ts'
import type { Tx } from '../../store/sql.ts'

/** Makes the block keys and composites of all records of a domain anew: its rules, or how it compares, have changed. */
export async function rekey(tx: Tx, domain: AnyDomain): Promise<void> {
  const blank = Object.fromEntries(Object.keys(domain.fields).map((field) => [field, null]))
  const [blockKeys, composites] = [blockKeysOf(domain), compositesOf(domain)]
  for await (const part of valuesInParts(tx, domain.name))
    await replaceKeys(
      tx,
      part.map(([recordId, values]) => {
        const row = { ...blank, ...values }
        return { recordId, blockKeys: blockKeys(row), composites: composites(row) }
      }),
    )
}

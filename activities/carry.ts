import type { AnyDomain, Values } from '../core/domain.ts'
import { ruleHashes } from '../engine/quality/rules.ts'
import { type Carriers, carriersOf, listFields } from '../engine/survivorship/carry.ts'
import { type Lineage, winnerOf } from '../engine/survivorship/merge.ts'
import { loadCrosswalks } from '../store/crosswalks.ts'
import { type RecordFinding, saveNewFindings } from '../store/findings.ts'
import { splitRef } from '../store/records.ts'
import type { Tx } from '../store/sql.ts'

/** What brings the codes of a domain's golden records to the current version of their lists. */
export const loadCarriers = async (tx: Tx, domain: AnyDomain): Promise<Carriers> =>
  carriersOf(
    domain,
    await loadCrosswalks(
      tx,
      listFields(domain).map(([, { name }]) => name),
    ),
  )

interface Draft {
  readonly values: Values
  readonly lineage: Lineage
}

/** Findings on the records whose codes no crosswalk carries for sure; one that was raised before is not raised again. */
export async function saveStays(tx: Tx, runId: string, domain: AnyDomain, drafts: readonly Draft[]): Promise<number> {
  const behind = drafts.filter(({ lineage }) => lineage.stays)
  if (behind.length === 0) return 0
  const hashes = ruleHashes(domain)
  const findings = behind.flatMap(({ values, lineage }) =>
    Object.entries(lineage.stays ?? {}).map(([field, why]): RecordFinding => {
      const [source, key] = splitRef(winnerOf(lineage, field).winner)
      const code = `${domain.name}.${field}.not-current`
      const got = `${values[field]}: ${why}`
      return { source, key, code, field, severity: 'warn', got, expected: EXPECTED, ruleHash: hashes.get(code) ?? '' }
    }),
  )
  return saveNewFindings(tx, runId, domain.name, findings)
}

const EXPECTED = 'một mã của danh mục hiện hành'

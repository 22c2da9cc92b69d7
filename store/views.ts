import type { AnyDomain } from '../core/domain.ts'
import { script, type Tx } from './sql.ts'

const snake = (name: string): string => name.replace(/-/g, '_').replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

/** Typed views, one per domain (`golden.person`), so that people can query golden records with SQL. */
export async function createViews(tx: Tx, domains: Iterable<AnyDomain>): Promise<void> {
  await script(tx, 'create schema if not exists golden')
  for (const domain of domains) {
    const columns = Object.keys(domain.fields).map((field) => `  values ->> '${field}' as ${snake(field)}`)
    await script(
      tx,
      `drop view if exists golden.${snake(domain.name)};
create view golden.${snake(domain.name)} as
select golden_id,
${columns.join(',\n')},
  version, run_id
  from golden
 where domain = '${domain.name}'
   and state = 'active'`,
    )
  }
}

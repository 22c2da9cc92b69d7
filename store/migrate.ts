import { readdir, readFile } from 'node:fs/promises'
import type { CodeListVersion } from '../core/code-list.ts'
import type { AnyDomain } from '../core/domain.ts'
import { seedCodeLists } from './reference.ts'
import { openStore, rows, run, script, type Tx } from './sql.ts'
import { createViews } from './views.ts'

const FOLDER = new URL('./migrations/', import.meta.url)

/**
 * Brings the database to the newest numbered migration, loads the code lists that it lacks and regenerates the typed views
 * of the given domains. Safe to call from several processes at once: the first takes the lock, the others find nothing left
 * to do.
 */
export async function migrate(
  databaseUrl: string,
  domains: Iterable<AnyDomain> = [],
  lists: Iterable<CodeListVersion> = [],
): Promise<readonly string[]> {
  const store = openStore(databaseUrl, { connections: 1 })
  try {
    return await store.transaction(async (tx) => {
      await script(tx, `select pg_advisory_xact_lock(hashtext('sogoc migrate'))`)
      await script(
        tx,
        'create table if not exists migration (name text primary key, at timestamptz not null default now())',
      )
      const applied = await applyMissing(tx)
      await seedCodeLists(tx, lists)
      await createViews(tx, domains)
      return applied
    })
  } finally {
    await store.close()
  }
}

async function applyMissing(tx: Tx): Promise<readonly string[]> {
  const done = new Set((await rows<{ name: string }>(tx, 'select name from migration')).map(({ name }) => name))
  const missing = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql') && !done.has(name)).sort()
  for (const name of missing) {
    await script(tx, await readFile(new URL(name, FOLDER), 'utf8'))
    await run(tx, 'insert into migration (name) values ($1)', [name])
  }
  return missing
}

import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { removePostgres } from '../../cli/local/postgres.ts'
import { startStack } from '../../cli/local/stack.ts'
import { claim } from '../../cli/local/stack-file.ts'
import { stopLeftoverTemporal } from '../../cli/local/temporal.ts'
import { readConfig } from '../../core/config.ts'
import { SEARCH_ATTRIBUTES } from '../../core/search-attributes.ts'
import { codeLists } from '../../schemas/reference/lists.ts'
import { migrate } from '../../store/migrate.ts'
import { dropDatabase, keptDatabases, templateDatabase } from './database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
    templateDatabase: string
    temporalAddress: string
    temporalUi: string | null
    namespace: string
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const HOME = join(ROOT, '.sogoc')

/** One stack for the whole run, in a folder of its own: runs side by side and `npm start` do not meet. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await removeEarlierRuns()
  const config = readConfig()
  const dir = `.sogoc/test-${process.pid}`
  const stack = await startStack({
    dir,
    fresh: true,
    isAnnounced: false,
    searchAttributes: SEARCH_ATTRIBUTES,
    env: {
      databaseUrl: config.DATABASE_URL,
      temporalAddress: config.TEMPORAL_ADDRESS,
      temporalNamespace: config.TEMPORAL_NAMESPACE,
    },
  })
  const template = await templateDatabase(stack.databaseUrl, (url) => migrate(url, [], codeLists())).catch(
    async (error: unknown) => {
      await stack.stop()
      throw error
    },
  )
  project.provide('databaseUrl', stack.databaseUrl)
  project.provide('templateDatabase', template)
  project.provide('temporalAddress', stack.temporalAddress)
  project.provide('temporalUi', stack.temporalUi)
  project.provide('namespace', stack.namespace)
  return async () => {
    const kept = await keptDatabases(stack.databaseUrl, template)
    await dropDatabase(stack.databaseUrl, template)
    await stack.stop()
    if (kept.length === 0) await removeStack(dir)
    else if (config.DATABASE_URL === undefined)
      process.stderr.write(
        `Until the next run, ${dir} keeps ${kept.join(', ')}. To look: node --import tsx cli/local/open.ts ${dir}\n`,
      )
  }
}

/** Removes the folder of a stack that is not running. */
async function removeStack(dir: string): Promise<void> {
  const folder = join(ROOT, dir)
  const release = claim(folder)
  await Promise.all([removePostgres(join(folder, 'postgres')), stopLeftoverTemporal(folder)])
  await rm(folder, { recursive: true, force: true })
  release()
}

/** What killed or failed runs left. A folder that a run still uses refuses. */
async function removeEarlierRuns(): Promise<void> {
  if (!existsSync(HOME)) return
  for (const name of readdirSync(HOME).filter((entry) => /^test-\d+$/.test(entry)))
    await removeStack(`.sogoc/${name}`).catch(() => {})
}

import pg from 'pg'
import { afterAll, inject, TestRunner } from 'vitest'

export type Migrate = (url: string) => Promise<unknown>

/** Every test file gets a copy of it: a copy takes 0.1 s, the migrations more. Once per run, by the global set-up. */
export async function templateDatabase(server: string, migrate: Migrate): Promise<string> {
  const name = `sogoc_template_${process.pid}`
  await run(server, `drop database if exists ${name}`)
  await run(server, `create database ${name}`)
  await migrate(databaseUrl(server, name))
  return name
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  await run(server, `drop database if exists ${name} with (force)`)
}

/**
 * A migrated database, or an empty one, for the test that calls it; called at the top of a file, for the whole file. It is
 * dropped when that passed, and kept when it failed.
 */
export async function testDatabase({ isEmpty = false } = {}): Promise<string> {
  const server = inject('databaseUrl')
  const name = `${testPrefix(inject('templateDatabase'))}${process.pid}_${++count}`
  await run(server, `create database ${name} template ${isEmpty ? 'template0' : inject('templateDatabase')}`)
  const release = async (user: Outcome) => {
    if (hasFailed(user)) process.stderr.write(`\nkept for a look: database ${name}\n`)
    else await dropDatabase(server, name)
  }
  const test = TestRunner.getCurrentTest()
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern to know which fixtures the hook wants
  if (test === undefined) afterAll(async ({}, suite) => release(suite))
  else test.context.onTestFinished(() => release(test))
  return databaseUrl(server, name)
}

/** Databases of this run that are still there: those of failed test files. */
export async function keptDatabases(server: string, template: string): Promise<string[]> {
  const kept = await run(server, 'select datname from pg_database where starts_with(datname, $1)', [
    testPrefix(template),
  ])
  return kept.map(({ datname }) => String(datname))
}

let count = 0

const testPrefix = (template: string) => `${template.replace('template', 'test')}_`

interface Outcome {
  readonly result?: { readonly state: string }
  readonly tasks?: readonly object[]
}

function hasFailed(task: Outcome): boolean {
  return task.result?.state === 'fail' || (task.tasks ?? []).some(hasFailed)
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function run(connectionString: string, sql: string, values: string[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

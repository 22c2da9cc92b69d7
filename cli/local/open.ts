import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { startGuard } from './guard.ts'
import { startPostgres } from './postgres.ts'
import { claim } from './stack-file.ts'

// Starts only the PostgreSQL of a stack that is not running, to look into it: the databases that a failed test keeps.
const [dir] = process.argv.slice(2)
if (dir === undefined) throw new Error('Usage: node --import tsx cli/local/open.ts .sogoc/test-123')
const release = claim(resolve(dir))
const guard = await startGuard()
const { url } = await startPostgres({ dataDir: join(dir, 'postgres'), guard })
process.stdout.write(`${url}\n`)
process.stderr.write('Ctrl-C stops it.\n')
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
await guard.stop()
release()

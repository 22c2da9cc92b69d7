// What npm run demo, start, test and bench do: install what is missing, then run. From a fresh clone it needs Node, npm,
// and python3 with pip.

import { fileURLToPath } from 'node:url'
import { follow } from './children.mjs'
import { checkNode, say, setUp } from './setup.mjs'

const LIFELINE = ['--import', './cli/local/lifeline.mjs']
const TYPESCRIPT = [...LIFELINE, '--import', 'tsx']
const COMMANDS = {
  demo: [...TYPESCRIPT, 'cli/main.ts', 'demo'],
  start: [...TYPESCRIPT, 'cli/main.ts', 'start'],
  test: [...LIFELINE, 'node_modules/vitest/vitest.mjs', 'run'],
  bench: [...TYPESCRIPT, 'bench/main.ts'],
  // Only the installs, as CI wants them before its checks.
  setup: null,
}

const [name = '', ...args] = process.argv.slice(2)
if (!Object.hasOwn(COMMANDS, name)) {
  say(`unknown command "${name}". Usage: node cli/local/run.mjs ${Object.keys(COMMANDS).join('|')} [arguments]`)
  process.exit(2)
}

// Under a shell it may be meant to go on in the background; under npm it never is.
if (process.env.npm_lifecycle_event !== undefined) await import('./lifeline.mjs')
try {
  checkNode()
  await setUp({ needsBrowser: name === 'test' || name === 'setup' })
} catch (error) {
  say(error.message)
  process.exit(1)
}
const program = COMMANDS[name]
if (program !== null) {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  process.exitCode = await follow(process.execPath, [...program, ...args], root)
}

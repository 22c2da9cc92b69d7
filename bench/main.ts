import { readdir } from 'node:fs/promises'
import { nearest } from '../core/nearest.ts'
import { type Figure, printFigures } from './figure.ts'

// `npm run bench -- NAME [ARGUMENT…] [--json]`: a bench is found by being there. Each is timed beside a peer in the same run.
const KNOWN = (await readdir(new URL('.', import.meta.url)))
  .filter((name) => name.endsWith('.ts') && !['main.ts', 'figure.ts'].includes(name))
  .map((name) => name.slice(0, -'.ts'.length))
  .sort()

const args = process.argv.slice(2)
const json = args.includes('--json')
const [name = '', ...own] = args.filter((arg) => arg !== '--json')
const wanted = name === 'all' ? KNOWN : KNOWN.filter((known) => known === name)
if (wanted.length === 0) {
  const near = nearest(name, KNOWN)
  process.stderr.write(
    `bench "${name}" is not there${near ? `, did you mean "${near}"?` : ''} Usage: npm run bench -- ${['all', ...KNOWN].join('|')} [--json]\n`,
  )
  process.exit(2)
}
for (const bench of wanted) {
  const { run } = (await import(`./${bench}.ts`)) as { run: (own: readonly string[]) => Promise<readonly Figure[]> }
  printFigures(bench, await run(own), json)
}

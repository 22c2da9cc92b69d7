import { readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { expect, test } from 'vitest'

// This table is the architecture: what each folder may import of ours. cli, worker.ts, bench and test may import anything.
const engines = ['engine/quality', 'engine/matching', 'engine/survivorship']
const may: Record<string, { value: string[]; type?: string[] }> = {
  core: { value: [] },
  connectors: { value: ['core'] },
  store: { value: ['core'] },
  simulators: { value: ['core'] },
  'engine/quality': { value: ['core'] },
  'engine/matching': { value: ['core'] },
  'engine/survivorship': { value: ['core'] },
  schemas: { value: ['core', ...engines, 'connectors'] },
  activities: { value: ['core', ...engines, 'store'], type: ['connectors', 'schemas'] },
  workflows: { value: ['core'], type: ['activities'] },
  console: { value: ['core', 'store', 'workflows/messages.ts'], type: ['schemas', 'engine/matching'] },
}
/** Packages that only these places may load. */
const packages: Record<string, string[]> = {
  pg: [
    'store',
    'connectors',
    'simulators',
    'cli/local/postgres.ts',
    'test/support',
    'test/simulators',
    'test/cli',
    'bench',
  ],
  'pg-copy-streams': ['store', 'connectors', 'simulators', 'bench'],
  '@temporalio/workflow': ['workflows'],
  '@temporalio/activity': ['activities/edge.ts'],
  '@temporalio/client': ['cli', 'console', 'test'],
}
/** What would enter the workflow bundle and break it, or slip in silently. */
const notInWorkflows = /^(node:|pg$|pino$|@temporalio\/(activity|client|worker))/

const EXEMPT = /node_modules|\.sogoc|\.git|test\/replay\/histories/
const everything = filesUnder('.')

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (EXEMPT.test(path)) return []
    return entry.isDirectory() ? filesUnder(path) : path.endsWith('.ts') ? [path] : []
  })
}

const inside = (path: string, folders: readonly string[]) => folders.some((f) => path === f || path.startsWith(`${f}/`))

interface Import {
  readonly file: string
  readonly typeOnly: boolean
  readonly to: string
}

const imports: Import[] = everything.flatMap((file) => {
  const text = readFileSync(file, 'utf8')
  const found = [...text.matchAll(/^(?:import|export)( type)?\b[^'";]*?['"]([^'"]+)['"]/gm)]
  return found.map(([, typeOnly, to = '']) => ({ file, typeOnly: typeOnly !== undefined, to }))
})

test('arrows point down', () => {
  const faults = Object.entries(may).flatMap(([folder, { value, type = [] }]) =>
    imports
      .filter(({ file, to }) => inside(file, [folder]) && to.startsWith('.'))
      .map(({ file, typeOnly, to }) => ({ file, target: posix.join(dirname(file), to), typeOnly }))
      .filter(({ target, typeOnly }) => !inside(target, [folder, ...value, ...(typeOnly ? type : [])]))
      .map(({ file, target }) => `${file} may not import ${target}`),
  )
  expect(faults).toEqual([])
})

test('packages stay in their places', () => {
  const faults = imports.flatMap(({ file, to, typeOnly }) => {
    const places = packages[to]
    const strays = places && !typeOnly && !inside(file, [...places, 'test']) ? [`${file} may not load ${to}`] : []
    return inside(file, ['workflows']) && notInWorkflows.test(to) && !typeOnly
      ? [...strays, `${file} may not load ${to}`]
      : strays
  })
  expect(faults).toEqual([])
})

test('only core/config.ts reads the environment', () => {
  const readers = everything.filter(
    (file) => !file.startsWith('test/') && /process\.env\b/.test(readFileSync(file, 'utf8')),
  )
  expect(readers).toEqual(['core/config.ts'])
})

test('no file is over 400 lines, and the median is small', () => {
  const lengths = everything.map((file) => [file, readFileSync(file, 'utf8').split('\n').length] as const)
  expect(lengths.filter(([, lines]) => lines > 400)).toEqual([])
  const median = lengths.map(([, lines]) => lines).sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0
  expect(median).toBeLessThanOrEqual(130)
})

test('no folder is a drawer', () => {
  const drawers = everything.filter((file) => /(^|\/)(utils?|helpers?|common|lib|mixins|misc)(\.ts|\/)/.test(file))
  expect(drawers).toEqual([])
})

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toTcvn3 } from '../connectors/text/samples.ts'

const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sogoc-read-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function stored(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly objects: readonly Record<string, unknown>[]
}

function read(...args: readonly string[]): Promise<Ran> {
  const node = ['--import', 'tsx', PROGRAM, 'read', ...args]
  return new Promise((done) => {
    execFile(process.execPath, node, { cwd: ROOT, maxBuffer: 1 << 28 }, (error, out, err) => {
      const code = error === null ? 0 : Number(error.code)
      const lines = args.includes('--json') ? out.split('\n').filter((line) => line !== '') : []
      done({ code, out, err, objects: lines.map((line) => JSON.parse(line)) })
    })
  })
}

describe('--json', () => {
  test('the dialect comes first, then a row or a fault for each record, in the order of the file', async () => {
    const file = await stored('mot.csv', 'ma;ten\n1;"Trần\nVăn B"\n2\n3;x"y\n4;=1+1\n')
    const { code, objects } = await read(file, '--json')
    expect(objects[0]).toEqual({ encoding: 'utf-8', delimiter: ';', columns: ['ma', 'ten'] })
    expect(objects.slice(1)).toMatchObject([
      { line: 2, values: ['1', 'Trần\nVăn B'] },
      { line: 4, fault: 'ragged-row' },
      { line: 5, column: 'ten', fault: 'stray-quote' },
      { line: 6, values: ['4', '=1+1'] },
    ])
    expect(Object.keys(objects[2]!)).toEqual(['line', 'fault', 'got', 'expected', 'todo'])
    expect(code).toBe(1)
  })

  test('exit 0 when every row was read', async () => {
    const { code, objects, err } = await read(await stored('hai.csv', 'a,b\n1,2\n'), '--json')
    expect([code, objects.length, err]).toEqual([0, 2, ''])
  })

  test('a file that is refused is one object', async () => {
    const { code, objects } = await read(await stored('ba.csv', '%PDF-1.4\n'), '--json')
    expect(code).toBe(1)
    expect(objects).toMatchObject([{ file: 'ba.csv', line: null, fault: 'binary-file' }])
  })

  test('all faults of a header are in that object', async () => {
    const { objects } = await read(await stored('bon.csv', 'a,,a\n'), '--json')
    expect(objects).toMatchObject([{ fault: 'empty-column-name', more: [{ fault: 'duplicate-column' }] }])
  })

  test('a file that turns out to be unusable ends with the fault', async () => {
    const { code, objects } = await read(await stored('nam.csv', `a,b\n${'1,2\n'.repeat(3_000)}3,"4\n`), '--json')
    expect(code).toBe(1)
    expect(objects).toHaveLength(3_002)
    expect(objects.at(-1)).toMatchObject({ fault: 'unterminated-quote', line: 3_002 })
  })

  test('--limit counts records, faults too, and reads no further', async () => {
    const file = await stored('sau.csv', `a,b\n1,2\n3\n4,5\n${'6,7\n'.repeat(2_000)}8,"9\n`)
    const { code, objects } = await read(file, '--json', '--limit', '3')
    expect(objects.slice(1).map(({ line }) => line)).toEqual([2, 3, 4])
    expect(code).toBe(1)
    expect((await read(file, '--json', '--limit', '0')).objects).toHaveLength(1)
  })
})

describe('the listing', () => {
  test('shows encoding, delimiter, columns, the first rows and the faults', async () => {
    const names = ['Trần Văn Đức', 'Phạm Ngọc Quỳnh', 'Bùi Thị Hương'].map((name, i) => `${i}|${name}`)
    const file = await stored('bay.txt', Buffer.from(toTcvn3(`ma|ten\n${names.join('\n')}\nmột|hai|ba\n`), 'latin1'))
    const { code, out } = await read(file)
    expect(out).toContain('tcvn3, tin cậy 100 %')
    expect(out).toMatch(/2\s+0\s+Trần Văn Đức/)
    expect(out).toMatch(/3 dòng đọc được .* 1 dòng lỗi/)
    expect(out).toContain('dòng 5: [ragged-row] 3 ô')
    expect(code).toBe(1)
  })

  test('terminal codes in cells do not reach the terminal', async () => {
    const { out } = await read(await stored('tam.csv', 'a\n\x1b[2Jx\n'))
    expect(out).not.toContain('\x1b')
  })

  test('a refusal is told on stderr, in plain words', async () => {
    const { code, out, err } = await read(await stored('chin.csv', ''))
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('tệp rỗng')
  })
})

describe('a wrong request exits with 2', () => {
  test.each([
    [['--encoding', 'utf8'], 'utf-8'],
    [['--encoding', 'vni'], 'vni-windows'],
    [['--delimiter', 'semicolons'], 'semicolon'],
    [['--limit', '-1'], '--limit'],
    [['--limit', 'ten'], '--limit'],
    [['--jsn'], '--json'],
  ])('%j', async (args, hint) => {
    const { code, out, err } = await read(await stored('muoi.csv', 'a\n1\n'), ...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(hint)
  })

  test('a file that is not there, with the name that was meant', async () => {
    await stored('ho-khau-2026-11-22.csv', 'a\n')
    const { code, err } = await read(join(folder, 'ho-khau-2026-11-23.csv'))
    expect(code).toBe(2)
    expect(err).toContain('"ho-khau-2026-11-22.csv"')
  })

  test('no file at all', async () => {
    expect((await read()).code).toBe(2)
  })
})

test('--help shows an example and the exit codes', async () => {
  const { code, out } = await read('--help')
  expect(code).toBe(0)
  expect(out).toContain('sogoc read ho-khau-2026-11-22.csv')
  expect(out).toContain('windows-1258')
})

describe('a large file', () => {
  beforeAll(async () => {
    const out = createWriteStream(join(folder, 'lon.csv'))
    out.write('ma,ten,que_quan,ghi_chu\n')
    const block = '012345678901,Nguyễn Thị Hồng,"Thôn Đông, xã Hoà Phước",không\n'.repeat(10_000)
    for (let i = 0; i < 80; i++) if (!out.write(block)) await once(out, 'drain')
    await new Promise<void>((done) => out.end(done))
  })

  const piped = (script: string) =>
    new Promise<{ code: number | null; out: string; err: string }>((done) => {
      const shell = spawn('bash', ['-c', `set -o pipefail; ${script}`], { cwd: ROOT })
      let out = ''
      let err = ''
      shell.stdout.on('data', (data) => (out += data))
      shell.stderr.on('data', (data) => (err += data))
      shell.on('close', (code) => done({ code, out, err }))
    })
  const command = (options: string) =>
    `"${process.execPath}" ${options} --import tsx "${PROGRAM}" read "${join(folder, 'lon.csv')}"`

  test('a reader that leaves early is no fault', async () => {
    const { out, err, code } = await piped(`${command('')} --json | head -2`)
    expect(out.split('\n')).toHaveLength(3)
    expect([err, code]).toEqual(['', 0])
  })

  test('a slow reader holds the program back: 60 MB pass through a heap of 48 MB', async () => {
    const { out, err, code } = await piped(`${command('--max-old-space-size=48')} --json | (sleep 1; wc -l)`)
    expect([err, code, Number(out)]).toEqual(['', 0, 800_001])
  })
})

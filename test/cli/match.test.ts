import { readdirSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { KINDS } from '../../engine/matching/kinds.ts'
import { textRow, workbookOf } from '../connectors/sources/sheet-files.ts'
import { toTcvn3 } from '../connectors/text/samples.ts'
import { files, sogoc } from './run.ts'

// Each run is a process of its own, and some tests need half a dozen.
vi.setConfig({ testTimeout: 240_000 })

const { folder, stored } = await files()
afterAll(() => rm(folder, { recursive: true, force: true }))

const out = (name: string): string => join(folder, name)
const lines = (dir: string, name: string): string[] => readFileSync(join(dir, name), 'utf8').trimEnd().split('\n')
const column = (dir: string, name: string, wanted: string): string[] => {
  const [header, ...rows] = lines(dir, name)
  const at = header!.split(',').indexOf(wanted)
  return rows.map((row) => row.split(',')[at]!)
}

const docs = (path: string): string => fileURLToPath(new URL(`../../docs/${path}`, import.meta.url))
const PEOPLE = docs('examples/match/people.csv')
const PERSONS = docs('examples/match/people.json')
const [header = '', ...everyone] = readFileSync(PEOPLE, 'utf8').trimEnd().split('\n')
const keys = everyone.map((row) => row.split(',')[0]!)
const truth = new Map(everyone.map((row) => row.split(',').slice(0, 2) as [string, string]))

const SMALL = {
  format: 'match-spec/1',
  name: 'nhỏ',
  key: 'id',
  block: { 'name-year': ['ho_ten', 'nam'], given: [{ column: 'ho_ten', words: 'last' }, 'nam'] },
  compare: { name: { kind: 'vietnamese-names', column: 'ho_ten' }, year: { kind: 'dates', column: 'nam' } },
}
const spec = (change: object = {}, name = 'spec.json') => stored(name, JSON.stringify({ ...SMALL, ...change }))
const small = (rows: readonly string[], name = 'small.csv') => stored(name, `id,ho_ten,nam\n${rows.join('\n')}\n`)
const AN = ['1,Nguyễn Văn An,1970', '2,Nguyễn Văn An,1970', '3,Trần Thị Bình,1981']

let found = ''
let figures = { pairs: 0, edges: 0, clusters: 0, evaluation: { afterClosure: { f1: 0 } } }
beforeAll(async () => {
  found = out('found')
  const ran = await sogoc('match', 'dedupe', PEOPLE, '--spec', PERSONS, '--out', found, '--truth', 'nguoi', '--json')
  expect([ran.code, ran.err]).toEqual([0, ''])
  figures = ran.objects[0] as unknown as typeof figures
})

test('a run counts what it did, measures it before and after closure, and says what it believed', () => {
  expect(figures).toMatchObject({
    name: 'nguoi',
    records: 600,
    unread: 0,
    pairs: expect.any(Number),
    edges: expect.any(Number),
    clusters: expect.any(Number),
    hotKeys: [],
    model: { converged: true, link: 0, how: 'em' },
    seconds: { total: expect.any(Number) },
    evaluation: {
      records: 600,
      pairwise: { precision: expect.any(Number), recall: expect.any(Number), f1: expect.any(Number) },
      bcubed: { f1: expect.any(Number) },
      beforeClosure: { f1: expect.any(Number) },
      afterClosure: { f1: expect.any(Number) },
    },
  })
  expect(figures.evaluation.afterClosure.f1).toBeGreaterThan(0.95)
})

test('the folder holds clusters, pairs with their levels, mistakes by cluster, model, findings and charts', () => {
  expect(readdirSync(found).sort()).toEqual([
    'blocks.svg',
    'clusters.csv',
    'false-merges.csv',
    'figures.json',
    'findings.jsonl',
    'missed.csv',
    'model.json',
    'pair-heaviest-apart.svg',
    'pair-heaviest.svg',
    'pair-lightest-together.svg',
    'pairs.csv',
    'review.csv',
    'run.json',
    'thresholds.svg',
    'weights.svg',
  ])
  expect(lines(found, 'clusters.csv')[0]).toBe('record,cluster')
  expect(column(found, 'clusters.csv', 'record').sort()).toEqual([...keys].sort())
  expect(new Set(column(found, 'clusters.csv', 'cluster')).size).toBe(figures.clusters)
  expect(lines(found, 'pairs.csv')[0]).toMatch(/^left,right,bits,probability,rule,fate,level_soDinhDanh,level_hoTen,/)
  expect(lines(found, 'pairs.csv')).toHaveLength(1 + figures.edges)
  expect(lines(found, 'false-merges.csv')[0]).toBe('cluster,record,entity,other,bits,met_by')
  expect(lines(found, 'missed.csv')[0]).toBe('entity,record,cluster,other,bits,met_by')
  for (const row of lines(found, 'findings.jsonl')) expect(JSON.parse(row)).toHaveProperty('message')
  for (const name of readdirSync(found).filter((own) => own.endsWith('.svg')))
    expect(readFileSync(join(found, name), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s)
})

test('shuffled rows, other threads and the frozen model give the same clusters, pairs and model', async () => {
  const shuffled = await stored('shuffled.csv', [header, ...everyone.toReversed()].join('\n'))
  const again = out('again')
  const { code } = await sogoc('match', 'dedupe', shuffled, '--spec', PERSONS, '--out', again, '--workers', '1')
  expect(code).toBe(0)
  for (const name of ['clusters.csv', 'pairs.csv', 'review.csv', 'model.json'])
    expect(readFileSync(join(again, name), 'utf8')).toBe(readFileSync(join(found, name), 'utf8'))
  const frozen = out('frozen')
  await sogoc('match', 'dedupe', shuffled, '--spec', PERSONS, '--out', frozen, '--model', join(found, 'model.json'))
  expect(readFileSync(join(frozen, 'pairs.csv'), 'utf8')).toBe(readFileSync(join(found, 'pairs.csv'), 'utf8'))
})

test('a model that is trained alone is the one that a run learns, with what speaks against it', async () => {
  const model = out('models/people.json')
  const { code, objects } = await sogoc('model', 'train', PEOPLE, '--spec', PERSONS, '--out', model, '--json')
  expect([code, objects[0]]).toMatchObject([0, { records: 600, converged: true, diagnostics: expect.any(Array) }])
  expect(readFileSync(model, 'utf8')).toBe(readFileSync(join(found, 'model.json'), 'utf8'))
})

test('a pair is explained with facts, levels, keys, decision and the steps of its cluster', async () => {
  const pair = lines(found, 'pairs.csv')
    .slice(1)
    .find((row) => row.includes(',joined,'))!
  const [left = '', right = '', bits] = pair.split(',')
  const svg = out('pair.svg')
  const { code, objects } = await sogoc('match', 'explain', left, right, '--out', found, '--json', '--svg', svg)
  expect(code).toBe(0)
  const told = objects[0] as { total: number; prior: number; bars: { bits: number; terms: number }[] }
  expect(told).toMatchObject({
    left,
    right,
    decision: 'together',
    why: { code: 'joined' },
    facts: expect.arrayContaining([expect.objectContaining({ comparison: 'hoTen' })]),
    keys: expect.arrayContaining([expect.objectContaining({ outcome: 'shared' })]),
    how: [{ steps: expect.arrayContaining([expect.objectContaining({ fate: 'joined' })]) }],
  })
  expect(told.total).toBeCloseTo(Number(bits), 3)
  expect(told.bars.reduce((sum, bar) => sum + bar.bits + bar.terms, told.prior)).toBeCloseTo(told.total, 3)
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg /)
  const said = await sogoc('match', 'explain', left, right, '--out', found)
  expect(said.out).toContain('CÙNG MỘT CỤM (together)')
  expect((await sogoc('match', 'explain', left, 'không-có', '--out', found)).code).toBe(2)
  expect((await sogoc('match', 'explain', left, left, '--out', found)).err).toContain('một bản ghi')
})

test('thresholds are measured before and after closure, and the folder of no run is refused', async () => {
  const { code, objects } = await sogoc(
    ...['match', 'thresholds', '--out', found, '--truth', 'nguoi', '--from', '-4', '--json'],
  )
  expect(code).toBe(0)
  expect(objects[0]).toMatchObject({
    bits: -4,
    pairs: { precision: expect.any(Number) },
    connected: { pairwise: { f1: expect.any(Number) }, largest: expect.any(Number) },
    clusters: { pairwise: { f1: expect.any(Number) }, bcubed: { f1: expect.any(Number) } },
    under: 0,
    asked: expect.any(Number),
  })
  const recall = objects.map((own) => (own as { pairs: { recall: number } }).pairs.recall)
  expect(recall).toEqual(recall.toSorted((a, b) => b - a))
  expect((await sogoc('match', 'thresholds', '--out', folder, '--truth', 'nguoi')).code).toBe(2)
  expect((await sogoc('match', 'thresholds', '--out', found)).err).toContain('--truth')
})

test('labels enter the model that is learnt and measure it; whole entities measure like the truth', async () => {
  const judged = lines(found, 'pairs.csv')
    .slice(1, 200)
    .map((row) => row.split(',').slice(0, 2) as [string, string])
    .map(([a, b]) => `${a},${b},${truth.get(a) === truth.get(b) ? 1 : 0}`)
  const pairs = await stored('labels.csv', ['left,right,label', ...judged, 'no-one,nobody,1'].join('\n'))
  const args = ['--spec', PERSONS, '--out', out('labelled')]
  const ran = await sogoc('match', 'dedupe', PEOPLE, ...args, '--labels', pairs, '--json')
  expect([ran.code, ran.objects[0]]).toMatchObject([
    0,
    {
      labels: { labels: 199, unknown: 1, quality: { all: { labels: 199, clusters: { recall: expect.any(Number) } } } },
    },
  ])
  const entities = await stored('entities.csv', ['record,cluster', ...[...truth].map((own) => own.join())].join('\n'))
  const points = await sogoc('match', 'thresholds', '--out', found, '--labels', entities, '--json')
  const byTruth = await sogoc('match', 'thresholds', '--out', found, '--truth', 'nguoi', '--json')
  expect(points.objects).toEqual(byTruth.objects)
  const byPairs = await sogoc('match', 'thresholds', '--out', found, '--labels', pairs, '--json')
  expect(byPairs.objects[0]).toMatchObject({ connected: null, clusters: { pairwise: { f1: expect.any(Number) } } })
  const wrong = await stored('wrong.csv', 'a,b\n1,2\n')
  expect((await sogoc('match', 'dedupe', PEOPLE, ...args, '--labels', wrong)).code).toBe(2)
})

test('the rules are counted before anything is scored, and too many pairs are refused by name', async () => {
  const { code, objects } = await sogoc('match', 'blocks', PEOPLE, '--spec', PERSONS, '--truth', 'nguoi', '--json')
  expect(code).toBe(0)
  const report = objects[0] as { pairs: number; rules: { name: string; fresh: number; truth: { sofar: number } }[] }
  expect(report.pairs).toBe(figures.pairs)
  expect(report.rules.map(({ name }) => name)).toContain('so-dinh-danh')
  expect(report.rules.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(report.pairs)
  expect(report.rules.at(-1)!.truth.sofar).toBeGreaterThan(0.9)
  const refused = await sogoc('match', 'dedupe', PEOPLE, '--spec', PERSONS, '--out', out('x'), '--budget', '10')
  expect([refused.code, refused.out]).toEqual([2, ''])
  expect(refused.err).toMatch(/ngân sách 10 .*ten-nam-sinh: 464/)
  expect(readdirSync(out('x'))).toEqual([])
})

test('a link pairs across files only, the first file on the left, and keys may be the same in both', async () => {
  const left = await small(['1,Nguyễn Văn An,1970', '2,Nguyễn Văn An,1970', '3,Trần Thị Bình,1981'], 'z.csv')
  const right = await small(['1,Nguyễn Văn An,1970', '3,Trần Thị Bình,1981', '9,Lê Cường,1990'], 'a.csv')
  const dir = out('linked')
  const { code, objects } = await sogoc('match', 'link', left, right, '--spec', await spec(), '--out', dir, '--json')
  expect([code, objects[0]?.records]).toEqual([0, 6])
  expect(lines(dir, 'clusters.csv')[0]).toBe('record,cluster,table')
  expect(
    lines(dir, 'pairs.csv')
      .slice(1)
      .map((row) => row.split(',').slice(0, 2).join()),
  ).toEqual(expect.arrayContaining(['1,1', '2,1', '3,3']))
  const told = await sogoc('match', 'explain', 'z.csv:1', 'a.csv:1', '--out', dir, '--json')
  expect(told.objects[0]).toMatchObject({ left: 'z.csv:1', right: 'a.csv:1', decision: 'together' })
  expect((await sogoc('match', 'explain', '1', '9', '--out', dir)).err).toContain('z.csv:1')
  const empty = await small([], 'none.csv')
  const none = await sogoc('match', 'link', left, empty, '--spec', await spec(), '--out', out('none'), '--json')
  expect([none.code, none.objects[0]]).toMatchObject([0, { records: 3, pairs: 0, clusters: 3 }])
})

test('text in old encodings, workbooks, BOM, CRLF, quotes and decomposed names all read as one', async () => {
  const legacy = ['id;ho_ten;nam', ...Array.from({ length: 30 }, (_, i) => `L${i};Nguyễn Thị Hường ${i};19${50 + i}`)]
  const tcvn3 = await stored('tcvn3.txt', Buffer.from(toTcvn3(legacy.join('\r\n')), 'latin1'))
  const rows = ['id,ho_ten,nam', 'A1,Nguyễn Thị Hường 7,1957', 'A2,Nguyễn Thị Hường 8,1958']
  const sheet = rows.map((row, n) => textRow(n + 1, row.split(','))).join('')
  const book = await stored('book.xlsx', workbookOf([{ name: 'Người', rows: sheet }]))
  const marked = `\ufeffid,ho_ten,nam\r\n"B1","${'Nguyễn Thị Hường 7'.normalize('NFD')}",1957\r\n`
  const bom = await stored('bom.csv', marked)
  const dir = out('mixed')
  const { code, objects } = await sogoc(
    ...['match', 'dedupe', tcvn3, book, bom, '--spec', await spec(), '--out', dir, '--json'],
  )
  expect([code, objects[0]?.records]).toEqual([0, 33])
  const [, ...clusters] = lines(dir, 'clusters.csv').map((row) => row.split(','))
  const of = (record: string) => clusters.find(([own]) => own === record)![1]
  expect([of('A1'), of('B1')]).toEqual([of('L7'), of('L7')])
  expect(of('A2')).toBe(of('L8'))
})

test('one key of every record makes no pair and is named, with who it leaves alone', async () => {
  const file = await small(
    Array.from({ length: 3000 }, (_, i) => `${i},Nguyễn Văn An,1970`),
    'same.csv',
  )
  const dir = out('same')
  const { objects } = await sogoc('match', 'dedupe', file, '--spec', await spec(), '--out', dir, '--json')
  expect(objects[0]).toMatchObject({
    records: 3000,
    pairs: 0,
    hotKeyCount: 2,
    hotKeys: [{ rule: 'name-year', key: ['nguyễn văn an', '1970'], records: 3000, example: '0' }, { rule: 'given' }],
  })
  const findings = lines(dir, 'findings.jsonl').map((row) => JSON.parse(row) as Record<string, unknown>)
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'match.hot-key', message: expect.stringContaining('nguyễn văn an + 1970') }),
  )
  expect(findings).toContainEqual(expect.objectContaining({ code: 'match.only-hot-keys', records: 3000 }))
})

test('rows without a key, ragged rows and endless cells are left out or cut, and said so', async () => {
  const file = await small([...AN, ',Không Khóa,1970', '5,thiếu ô', `6,${'Lê Văn '.repeat(20_000)},1960`], 'odd.csv')
  const dir = out('odd')
  const { code, objects } = await sogoc('match', 'dedupe', file, '--spec', await spec(), '--out', dir, '--json')
  expect([code, objects[0]]).toMatchObject([0, { records: 4, unread: 2 }])
  const findings = lines(dir, 'findings.jsonl').map((row) => JSON.parse(row) as Record<string, unknown>)
  expect(findings).toContainEqual(expect.objectContaining({ code: 'row.no-key', line: 5, file: 'odd.csv' }))
  expect(findings).toContainEqual(expect.objectContaining({ code: 'row.ragged-row', line: 6 }))
  expect(findings).toContainEqual(expect.objectContaining({ code: 'match.long-cell', column: 'ho_ten', example: '6' }))
})

test.each([
  ['only a header', [], { records: 0, clusters: 0 }],
  ['one row', AN.slice(0, 1), { records: 1, clusters: 1 }],
  ['blank columns', ['1,,', '2,,'], { records: 2, clusters: 2, pairs: 0 }],
])('%s is no fault', async (name, rows, expected) => {
  const file = await small(rows, 'few.csv')
  const { code, objects } = await sogoc('match', 'dedupe', file, '--spec', await spec(), '--out', out(name), '--json')
  expect([code, objects[0]]).toMatchObject([0, expected])
})

test('an empty file is exit 1 and an object that says why', async () => {
  const file = await stored('empty.csv', '')
  const { code, objects } = await sogoc('match', 'dedupe', file, '--spec', await spec(), '--out', out('e'), '--json')
  expect([code, objects[0]]).toMatchObject([1, { fault: 'empty-file' }])
})

test('a spec that is wrong, and a column that is not there, are refused with what was meant', async () => {
  const run = async (change: object) => {
    const own = await spec(change, 'wrong.json')
    return sogoc('match', 'dedupe', await small(AN), '--spec', own, '--out', out('w'))
  }
  expect(await run({ compar: {} })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('"compare"') })
  expect(await run({ key: 'ids' })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Ý bạn là "id"') })
})

test('keys that two rows share, a truth that is not there, an output that is a file: refused by name', async () => {
  const file = await small(AN)
  const twice = await small([...AN, '2,Ai Đó,1999'], 'twice.csv')
  const own = ['--spec', await spec(), '--out']
  expect(await sogoc('match', 'dedupe', twice, ...own, out('t'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('"2"'),
  })
  expect(await sogoc('match', 'dedupe', file, ...own, out('t'), '--truth', 'ho_tn')).toMatchObject({
    code: 2,
    err: expect.stringContaining('ho_ten'),
  })
  expect(await sogoc('match', 'dedupe', file, ...own, file)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--out'),
  })
})

test('a model of another declaration or format, and a file that changed since its run, are refused by name', async () => {
  const file = await small(AN)
  const own = ['--spec', await spec(), '--out']
  const other = await sogoc('match', 'dedupe', file, ...own, out('m'), '--model', join(found, 'model.json'))
  expect([other.code, other.err]).toEqual([2, expect.stringMatching(/nguoi.*nhỏ/s)])
  const old = await stored('old.json', '{"format":"match-model/0"}')
  expect((await sogoc('match', 'dedupe', file, ...own, out('m'), '--model', old)).err).toContain('match-model/0')
  const dir = out('changed')
  await sogoc('match', 'dedupe', file, ...own, dir)
  await writeFile(file, `id,ho_ten,nam\n${[...AN, '4,Người Mới,2000'].join('\n')}\n`)
  const changed = await sogoc('match', 'explain', '1', '2', '--out', dir)
  expect([changed.code, changed.err]).toEqual([2, expect.stringContaining('đã khác lúc chạy')])
})

test('the page on matching a file names every kind of comparison, its options and the files of a run', () => {
  const page = readFileSync(docs('match-a-file.md'), 'utf8')
  for (const [kind, { options }] of Object.entries(KINDS)) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`))
    expect(row).toBeDefined()
    for (const name of 'shape' in options ? Object.keys(options.shape as object) : [])
      expect(row).toContain(`\`${name}\``)
  }
  for (const name of readdirSync(found).filter((own) => !own.endsWith('.svg'))) expect(page).toContain(`\`${name}\``)
  for (const [, image] of page.matchAll(/\]\((images\/[^)]+)\)/g))
    expect(readFileSync(docs(image!), 'utf8')).toMatch(/^<svg /)
})

import { readFileSync, writeFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import { Failure } from '../../core/errors.ts'
import { diagnose } from '../../engine/matching/diagnostics.ts'
import { bits, type Model, modelText, readModel } from '../../engine/matching/model.ts'
import { movesBetween } from '../../engine/matching/model-moves.ts'
import { toSplink } from '../../engine/matching/splink.ts'
import { fromSplink } from '../../engine/matching/splink-import.ts'
import { refuse } from '../match/folder.ts'
import { BUDGET, wholeNumber } from '../match/numbers.ts'
import { type TrainOptions, trainModel } from '../match/train.ts'
import { Outlet } from '../outlet.ts'

const TRAIN = `
From the store: pairs that reviewers decided stand as decided while the rest is learnt. The file holds no card number, no
phone, and no name that fewer than 20 records have. Measure it on a copy of the province before it is copied to
schemas/models/<domain>.json: from then on every night matches by it, until it is replaced.

Examples:
  $ sogoc model train people.csv --spec people.json --out model.json
  $ sogoc model train --domain person --out person-2026-11.json`

const EXPORT = `
Levels without an SQL form are merged into the next looser one, rules without one are left out; stderr names them.
In Python (Splink 5, DuckDB), all columns read as text:
  linker = Linker(DuckDBAPI().register(table), "settings.json")
  linker.inference.predict()

With --prepare the table first gets the columns that the file makes: faster, and rare values count as they do here.
  table = connection.sql(open("prepare.sql").read())

Examples:
  $ sogoc model export found/model.json --splink settings.json
  $ sogoc model export found/model.json --splink settings.json --prepare prepare.sql`

const IMPORT = `
Reads what linker.misc.save_model_to_json wrote: exact, Jaro–Winkler, Levenshtein, Damerau, date and postcode levels with
their m, u and term frequency flags. What has no counterpart is refused by name.

Example:
  $ sogoc model import splink.json --splink --spec people.json --out model.json
  $ sogoc match dedupe people.csv --spec people.json --model model.json --out found`

/** `sogoc model train | show | compare | export | import`: what a frozen match model believes, and the way to Splink and back. */
export const model = (program: Command): void => {
  const own = program.command('model').description('frozen match models')
  own
    .command('train')
    .argument('[file...]')
    .option('--spec <file>', 'comparisons and block rules (JSON)')
    .option('--domain <name>', 'learn from the records of the store instead of files')
    .requiredOption('--out <model>', 'file for the model')
    .option('--link', 'pairs across two files only')
    .option('--labels <file>', 'labelled pairs or whole entities, blended into m')
    .option('--budget <pairs>', 'most pairs that the rules may make', wholeNumber(1, 1e15), BUDGET)
    .option('--json', 'one object on stdout: what training saw, and what speaks against the model')
    .description('learn a model from files or from a domain of the store, to be frozen')
    .addHelpText('after', TRAIN)
    .action(train)
  own
    .command('show')
    .argument('<file>')
    .option('--json', 'one object on stdout')
    .description('levels with m, u and weight, and how the model was made')
    .addHelpText('after', '\nExample:\n  $ sogoc model show found/model.json')
    .action((file: string, options: { json?: boolean }) => new Outlet().put(shown(read(file), options.json === true)))
  own
    .command('compare')
    .argument('<old>')
    .argument('<new>')
    .option('--json', 'one object per figure on stdout')
    .description('what moved: weights, share of matches, thresholds; largest first')
    .addHelpText('after', '\nExample:\n  $ sogoc model compare model-2026-10.json model-2026-11.json')
    .action((a: string, b: string, options: { json?: boolean }) =>
      new Outlet().put(compared(read(a), read(b), options.json === true)),
    )
  own
    .command('export')
    .argument('<file>')
    .requiredOption('--splink <settings>', 'file for the Splink settings')
    .option('--link', 'settings for linking two tables instead of one')
    .option('--prepare <file>', 'texts folded once per record: file for the SQL that adds those columns')
    .description('the model as Splink settings JSON, ready to predict with')
    .addHelpText('after', EXPORT)
    .action((file: string, options: { splink: string; link?: boolean; prepare?: string }) => {
      const { settings, notes, prepare } = toSplink(read(file), {
        link: options.link === true,
        ahead: options.prepare !== undefined,
      })
      writeFileSync(options.splink, `${JSON.stringify(settings, null, 1)}\n`)
      if (options.prepare !== undefined && prepare !== null) writeFileSync(options.prepare, prepare)
      say(notes)
    })
  own
    .command('import')
    .argument('<settings>')
    .requiredOption('--splink', 'the file is a Splink model')
    .requiredOption('--spec <file>', 'file for the spec: comparisons and block rules')
    .requiredOption('--out <model>', 'file for the model')
    .description('a Splink model as a spec and a frozen model')
    .addHelpText('after', IMPORT)
    .action((file: string, options: { spec: string; out: string }) => {
      const { spec, model: made, notes } = fromSplink(readJson(file), basename(file, extname(file)))
      writeFileSync(options.spec, `${JSON.stringify(spec, null, 1)}\n`)
      writeFileSync(options.out, modelText(made))
      say(notes)
    })
}

type TrainChoice = Omit<TrainOptions, 'spec'> & { readonly spec?: string; readonly domain?: string }

async function train(files: readonly string[], { spec, domain, ...options }: TrainChoice): Promise<void> {
  if (domain !== undefined) {
    const ofFiles = files.length > 0 || spec !== undefined || options.link === true || options.labels !== undefined
    if (ofFiles)
      refuse(
        '--domain học từ kho: không đi cùng tệp, --spec, --link, --labels. (--domain learns from the store; files and their options do not go with it.)',
      )
    // loaded when asked for: the clients of the store and of Temporal take longer to load than a small file to learn from
    return (await import('../match/train-domain.ts')).trainDomain({ ...options, domain })
  }
  if (spec === undefined || files.length === 0)
    return refuse(
      'Học từ đâu? Nêu tệp và --spec, hoặc --domain. (Name files and their --spec, or a --domain of the store.)',
    )
  return trainModel(files, { ...options, spec })
}

const say = (notes: readonly string[]): void => notes.forEach((note) => void process.stderr.write(`${note}\n`))

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? `không phải JSON: ${error.message}` : 'không mở được (cannot be opened)'
    throw new Failure('InvalidInput', { problems: `Tệp ${file} ${why}. Kiểm tra đường dẫn và nội dung tệp.` })
  }
}

const read = (file: string): Model => readModel(readJson(file))

const MADE: Readonly<Record<Model['training']['how'], string>> = {
  em: 'learnt without labels',
  declared: 'as declared, not trained',
  splink: 'from Splink',
}

const LABELLED: Readonly<Record<NonNullable<Model['training']['labels']>['how'], string>> = {
  blend: 'blended with',
  replace: 'replaced by',
  known: 'learnt beside',
}

const LAMBDA: Readonly<Record<Model['lambdaFrom']['how'], string>> = {
  em: 'EM',
  declared: 'declared',
  splink: 'Splink',
}

function shown(own: Model, json: boolean): string[] {
  const tables = Object.fromEntries(
    Object.entries(own.terms).map(([name, { total, mean, counts, fromData = false }]) => [
      name,
      { total, mean, kept: Object.keys(counts).length, fromData },
    ]),
  )
  const diagnostics = diagnose(own)
  // names of people stand in the tables: only their sizes are shown
  if (json) return [JSON.stringify({ ...own, terms: tables, diagnostics, sql: undefined })]
  return [...summary(own), ...diagnostics.map(({ sentence }) => sentence), ...own.comparisons.flatMap(weights)]

  function weights({ name, levels }: Model['comparisons'][number]): string[] {
    const table = tables[name]
    const terms = !table ? '' : table.fromData ? '  terms counted from the data' : `  ${table.kept} terms`
    return [
      '',
      `${name.padEnd(22)} ${'m'.padStart(9)} ${'u'.padStart(11)} ${'bits'.padStart(8)}${terms}`,
      ...levels.map(
        ({ code, m, u, microbits }) =>
          `  ${code.padEnd(20)} ${m.toFixed(5).padStart(9)} ${u.toExponential(2).padStart(11)} ${bits(microbits).toFixed(2).padStart(8)}`,
      ),
    ]
  }
}

function summary(own: Model): string[] {
  const { trainedOn, training, thresholds, evaluation } = own
  const { labels } = training
  const labelled = labels ? `, m ${LABELLED[labels.how]} ${labels.matches} labelled matches` : ''
  return [
    `${own.name}: ${own.format}, engine ${own.engine}, ${own.declaration.slice(0, 19)}, ${MADE[training.how]}${labelled}`,
    `prior ${bits(own.prior).toFixed(2)} bits (${LAMBDA[own.lambdaFrom.how]}), link at ${thresholds.link}, review at ${thresholds.review}`,
    ...(training.how === 'em'
      ? [
          `${trainedOn.records} records, ${trainedOn.blockedPairs} blocked pairs; ${training.converged ? `settled after ${training.iterations} passes` : 'DID NOT SETTLE: do not use'}`,
        ]
      : []),
    ...(evaluation
      ? [
          `measured on ${evaluation.records} labelled records: pairwise F1 ${evaluation.pairwise.f1.toFixed(4)}, B-cubed F1 ${evaluation.bcubed.f1.toFixed(4)}`,
        ]
      : []),
  ]
}

function compared(before: Model, after: Model, json: boolean): string[] {
  const figure = (value: number | null, none: string): string => (value?.toFixed(2) ?? none).padStart(8)
  return movesBetween(before, after).map((move) =>
    json
      ? JSON.stringify(move)
      : `${move.what.padEnd(36)} ${figure(move.before, 'new')} ${figure(move.after, 'gone')} ${figure(move.moved, '')}`,
  )
}

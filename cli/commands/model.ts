import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { Failure } from '../../core/errors.ts'
import { type Model, readModel } from '../../engine/matching/model.ts'
import { toSplink } from '../../engine/matching/splink.ts'

/** `sogoc model show | compare | export`: what a frozen match model believes. Training is part of `sogoc match`. */
export const model = (program: Command): void => {
  const own = program.command('model').description('frozen match models')
  own
    .command('show')
    .argument('<file>')
    .option('--json', 'one object on stdout')
    .description('levels with m, u and weight')
    .addHelpText('after', '\nExample:\n  $ sogoc model show found/model.json')
    .action((file: string, options: { json?: boolean }) => show(read(file), options.json === true))
  own
    .command('compare')
    .argument('<old>')
    .argument('<new>')
    .option('--json', 'one object per level on stdout')
    .description('weights that moved, largest first')
    .addHelpText('after', '\nExample:\n  $ sogoc model compare model-2026-10.json model-2026-11.json')
    .action((a: string, b: string, options: { json?: boolean }) => compare(read(a), read(b), options.json === true))
  own
    .command('export')
    .argument('<file>')
    .requiredOption('--splink <settings>', 'file for the Splink settings')
    .option('--link', 'settings for linking two tables instead of one')
    .description('the model as Splink settings JSON')
    .addHelpText('after', '\nExample:\n  $ sogoc model export found/model.json --splink settings.json')
    .action((file: string, options: { splink: string; link?: boolean }) =>
      writeFileSync(
        options.splink,
        `${JSON.stringify(toSplink(read(file), options.link ? 'link_only' : 'dedupe_only').settings, null, 1)}\n`,
      ),
    )
}

function read(file: string): Model {
  try {
    return readModel(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('InvalidInput', { problems: `Không đọc được mô hình ${file}: ${(error as Error).message}` })
  }
}

function show(own: Model, json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify({ ...own, terms: undefined })}\n`)
  const { trainedOn, training, thresholds } = own
  process.stdout.write(
    `${own.name}: ${trainedOn.records} records, ${trainedOn.blockedPairs} blocked pairs, prior ${(own.prior / 1e6).toFixed(2)} bits, link at ${thresholds.link}\n`,
  )
  process.stdout.write(
    `${training.converged ? `settled after ${training.iterations} passes` : 'DID NOT SETTLE'}; levels that chance hardly reached: ${training.thin.join(', ') || 'none'}\n`,
  )
  for (const { name, levels } of own.comparisons) {
    process.stdout.write(`\n${name.padEnd(22)} ${'m'.padStart(9)} ${'u'.padStart(11)} ${'bits'.padStart(8)}\n`)
    for (const { code, m, u, microbits } of levels) {
      process.stdout.write(
        `  ${code.padEnd(20)} ${m.toFixed(5).padStart(9)} ${u.toExponential(2).padStart(11)} ${(microbits / 1e6).toFixed(2).padStart(8)}\n`,
      )
    }
  }
}

function compare(before: Model, after: Model, json: boolean): void {
  const weights = (own: Model) =>
    new Map(
      own.comparisons.flatMap(({ name, levels }) =>
        levels.map(({ code, microbits }) => [`${name}.${code}`, microbits / 1e6] as const),
      ),
    )
  const old = weights(before)
  const rows = [...weights(after)].map(([level, now]) => ({
    level,
    before: old.get(level) ?? null,
    after: now,
    moved: now - (old.get(level) ?? 0),
  }))
  rows.sort((a, b) => Math.abs(b.moved) - Math.abs(a.moved) || (a.level < b.level ? -1 : 1))
  for (const row of rows) {
    if (json) process.stdout.write(`${JSON.stringify(row)}\n`)
    else
      process.stdout.write(
        `${row.level.padEnd(32)} ${(row.before?.toFixed(2) ?? 'new').padStart(8)} ${row.after.toFixed(2).padStart(8)} ${row.moved.toFixed(2).padStart(8)}\n`,
      )
  }
}

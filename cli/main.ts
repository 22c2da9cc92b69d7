import { Command, CommanderError } from 'commander'
import { Failure } from '../core/errors.ts'
import { address } from './commands/address.ts'
import { cases } from './commands/case.ts'
import { check } from './commands/check.ts'
import { codes } from './commands/codes.ts'
import { demo } from './commands/demo.ts'
import { dictionary } from './commands/dictionary.ts'
import { generate } from './commands/generate.ts'
import { ledger } from './commands/ledger.ts'
import { match } from './commands/match.ts'
import { model } from './commands/model.ts'
import { night } from './commands/night.ts'
import { passport } from './commands/passport.ts'
import { profile } from './commands/profile.ts'
import { read } from './commands/read.ts'
import { remap } from './commands/remap.ts'
import { rules } from './commands/rules.ts'
import { schedule } from './commands/schedule.ts'
import { status } from './commands/status.ts'
import { printed } from './print.ts'

// The table of commands. Exit codes: 0 done, 1 the work failed or does not add up, 2 the request was wrong.

const COMMANDS = [
  night,
  status,
  ledger,
  passport,
  cases,
  schedule,
  read,
  profile,
  check,
  address,
  rules,
  match,
  model,
  dictionary,
  codes,
  remap,
  generate,
  demo,
]

/** Failures that the person at the keyboard can mend in the request. */
const WRONG_REQUEST = new Set(['InvalidInput', 'UnknownName', 'ConfigError', 'CaseClosed', 'StaleCase', 'NotAllowed'])

const program = new Command('sogoc')
  .description('Sổ Gốc: giữ dữ liệu chủ của tỉnh luôn đúng (keeps the master data of a province true)')
  .showSuggestionAfterError()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
for (const register of COMMANDS) register(program)
exitWithTwo(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

/** Commander exits with 1 on a wrong option; here a wrong request is 2. */
function exitWithTwo(command: Command): void {
  command.exitOverride()
  for (const own of command.commands) exitWithTwo(own)
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof Failure) {
    process.stderr.write(`sogoc: ${error.message}\n`)
    return WRONG_REQUEST.has(error.code) ? 2 : 1
  }
  process.stderr.write(`sogoc: ${printed(error)}\n`)
  return 1
}

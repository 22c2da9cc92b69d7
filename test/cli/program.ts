import { Command } from 'commander'
import { address } from '../../cli/commands/address.ts'
import { check } from '../../cli/commands/check.ts'
import { match } from '../../cli/commands/match.ts'
import { model } from '../../cli/commands/model.ts'
import { profile } from '../../cli/commands/profile.ts'
import { read } from '../../cli/commands/read.ts'
import { rules } from '../../cli/commands/rules.ts'
import { Failure } from '../../core/errors.ts'

/** The commands that need no server, with the exit codes of `cli/main.ts`: 2 for a wrong request. */
const program = new Command('sogoc')
for (const register of [read, profile, check, address, rules, match, model]) register(program)
const own = program.commands.flatMap((command) => [command, ...command.commands])
for (const command of [program, ...own]) command.exitOverride()
try {
  await program.parseAsync()
} catch (error) {
  const { exitCode, message } = error as { exitCode?: number; message: string }
  if (error instanceof Failure) process.stderr.write(`${message}\n`)
  else if (exitCode === undefined) throw error
  process.exitCode = exitCode === 0 ? 0 : 2
}

import { Command } from 'commander'
import { read } from '../../cli/commands/read.ts'
import { Failure } from '../../core/errors.ts'

/** The command by itself, with the exit codes of `cli/main.ts`: 2 for a wrong request. */
const program = new Command('sogoc')
read(program)
for (const command of [program, ...program.commands]) command.exitOverride()
try {
  await program.parseAsync()
} catch (error) {
  const { exitCode, message } = error as { exitCode?: number; message: string }
  if (error instanceof Failure) process.stderr.write(`${message}\n`)
  else if (exitCode === undefined) throw error
  process.exitCode = exitCode === 0 ? 0 : 2
}

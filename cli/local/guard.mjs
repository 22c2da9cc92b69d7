// Owns the servers of one stack. Its standard input is a pipe from the process that uses them: however that process ends,
// SIGKILL included, the kernel closes the pipe, and every server is stopped. Only a SIGKILL of the guard itself leaves
// servers behind; the next start on their folder stops those.
//
// in:  { name, command, args, env?, uid?, gid?, cwd?, stopSignal?, log? } starts a server · { stop: name } stops it
// out: { name, pid } · { name, failed } · { name, exited }
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'

const PATIENCE = 10_000
const servers = new Map()
let isClosing = false

// The reader may be dead by the time the last server has stopped.
process.stdout.on('error', () => {})
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

function start({ name, command, args = [], env, uid, gid, cwd, stopSignal = 'SIGTERM', log }) {
  try {
    const output = log === undefined ? 'ignore' : openSync(log, 'a')
    // A session of its own: Ctrl-C in the terminal reaches the program that uses the server, never the server first.
    const server = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      uid,
      gid,
      detached: true,
      stdio: ['ignore', output, output],
    })
    if (log !== undefined) closeSync(output)
    // At once, not when 'spawn' is emitted: standard input may close in between.
    if (server.pid !== undefined) servers.set(name, { pid: server.pid, stopSignal })
    server.once('spawn', () => say({ name, pid: server.pid }))
    server.once('error', (error) => say({ name, failed: error.message }))
    server.once('exit', (code, signal) => {
      servers.delete(name)
      say({ name, exited: signal ?? code })
      leaveWhenEmpty()
    })
  } catch (error) {
    say({ name, failed: error.message })
  }
}

function stop(name) {
  const server = servers.get(name)
  if (server === undefined) return
  signalGroup(server.pid, server.stopSignal)
  setTimeout(() => servers.get(name) === server && signalGroup(server.pid, 'SIGKILL'), PATIENCE)
}

// The whole group, because the program found on PATH may be a shell script around the server.
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

// The last line is cut short when its writer is killed in the middle of it.
function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function close() {
  isClosing = true
  for (const name of servers.keys()) stop(name)
  leaveWhenEmpty()
}

function leaveWhenEmpty() {
  if (isClosing && servers.size === 0) process.exit(0)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, close)
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = parse(line)
    if (command?.stop !== undefined) stop(command.stop)
    else if (command !== undefined) start(command)
  })
  .on('close', close)

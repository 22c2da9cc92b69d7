import { once } from 'node:events'
import { connect, createServer } from 'node:net'

export const LOOPBACK = '127.0.0.1'

/** A port that nobody listens on now. Another program may still take it first, so a start that loses it tries again. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1')
  return address.port
}

/** Throws when nothing listens on the port. */
export async function touchPort(port: number): Promise<void> {
  const socket = connect(port, LOOPBACK)
  try {
    await once(socket, 'connect')
  } finally {
    socket.destroy()
  }
}
